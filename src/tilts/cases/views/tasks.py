"""Tasks of a case."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door
from tilts.cases import actions
from tilts.cases.forms import EndForm, TaskChangeForm, TaskForm
from tilts.cases.models import Case, Task
from tilts.cases.views.one_form import one_form, team_users, typed
from tilts.cases.views.pages import case_of

PLAN = "cases:plan_page"


def _task(request: Request, case: Case, task: UUID) -> Task:
    found: Task = request.reach(Task).filter(case=case).select_related("case", "owner").get(pk=task)
    return found


@door("task.added")
def task_add(request: Request, id: UUID) -> HttpResponse:
    """Give somebody of the team something to do."""
    case = allowed(request, "task.added", case_of(request, id))
    initial = {"owner": getattr(request.reach.user, "pk", None)}
    form = TaskForm(request.POST or None, team=team_users(request, case), initial=initial)
    return one_form(
        request, case, form, _("Give a task"), actions.add_task, case, said=_("The task is saved."), back=PLAN
    )


@door("task.changed")
def task_change(request: Request, id: UUID, task: UUID) -> HttpResponse:
    """Change what is to be done, who does it, by when."""
    case = allowed(request, "task.changed", case_of(request, id))
    found = _task(request, case, task)
    initial = {"what": found.what, "owner": found.owner_id, "due": found.due, "remind_on": found.remind_on}
    initial["version"] = found.version
    form = TaskChangeForm(request.POST or None, team=team_users(request, case), initial=initial)
    said = _("The task is changed.")
    return one_form(
        request,
        case,
        form,
        _("Change the task"),
        actions.change_task,
        found,
        said=said,
        back=PLAN,
        facts=typed(form),
    )


@door("task.done")
def task_done(request: Request, id: UUID, task: UUID) -> HttpResponse:
    """Say that a task is done."""
    case = allowed(request, "task.done", case_of(request, id))
    found = _task(request, case, task)
    form, title = EndForm(request.POST or None), _("The task is done")
    return one_form(
        request, case, form, title, actions.finish_task, found, said=title, back=PLAN, facts={}, lead=found.what
    )


@door("task.reopened")
def task_reopen(request: Request, id: UUID, task: UUID) -> HttpResponse:
    """Open a task again."""
    case = allowed(request, "task.reopened", case_of(request, id))
    found = _task(request, case, task)
    form, said = EndForm(request.POST or None), _("The task is open again.")
    title = _("Open the task again")
    return one_form(
        request, case, form, title, actions.reopen_task, found, said=said, back=PLAN, facts={}, lead=found.what
    )
