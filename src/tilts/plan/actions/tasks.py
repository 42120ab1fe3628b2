"""Things to do in a case."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.models import User
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case, TeamMember
from tilts.cases.policy.case import writes
from tilts.people.actions import refuse_if_restricted
from tilts.plan.models import Task


def refuse_outsider(case: Case, user: User) -> None:
    """`Refused` where somebody does not work on this case today (part of a wider action)."""
    if not TeamMember._base_manager.filter(case=case, user=user, ends=None, voided_at=None).exists():
        raise Refused(_("Choose somebody who works on this case. Bring them into the team first."), "owner")


def _refuse_unowned(case: Case, owner: User | None, due: date | None) -> tuple[User, date]:
    if owner is None:
        raise Refused(_("Say who does this."))
    if due is None:
        raise Refused(_("Say by which day."))
    refuse_outsider(case, owner)
    return owner, due


@action("task.added", may=writes("services"), says=gettext_lazy("Task: given"))
def add_task(
    reach: Reach, case: Case, *, what: str, owner: User | None, due: date | None, remind_on: date | None = None
) -> Task:
    """Give somebody of the team something to do by a day; a task without owner or day is refused."""
    doer, day = _refuse_unowned(case, owner, due)
    if not what.strip():
        raise Refused(_("Say what is to be done."))
    refuse_if_restricted(case.folder_id)
    return Task.objects.create(
        organisation=case.organisation,
        case=case,
        what=what,
        owner=doer,
        due=day,
        remind_on=remind_on,
        given_by=reach.user,
    )


@action("task.changed", may=writes("services"), says=gettext_lazy("Task: changed"))
def change_task(
    reach: Reach,
    task: Task,
    *,
    seen_version: int,
    what: str,
    owner: User | None,
    due: date | None,
    remind_on: date | None = None,
) -> Task:
    """Give a task to somebody else or another day; `Stale` where a colleague wrote first."""
    doer, day = _refuse_unowned(task.case, owner, due)
    save_over(task, seen_version, what=what, owner=doer, due=day, remind_on=remind_on)
    return task


@action("task.done", may=writes("services"), says=gettext_lazy("Task: done"))
def finish_task(reach: Reach, task: Task) -> Task:
    """The task is done today; a task that is done already is refused."""
    if task.done_on:
        raise Refused(_("This task is done already."))
    save_over(task, task.version, done_on=timezone.localdate(), done_by=reach.user)
    return task


@action("task.reopened", may=writes("services"), says=gettext_lazy("Task: opened again"))
def reopen_task(reach: Reach, task: Task) -> Task:
    """The task is to be done after all."""
    if not task.done_on:
        raise Refused(_("This task is open."))
    save_over(task, task.version, done_on=None, done_by=None)
    return task
