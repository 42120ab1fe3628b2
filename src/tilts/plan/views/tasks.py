"""Tasks of a case."""

from uuid import UUID

from django.forms import model_to_dict
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.cases.form_pages import in_case, team_users
from tilts.cases.forms import EndForm
from tilts.cases.pages import case_of, case_to_write
from tilts.plan import actions
from tilts.plan.forms import TaskChangeForm, TaskForm
from tilts.plan.models import Task
from tilts.plan.pages import PLAN, came_from


def _task(request: Request, id: UUID, task: UUID) -> Task:
    found: Task = (
        request.reach(Task).filter(case=case_to_write(request, id)).select_related("case", "owner").get(pk=task)
    )
    return found


@form_page(actions.add_task, at="remind_on")
def task_add(request: Request, id: UUID) -> Entry:
    """Give somebody of the team something to do."""
    case, initial = case_of(request, id), {"owner": getattr(request.reach.user, "pk", None)}
    form = TaskForm(request.POST or None, team=team_users(request, case), initial=initial)
    return in_case(case, form, _("Give a task"), said=_("The task is saved."), back=PLAN)


@form_page(actions.change_task, at="remind_on")
def task_change(request: Request, id: UUID, task: UUID) -> Entry:
    """Change what is to be done, who does it, by when."""
    found = _task(request, id, task)
    form = TaskChangeForm(request.POST or None, team=team_users(request, found.case), initial=model_to_dict(found))
    return in_case(found, form, _("Change the task"), said=_("The task is changed."), back=PLAN)


@form_page(actions.finish_task)
def task_done(request: Request, id: UUID, task: UUID) -> Entry:
    """Say that a task is done."""
    found, title, said = _task(request, id, task), _("Mark as done"), _("The task is done.")
    form, back = EndForm(request.POST or None), came_from(request)
    return in_case(found, form, title, said=said, back=back, about=found.what)


@form_page(actions.reopen_task)
def task_reopen(request: Request, id: UUID, task: UUID) -> Entry:
    """Open a task again."""
    found, title, said = _task(request, id, task), _("Open the task again"), _("The task is open again.")
    form, back = EndForm(request.POST or None), came_from(request)
    return in_case(found, form, title, said=said, back=back, about=found.what)
