"""How a case ended, and that it was opened again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.sealing.fields import SealedTextField


class Outcome(models.TextChoices):
    """How a case ended."""

    GOAL = "goal", pgettext_lazy("Outcome", "the goal is reached")
    MOVED = "moved", pgettext_lazy("Outcome", "moved away")
    REFUSED = "refused", pgettext_lazy("Outcome", "the client no longer wants it")
    TRANSFERRED = "transferred", pgettext_lazy("Outcome", "another organisation works on")
    DIED = "died", pgettext_lazy("Outcome", "the client has died")
    LOST = "lost", pgettext_lazy("Outcome", "contact is lost")
    OTHER = "other", pgettext_lazy("Outcome", "otherwise")


class Closing(Record):
    """One end of a case, with its outcome; the case may have been opened again after it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    closed_on = models.DateField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome)
    summary = SealedTextField(blank=True)
    despite = SealedTextField(blank=True, help_text="why it was closed with something still open")
    left_open = models.PositiveSmallIntegerField(default=0, help_text="how many obligations were open")
    follow_up = models.BooleanField(default=False, help_text="agreed: somebody asks after 1, 3 and 6 months")
    reopened_on = models.DateField(null=True, blank=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reopened_why = SealedTextField(blank=True)

    class Meta:
        ordering = ["-closed_on", "-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(reopened_on=None),
                name="closed_once_at_a_time",
                violation_error_message=_("A colleague has closed this case already."),
            )
        ]

    def __str__(self) -> str:
        return f"end of {self.case_id}"
