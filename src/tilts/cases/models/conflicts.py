"""A client here may be the accused in another file: that somebody looked, and what was found."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.sealing.fields import SealedTextField


class ConflictCheck(Record):
    """Somebody had a case compared with the others of the office. What was found is not said here."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"conflict check of {self.case_id}"


class ConflictState(models.TextChoices):
    """What those who answer for it decided."""

    FOUND = "found", pgettext_lazy("ConflictState", "found, not looked at yet")
    CONFLICT = "conflict", pgettext_lazy("ConflictState", "both sides: kept apart")
    OTHERS = "others", pgettext_lazy("ConflictState", "other people: no conflict")


class Conflict(Record):
    """The same person may stand in two files on opposite sides; walls keep those who work on one out of the other."""

    one = models.ForeignKey(Case, models.CASCADE, related_name="+", help_text="the file that was there before")
    other = models.ForeignKey(Case, models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    matched = models.JSONField(default=list, help_text="ids of the persons who may be the same; of no use outside")
    on_both = models.BooleanField(default=False, help_text="somebody works on both: they were not taken off")
    state = models.CharField(max_length=10, choices=ConflictState, default=ConflictState.FOUND)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    why = SealedTextField(blank=True)

    class Meta:
        ordering = ["-found_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="conflict_once_of_two_cases",
                violation_error_message=_("These two cases are on record as a conflict already."),
            ),
            models.CheckConstraint(
                condition=~Q(one=F("other")),
                name="conflict_of_two_cases",
                violation_error_message=_("A case is no conflict with itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"conflict {self.id}"
