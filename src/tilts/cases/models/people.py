"""Who a case is about, and who works on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Profession, Record, User
from tilts.cases.models.case import Case
from tilts.people.models import Person


class PartyRole(models.TextChoices):
    """What a person is in a case; the other side is always worded as an allegation."""

    CLIENT = "client", pgettext_lazy("PartyRole", "client")
    CHILD = "child", pgettext_lazy("PartyRole", "child")
    ALLEGED = "alleged", pgettext_lazy("PartyRole", "alleged perpetrator")
    OTHER = "other", pgettext_lazy("PartyRole", "other person")


class Party(Record):
    """A person has a role in a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=PartyRole)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"],
                name="party_once_in_case",
                violation_error_message=_("This person is in the case already, in the same role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.case_id}"


class TeamMember(Record):
    """A professional works on a case, from a day until another."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    profession = models.CharField(max_length=30, choices=Profession)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "created_at"]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.case_id}"
