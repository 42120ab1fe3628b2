"""The case: one file for a person or a family, a team around it, one course of events."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Folder, Profession, Record, RecordRows, Site, User
from tilts.access.sealed import SealedTextField
from tilts.people.models import Person
from tilts.places.models import Territory


class CaseKind(models.TextChoices):
    """What the case is about."""

    VIOLENCE = "violence", _("violence")
    TRAFFICKING = "trafficking", _("human trafficking")
    ASYLUM = "asylum", _("asylum and refugees")
    FAMILY = "family", _("family support")
    OTHER = "other", _("other matter")


class Level(models.TextChoices):
    """How dangerous it is, in the professional's judgement."""

    HIGH = "high", _("high risk")
    MEDIUM = "medium", _("medium risk")
    STANDARD = "standard", _("standard risk")


class CaseRows(RecordRows):
    """Cases."""

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_on=None)

    def with_lead(self) -> Self:
        """With the one who leads it, in the same query."""
        return self.select_related("lead", "territory", "organisation", "folder")


class Case(Record):
    """One file. Its folder carries the same id; whoever is let into the folder is let into the case."""

    folder = models.OneToOneField(Folder, models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=CaseKind)
    level = models.CharField(max_length=10, choices=Level, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    newly_known = models.BooleanField(null=True, help_text="was the family new to the service? empty: not asked")

    objects: ClassVar[Any] = CaseRows.as_manager()

    class Meta:
        ordering = ["-opened_on", "-created_at", "id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["organisation", "-opened_on"])]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation", "code"], name="case_code_once_in_organisation"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closes_after_opening",
                violation_error_message=_("A case cannot be closed before it was opened."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PartyRole(models.TextChoices):
    """What a person is in a case; the other side is always worded as an allegation."""

    CLIENT = "client", _("client")
    CHILD = "child", _("child")
    ALLEGED = "alleged", _("alleged perpetrator")
    OTHER = "other", _("other person")


class Party(Record):
    """A person has a role in a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=PartyRole)

    class Meta:
        ordering = ["created_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "person", "role"], name="party_once_in_case")
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


class Note(Record):
    """Something written in the case, in one zone."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    text = SealedTextField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"note in {self.case_id}"
