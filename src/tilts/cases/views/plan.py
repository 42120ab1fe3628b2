"""The plan of a case: goals, steps, tasks, reviews, and what stood there before."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.reach import NotAllowed, unscoped
from tilts.cases import actions
from tilts.cases.forms import EndForm, GoalForm, ReviewForm, StepChangeForm, StepForm, StepOutForm, StepProgressForm
from tilts.cases.models import Case, Goal, PlanReview, Step, Task
from tilts.cases.views.one_form import one_form, team_users, typed
from tilts.cases.views.pages import case_of

PLAN = "cases:plan_page"
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
        "cases/plan_page.html",
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


@door("plan.goal_added")
def goal_add(request: Request, id: UUID) -> HttpResponse:
    """Add a goal; the first one asks when the plan is reviewed."""
    case = allowed(request, "plan.goal_added", case_of(request, id))
    has_review = request.reach(PlanReview).filter(case=case, held_on=None).exists()
    form = GoalForm(request.POST or None, has_review=has_review)
    said = _("The goal is in the plan.")
    return one_form(request, case, form, _("Add a goal"), actions.add_goal, case, said=said, back=PLAN)


@door("plan.goal_reached")
def goal_reached(request: Request, id: UUID, goal: UUID) -> HttpResponse:
    """Say that a goal is reached, or not yet after all."""
    case = allowed(request, "plan.goal_reached", case_of(request, id))
    found = request.reach(Goal).filter(case=case).select_related("case").get(pk=goal)
    facts = {"reached": not found.reached_on}
    title = _("Not reached yet") if found.reached_on else _("The goal is reached")
    form, lead = EndForm(request.POST or None), found.text
    return one_form(
        request, case, form, title, actions.reach_goal, found, said=title, back=PLAN, facts=facts, lead=lead
    )


def _step(request: Request, case: Case, step: UUID) -> Step:
    found: Step = request.reach(Step).filter(case=case).select_related("case", "goal", "owner").get(pk=step)
    return found


def _choices(request: Request, case: Case) -> dict[str, Any]:
    return {"team": team_users(request, case), "goals": request.reach(Goal).filter(case=case)}


@door("plan.step_added")
def step_add(request: Request, id: UUID) -> HttpResponse:
    """Add a step towards a goal."""
    case = allowed(request, "plan.step_added", case_of(request, id))
    form = StepForm(request.POST or None, **_choices(request, case))
    said = _("The step is in the plan.")
    return one_form(request, case, form, _("Add a step"), actions.add_step, case, said=said, back=PLAN)


@door("plan.step_changed")
def step_change(request: Request, id: UUID, step: UUID) -> HttpResponse:
    """Write a step anew; the old one stays in the history."""
    case = allowed(request, "plan.step_changed", case_of(request, id))
    found = _step(request, case, step)
    names = ("goal", "what", "owner_kind", "owner", "owner_name", "due", "version")
    initial = {name: getattr(found, name) for name in names}
    form = StepChangeForm(request.POST or None, **_choices(request, case), initial=initial)
    facts, said = typed(form, "goal"), _("The step is changed. What stood there before is in the history.")
    title = _("Change the step")
    return one_form(request, case, form, title, actions.change_step, found, said=said, back=PLAN, facts=facts)


@door("plan.step_moved_on")
def step_progress(request: Request, id: UUID, step: UUID) -> HttpResponse:
    """Say how far a step is."""
    case = allowed(request, "plan.step_moved_on", case_of(request, id))
    found = _step(request, case, step)
    form = StepProgressForm(request.POST or None, initial={"progress": found.progress, "version": found.version})
    facts, said, title = typed(form), _("Saved."), _("How far it is")
    return one_form(
        request,
        case,
        form,
        title,
        actions.move_step_on,
        found,
        said=said,
        back=PLAN,
        facts=facts,
        lead=found.what,
    )


@door("plan.step_voided")
def step_out(request: Request, id: UUID, step: UUID) -> HttpResponse:
    """Take a step out of the plan, with a reason."""
    case = allowed(request, "plan.step_voided", case_of(request, id))
    found = _step(request, case, step)
    form = StepOutForm(request.POST or None, initial={"version": found.version})
    facts, said, title = typed(form), _("The step is out of the plan."), _("Take the step out")
    return one_form(
        request, case, form, title, actions.void_step, found, said=said, back=PLAN, facts=facts, lead=found.what
    )


@door("plan.reviewed")
def plan_review(request: Request, id: UUID) -> HttpResponse:
    """Write what a review found and set the next one."""
    case = allowed(request, "plan.reviewed", case_of(request, id))
    form = ReviewForm(request.POST or None, initial={"held_on": timezone.localdate()})
    said, title = _("The review is saved, the next one is set."), _("Review the plan")
    return one_form(request, case, form, title, actions.review_plan, case, said=said, back=PLAN)
