"""Asking how it goes after a case is closed, if she agreed."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.cases.models.due import Falls, falls_due
from tilts.sealing.fields import SealedTextField

MONTHS = (1, 3, 6)
"""After so many months one asks again."""


class FollowUpOutcome(models.TextChoices):
    """What was found when one asked again."""

    SAFE = "safe", pgettext_lazy("FollowUpOutcome", "reached, no violence since")
    AGAIN = "again", pgettext_lazy("FollowUpOutcome", "reached, violence happened again")
    NEEDS_HELP = "needs_help", pgettext_lazy("FollowUpOutcome", "reached, needs help")
    NOT_REACHED = "not_reached", pgettext_lazy("FollowUpOutcome", "not reached")
    DECLINED = "declined", pgettext_lazy("FollowUpOutcome", "does not want to be asked any more")


class FollowUp(Record):
    """One contact after closing: by which day, whether she agreed, how it is safe, what was found."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField()
    due = models.DateField()
    agreed = models.BooleanField()
    safe_way = SealedTextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=FollowUpOutcome, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "due"],
                condition=Q(voided_at=None),
                name="one_follow_up_a_day_in_case",
                violation_error_message=_("Somebody asks on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"follow-up in {self.case_id}"


@falls_due(FollowUp, kinds=["follow_up"], zone="contact", reads=["due", "agreed", "done_on"])
def follow_up_due(follow_up: FollowUp) -> Iterable[Falls]:
    """Asking how it goes, if she agreed."""
    if follow_up.agreed:
        yield Falls("follow_up", follow_up.due, done=follow_up.done_on is not None)
