"""What somebody of the team does in a case, by a day."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.cases.models.due import Falls, falls_due
from tilts.sealing.fields import SealedTextField


class Task(Record):
    """One thing to do: what, who of the team, by which day; from `remind_on` it stands on the owner's day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    what = SealedTextField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    due = models.DateField()
    remind_on = models.DateField(null=True, blank=True, help_text="the day from which the owner sees it; empty: due")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due", "created_at", "id"]
        indexes = [
            models.Index(fields=["owner", "due"], condition=Q(done_on=None), name="tasks_to_do"),
            models.Index(fields=["case", "due"], name="tasks_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(remind_on=None) | Q(remind_on__lte=F("due")),
                name="task_reminder_before_its_day",
                violation_error_message=_("The reminder cannot come after the day on which it is due."),
            )
        ]

    def __str__(self) -> str:
        return f"task in {self.case_id}"


@falls_due(Task, kinds=["task"], zone="services", reads=["due", "remind_on", "done_on", "owner"])
def task_due(task: Task) -> Iterable[Falls]:
    """A task, from its reminder on, for its owner."""
    done = task.done_on is not None
    yield Falls("task", task.due, shows_from=task.remind_on, done=done, owner=task.owner_id)
