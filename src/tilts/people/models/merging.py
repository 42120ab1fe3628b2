"""Two rows that are one human being: merged inside an organisation, linked across organisations."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, Record, User
from tilts.people.models.persons import Person
from tilts.sealing.fields import SealedJSONField


class Merging(Record):
    """`merged` was the same human being as `kept`: what pointed to the one points to the other, until undone.

    `moved` tells each row that was touched, and how it was before.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    moved = SealedJSONField(blank=True)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at=None),
                name="merged_into_one",
                violation_error_message=_("This person was merged already."),
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("merged")),
                name="not_merged_with_oneself",
                violation_error_message=_("Choose two persons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} merged into {self.kept_id}"


class SamePerson(Record):
    """Rows of two organisations about one human being: known to data protection and to those who know both."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="of the two, the one that did not write it"
    )
    basis = models.CharField(max_length=60, help_text="on which consent, law or referral")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other"],
                condition=Q(voided_at=None),
                name="same_person_once",
                violation_error_message=_("These two are linked already."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="not_linked_with_oneself",
                violation_error_message=_("A person is not linked with themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.other_id}"
