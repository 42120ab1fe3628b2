"""The plan of a case: goals, steps, review."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.models import User
from tilts.access.reach import Reach, Refused
from tilts.cases.models import Case
from tilts.cases.policy.case import writes
from tilts.people.actions import refuse_if_restricted
from tilts.plan.actions.tasks import refuse_outsider
from tilts.plan.models import Goal, PlanReview, Progress, Step, StepOwner
from tilts.plan.models.plan import OVER


@action("plan.goal_added", may=writes("services"), says=gettext_lazy("Plan: goal"))
def add_goal(reach: Reach, case: Case, *, text: str, own_words: str = "", review_on: date | None = None) -> Goal:
    """Add a goal, also in the client's own words; the first one asks for the day of the first review."""
    if not text.strip() and not own_words.strip():
        raise Refused(_("Say what is to be reached."))
    refuse_if_restricted(case.folder_id)
    if not PlanReview._base_manager.filter(case=case, held_on=None, voided_at=None).exists():
        _next_review(case, review_on)
    return Goal.objects.create(
        organisation=case.organisation, case=case, text=text, own_words=own_words, agreed_on=timezone.localdate()
    )


def _next_review(case: Case, due: date | None) -> None:
    if due is None:
        raise Refused(_("Say on which day the plan is reviewed."))
    if due <= timezone.localdate():
        raise Refused(_("The next review lies after today."))
    PlanReview.objects.create(organisation=case.organisation, case=case, due=due)


@action("plan.goal_reached", may=writes("services"), says=gettext_lazy("Plan: goal reached"))
def reach_goal(reach: Reach, goal: Goal, *, reached: bool) -> Goal:
    """The goal is reached today, or not yet after all."""
    if bool(goal.reached_on) == reached:
        raise Stale
    save_over(goal, goal.version, reached_on=timezone.localdate() if reached else None)
    return goal


def _refuse_unowned(case: Case, facts: dict[str, Any]) -> None:
    """A step has a day and somebody who does it: a colleague of the team, the client, an institution by name."""
    kind = facts.get("owner_kind")
    owner: User | None = facts.get("owner")
    if not facts.get("what", "").strip():
        raise Refused(_("Say what is to be done."))
    if kind not in StepOwner.values or (kind == StepOwner.COLLEAGUE and owner is None):
        raise Refused(_("Say who does this step."), "owner")
    if kind == StepOwner.INSTITUTION and not facts.get("owner_name", "").strip():
        raise Refused(_("Write the name of the institution."), "owner_name")
    if facts.get("due") is None:
        raise Refused(_("Say by which day."))
    if kind == StepOwner.COLLEAGUE and owner is not None:
        refuse_outsider(case, owner)
    else:
        facts["owner"] = None
    if kind != StepOwner.INSTITUTION:
        facts["owner_name"] = ""


@action("plan.step_added", may=writes("services"), says=gettext_lazy("Plan: step"))
def add_step(reach: Reach, /, case: Case, *, goal: Goal, **facts: Any) -> Step:
    """Add a step towards a goal of this case; one without owner or day is refused."""
    if goal.case_id != case.pk:
        raise Refused(_("This goal belongs to another case."))
    _refuse_unowned(case, facts)
    refuse_if_restricted(case.folder_id)
    return Step.objects.create(organisation=case.organisation, case=case, goal=goal, **facts)


@action("plan.step_changed", may=writes("services"), says=gettext_lazy("Plan: step changed"))
def change_step(reach: Reach, /, step: Step, *, seen_version: int, **facts: Any) -> Step:
    """Write a step anew (what, who, by when); the old one is voided and stays in the history."""
    _refuse_unowned(step.case, facts)
    _take_out(reach, step, seen_version, "")
    return Step.objects.create(
        organisation=step.organisation,
        case=step.case,
        goal=step.goal,
        before=step,
        progress=step.progress,
        over_on=step.over_on,
        **facts,
    )


def _take_out(reach: Reach, step: Step, seen_version: int, why: str) -> None:
    save_over(step, seen_version, voided_at=timezone.now(), voided_by=reach.user, out_why=why)


@action("plan.step_voided", may=writes("services"), says=gettext_lazy("Plan: step taken out"))
def void_step(reach: Reach, step: Step, *, seen_version: int, reason: str) -> Step:
    """Take a step out of the plan; it stays in the history with the reason."""
    if not reason.strip():
        raise Refused(_("Say why this step is taken out."))
    _take_out(reach, step, seen_version, reason)
    return step


@action("plan.step_moved_on", may=writes("services"), says=gettext_lazy("Plan: how far a step is"))
def move_step_on(reach: Reach, step: Step, *, seen_version: int, progress: str) -> Step:
    """Say how far a step is; one that is over has its day."""
    if progress not in Progress.values:
        raise Refused(_("Say how far this step is."))
    over_on = (step.over_on or timezone.localdate()) if progress in OVER else None
    save_over(step, seen_version, progress=progress, over_on=over_on)
    return step


@action("plan.reviewed", may=writes("services"), says=gettext_lazy("Plan: reviewed"))
def review_plan(
    reach: Reach,
    case: Case,
    *,
    found: str,
    next_on: date | None,
    held_on: date | None = None,
    seen_review: UUID | None = None,
) -> Any:
    """The plan was reviewed on a day; the next review is set in the same breath.

    `Stale` where the review that was due when one began to write (`seen_review`) was held meanwhile.
    """
    day = held_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("A review cannot be in the future."), "held_on")
    if not Goal._base_manager.filter(case=case, voided_at=None).exists():
        raise Refused(_("There is no plan yet: add a goal first."))
    if not found.strip():
        raise Refused(_("Write what was found."))
    review = PlanReview._base_manager.filter(case=case, held_on=None, voided_at=None).first()
    if review is None or seen_review not in {None, review.pk}:
        raise Stale(PlanReview._base_manager.filter(pk=seen_review).first() if seen_review else None)
    save_over(review, review.version, held_on=day, held_by=reach.user, found=found)
    _next_review(case, next_on)
    return review
