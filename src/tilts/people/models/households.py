"""Who lives with whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Record
from tilts.people.models.files import OfFile
from tilts.people.models.persons import Person


class Household(Record):
    """People who live together; who belongs to it is dated."""

    reference = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~Q(reference=""),
                name="household_reference_once_in_organisation",
                violation_error_message=_("This number belongs to another household."),
            )
        ]

    def __str__(self) -> str:
        return f"household {self.id}"


class HouseholdMember(OfFile):
    """A person lives in a household from one day (empty: always) until another (the first day no more)."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="household_spells")
    starts = models.DateField(default="0001-01-01")
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts"]
        indexes = [models.Index(fields=["person", "starts"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="household_spell_in_order",
                violation_error_message=_("This day lies before they came to live here."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"
