"""The case: one file for a person or a family, one course of events."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Folder, Record, RecordRows, Role, Site, User
from tilts.places.models import Territory

WORKERS = (Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR)
"""The roles in which one works on cases."""


class CaseKind(models.TextChoices):
    """What the case is about."""

    VIOLENCE = "violence", pgettext_lazy("CaseKind", "violence")
    TRAFFICKING = "trafficking", pgettext_lazy("CaseKind", "human trafficking")
    ASYLUM = "asylum", pgettext_lazy("CaseKind", "asylum and refugees")
    FAMILY = "family", pgettext_lazy("CaseKind", "family support")
    OTHER = "other", pgettext_lazy("CaseKind", "other matter")


class Level(models.TextChoices):
    """How dangerous it is, in the professional's judgement."""

    HIGH = "high", pgettext_lazy("Level", "high risk")
    MEDIUM = "medium", pgettext_lazy("Level", "medium risk")
    STANDARD = "standard", pgettext_lazy("Level", "standard risk")


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
        indexes = [
            models.Index(fields=["organisation", "-opened_on", "-created_at", "id"], name="case_by_organisation"),
            models.Index(
                fields=["organisation", "-opened_on", "-created_at", "id"],
                name="case_open_by_organisation",
                condition=Q(closed_on=None, voided_at=None),
            ),
            models.Index(
                fields=["-opened_on", "-created_at", "id"],
                name="case_open",
                condition=Q(closed_on=None, voided_at=None),
            ),
            models.Index(fields=["lead", "-opened_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="case_code_once_in_organisation",
                violation_error_message=_("Another case got this code at the same moment. Save it once more."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closes_after_opening",
                violation_error_message=_("A case cannot be closed before it was opened."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
