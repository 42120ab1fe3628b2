"""A family group conference: who is asked, their time alone, their plan."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.actor import JOB, acting
from tilts.access.held import say_the_same
from tilts.access.reach import Reach, Refused, unscoped
from tilts.cases.models import Party, PartyRole
from tilts.meetings.models import AgendaItem, CirclePerson, FamilyConference, FamilyStep, MeetingState, StepOutcome
from tilts.meetings.policy.agenda import drives_item, drives_item_also_after
from tilts.meetings.seats import REASON
from tilts.people.finding import full_name
from tilts.people.models import Person


@action("meeting.circle_joined", may=drives_item_also_after, says=gettext_lazy("Family group conference: circle"))
def widen_circle(
    reach: Reach,
    item: AgendaItem,
    *,
    person: Person | None = None,
    name: str = "",
    relation: str = "",
    decided_why: str = "",
) -> CirclePerson:
    """Ask somebody of the widest family or the friends: a person of the case, or a name.

    Whom the case names as the alleged perpetrator is asked by a decision alone: who decided it, and why.
    """
    if person is None and not name:
        raise Refused(_("Say who is asked to come."))
    decision = _decision(reach, item, person, name, decided_why)
    if decision and (standing := _undecided(item, person)):
        return _decide(standing, decision)
    told = {"person_id": person.pk} if person else {"name": name, "relation": relation}
    if say_the_same(CirclePerson._base_manager.filter(item=item, voided_at=None), **told):
        raise Refused(_("They are asked to come already."), "person" if person else "name")
    made: CirclePerson = CirclePerson.objects.create(
        organisation=item.organisation,
        item=item,
        person=person,
        name="" if person else name,
        relation=relation,
        **decision,
    )
    return made


def _decision(reach: Reach, item: AgendaItem, person: Person | None, name: str, why: str) -> dict[str, Any]:
    """What is kept of asking an alleged perpetrator; nothing for anybody else, and a refusal without a reason."""
    if not (person.pk in alleged_in(item) if person else _names_alleged(item, name)):
        return {}
    if not why:
        words = _(
            "The case names this person as the alleged perpetrator. Whether they come is a decision: write down why,"
            " and how the others are kept safe."
        )
        raise Refused(words, "decided_why")
    return {"decided_why": why, "decided_by": reach.user, "decided_at": timezone.now()}


def alleged_in(item: AgendaItem) -> dict[Any, Person]:
    """The persons whom the case of an item names as alleged perpetrators, whoever asks."""
    with acting(JOB):
        rows = unscoped(Party, reason=REASON).filter(case=item.case_id, role=PartyRole.ALLEGED, voided_at=None)
        return {one.person_id: one.person for one in rows.select_related("person")}


def _names_alleged(item: AgendaItem, name: str) -> bool:
    """Whether a typed name has every word of the name of an alleged perpetrator."""
    typed = set(name.casefold().split())
    names = (full_name(one).casefold().split() for one in alleged_in(item).values())
    return any(words and typed.issuperset(words) for words in names)


def _undecided(item: AgendaItem, person: Person | None) -> CirclePerson | None:
    """Somebody who was asked before the case named them so."""
    rows = CirclePerson._base_manager.filter(item=item, person=person, person__isnull=False, voided_at=None)
    found: CirclePerson | None = rows.filter(decided_at=None).first()
    return found


def _decide(one: CirclePerson, decision: dict[str, Any]) -> CirclePerson:
    save_over(one, one.version, **decision)
    return one


def note_who_came(reach: Reach, item: AgendaItem, came: set[Any]) -> None:
    """Who of the circle came (part of a wider action)."""
    for one in reach(CirclePerson).filter(item=item):
        if one.came != (one.pk in came):
            save_over(one, one.version, came=one.pk in came)


@action("meeting.conference_kept", may=drives_item_also_after, says=gettext_lazy("Family group conference: written"))
def keep_conference(
    reach: Reach,
    /,
    item: AgendaItem,
    *,
    conference: FamilyConference,
    seen_version: int,
    agreed: bool | None,
    came: set[Any] | None = None,
    review_on: date | None = None,
    **texts: str,
) -> FamilyConference:
    """Keep what was told, whether the plan was agreed, and the day on which it is looked at again."""
    if conference.item_id != item.pk:
        raise Refused(_("This belongs to another meeting."))
    if agreed and not reach(FamilyStep).filter(item=item).exists():
        raise Refused(_("A plan without a step is none. Write down the first step of the family's plan."))
    if review_on and review_on < item.meeting.day:
        raise Refused(_("The day lies before the meeting."))
    save_over(conference, seen_version, agreed=agreed, review_on=review_on, **texts)
    if came is not None:
        note_who_came(reach, item, came)
    return conference


@action("meeting.private_time", may=drives_item, says=gettext_lazy("Family group conference: family time"))
def turn_private_time(
    reach: Reach, item: AgendaItem, *, conference: FamilyConference, seen_version: int
) -> FamilyConference:
    """The professionals go out, or come back in."""
    if item.meeting.state != MeetingState.RUNNING:
        raise Refused(_("The meeting has not begun yet."))
    now = timezone.now()
    if conference.private_began_at and not conference.private_ended_at:
        save_over(conference, seen_version, private_ended_at=now)
    else:
        save_over(conference, seen_version, private_began_at=now, private_ended_at=None)
    return conference


@action(
    "meeting.step_written", may=drives_item_also_after, says=gettext_lazy("Family group conference: step of the plan")
)
def write_step(reach: Reach, item: AgendaItem, *, what: str, who: str, due_on: date | None = None) -> FamilyStep:
    """One step of the family's own plan, in their words: what, who, by when."""
    if not who:
        raise Refused(_("Say who of the family does it."))
    made: FamilyStep = FamilyStep.objects.create(
        organisation=item.organisation, item=item, what=what, who=who, due_on=due_on
    )
    return made


@action(
    "meeting.step_reviewed", may=drives_item_also_after, says=gettext_lazy("Family group conference: how a step went")
)
def review_step(
    reach: Reach,
    item: AgendaItem,
    *,
    step: FamilyStep,
    outcome: str,
    on: date,
    outcome_words: str = "",
    seen_version: int,
) -> FamilyStep:
    """Write down how a step of the family's plan went, as the family says: done, partly, or not, on a day."""
    if step.item_id != item.pk:
        raise Refused(_("This belongs to another meeting."))
    if outcome not in StepOutcome.values or outcome == StepOutcome.OPEN:
        raise Refused(_("Say how the step went."))
    if on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."))
    if on < item.meeting.day:
        raise Refused(_("The day lies before the meeting."))
    done_on = on if outcome == StepOutcome.DONE else None
    save_over(step, seen_version, outcome=outcome, outcome_words=outcome_words, done_on=done_on)
    conference = FamilyConference._base_manager.filter(item=item)
    conference.filter(Q(reviewed_on=None) | Q(reviewed_on__lt=on)).update(reviewed_on=on)
    return step
