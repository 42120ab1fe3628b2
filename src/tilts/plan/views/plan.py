"""The plan of a case: goals, steps, reviews, and its form pages."""

from typing import Any
from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.reach import NotAllowed, unscoped
from tilts.cases.form_pages import in_case, team_users
from tilts.cases.forms import EndForm
from tilts.cases.models import Case
from tilts.cases.pages import case_of, case_to_write
from tilts.plan import actions
from tilts.plan.forms import GoalForm, ReviewForm, StepChangeForm, StepForm, StepOutForm, StepProgressForm
from tilts.plan.models import Goal, PlanReview, Step, Task
from tilts.plan.pages import PLAN, came_from

SHOWN = 200


@door("cases.read")
def plan_page(request: Request, id: UUID) -> HttpResponse:
    """Goals with their steps, tasks, reviews; below, what was changed and taken out."""
    case = case_of(request, id)
    zones = request.reach.zones(case.folder_id)
    if not zones.services:
        raise NotAllowed(_("You do not work on this case."))
    goals = list(request.reach(Goal).filter(case=case)[:SHOWN])
    steps: dict[Any, list[Step]] = {}
    for step in request.reach(Step).filter(case=case).select_related("owner")[:SHOWN]:
        steps.setdefault(step.goal_id, []).append(step)
    tasks = list(request.reach(Task).filter(case=case).select_related("owner", "done_by")[:SHOWN])
    reviews = list(request.reach(PlanReview).filter(case=case).select_related("held_by")[:SHOWN])
    return page(
        request,
        "plan/plan_page.html",
        case=case,
        goals=[{"goal": goal, "steps": steps.get(goal.pk, [])} for goal in goals],
        open_tasks=[task for task in tasks if not task.done_on],
        done_tasks=[task for task in tasks if task.done_on],
        next_review=next((one for one in reviews if not one.held_on), None),
        held=[one for one in reversed(reviews) if one.held_on],
        before=_taken_out(request, case),
        today=timezone.localdate(),
        may_write=zones.services == 2 and not case.closed_on and request.reach.may("task.added", record=case),
    )


def _taken_out(request: Request, case: Case) -> list[Step]:
    """Steps that were changed or taken out, newest first: rows that reach leaves out, in a case that it opens."""
    if not request.reach.zones(case.folder_id).services:
        return []
    rows = unscoped(Step, reason="the history of a plan, shown to those who may read the plan")
    return list(rows.filter(case=case).exclude(voided_at=None).select_related("owner", "voided_by")[:100])


@form_page(actions.add_goal, at="review_on")
def goal_add(request: Request, id: UUID) -> Entry:
    """Add a goal; the first one asks when the plan is reviewed."""
    case = case_of(request, id)
    has_review = request.reach(PlanReview).filter(case=case, held_on=None).exists()
    form = GoalForm(request.POST or None, has_review=has_review)
    return in_case(case, form, _("Add a goal"), said=_("The goal is in the plan."), back=PLAN)


@form_page(actions.reach_goal)
def goal_reached(request: Request, id: UUID, goal: UUID) -> Entry:
    """Say that a goal is reached, or not yet after all."""
    found = request.reach(Goal).filter(case=case_to_write(request, id)).select_related("case").get(pk=goal)
    title = _("Mark as not reached") if found.reached_on else _("Mark as reached")
    said = _("The goal is not reached yet.") if found.reached_on else _("The goal is reached.")
    values, form = {"reached": not found.reached_on}, EndForm(request.POST or None)
    return in_case(found, form, title, said=said, back=PLAN, values=values, about=found.text)


def _step(request: Request, id: UUID, step: UUID) -> Step:
    rows = request.reach(Step).filter(case=case_to_write(request, id))
    found: Step = rows.select_related("case", "goal", "owner").get(pk=step)
    return found


def _choices(request: Request, case: Case) -> dict[str, Any]:
    return {"team": team_users(request, case), "goals": request.reach(Goal).filter(case=case)}


@form_page(actions.add_step)
def step_add(request: Request, id: UUID) -> Entry:
    """Add a step towards a goal."""
    case = case_of(request, id)
    form = StepForm(request.POST or None, **_choices(request, case))
    return in_case(case, form, _("Add a step"), said=_("The step is in the plan."), back=PLAN)


@form_page(actions.change_step)
def step_change(request: Request, id: UUID, step: UUID) -> Entry:
    """Write a step anew; the old one stays in the history."""
    found = _step(request, id, step)
    form = StepChangeForm(request.POST or None, **_choices(request, found.case), initial=model_to_dict(found))
    said = _("The step is changed. What stood there before is in the history.")
    return in_case(found, form, _("Change the step"), said=said, back=PLAN, without=["goal"])


@form_page(actions.move_step_on)
def step_progress(request: Request, id: UUID, step: UUID) -> Entry:
    """Say how far a step is."""
    found = _step(request, id, step)
    form = StepProgressForm(request.POST or None, initial={"progress": found.progress})
    back = came_from(request)
    return in_case(found, form, _("How far it is"), said=_("Saved."), back=back, about=found.what)


@form_page(actions.void_step)
def step_out(request: Request, id: UUID, step: UUID) -> Entry:
    """Take a step out of the plan, with a reason."""
    found, form = _step(request, id, step), StepOutForm(request.POST or None)
    title, said = _("Take the step out"), _("The step is out of the plan.")
    return in_case(found, form, title, said=said, back=PLAN, about=found.what)


@form_page(actions.review_plan)
def plan_review(request: Request, id: UUID) -> Entry:
    """Write what a review found and set the next one."""
    form, said = ReviewForm(request.POST or None), _("The review is saved, the next one is set.")
    case = case_of(request, id)
    due = request.reach(PlanReview).filter(case=case, held_on=None).first()
    form.initial = {"seen_review": due.pk if due else None}
    return in_case(case, form, _("Review the plan"), said=said, back=PLAN)
