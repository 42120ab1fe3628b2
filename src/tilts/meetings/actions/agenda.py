"""Cases on an agenda: refer, change, talk about, conclude."""

from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_what_follows
from tilts.access.reach import Reach, Refused, unscoped
from tilts.cases.actions import DUTY
from tilts.cases.models import Case, Party, PartyRole
from tilts.directory.models import Agreement
from tilts.meetings.models import (
    LAWS,
    TAKES_CASES,
    AgendaItem,
    Basis,
    Criterion,
    Meeting,
    MeetingKind,
    MeetingState,
    RepeatRule,
)
from tilts.meetings.policy.agenda import (
    drives_item,
    may_change_item,
    may_conclude,
    may_refer,
    may_say_told,
    may_set_repeat,
)
from tilts.meetings.repeats import flagged_until, is_repeat
from tilts.meetings.seats import REASON, invitations_of, let_to_table, seat, seat_coordinator
from tilts.people.actions import refuse_if_restricted
from tilts.people.models import SamePerson


@action("meeting.item_referred", may=may_refer, says=gettext_lazy("Meeting: case referred"))
def refer_case(
    reach: Reach, /, case: Case, *, meeting: Meeting, criteria: list[str], basis: str, **facts: Any
) -> AgendaItem:
    """Refer a case to a meeting of institutions: why, and on which basis; consent alone is none.

    Where a law calls for such a table, that law is the basis and no other need be named.

    Refused in a sentence: without a criterion, without a reason where it is a judgement, on no basis, a case that is
    restricted to named people or whose data may only be kept.
    """
    if meeting.kind not in TAKES_CASES:
        raise Refused(_("Cases are not referred to this meeting. A monitoring meeting talks of issues."))
    if meeting.state == MeetingState.CLOSED:
        raise Refused(_("This meeting is over. Refer the case to the next one."))
    _check_reasons(meeting.kind, criteria, basis, facts)
    if basis == Basis.AGREEMENT:
        facts["agreement"] = _agreement_for(reach, meeting)
    item = put_on_agenda(reach, meeting, case, criteria=criteria, basis=basis, **facts)
    _let_referrer_in(reach, meeting)
    seat(reach, meeting)
    item.refresh_from_db()
    return item


def _check_reasons(kind: str, criteria: list[str], basis: str, facts: dict[str, Any]) -> None:
    if basis not in Basis.values:
        raise Refused(_("Consent alone does not open a case to a meeting. It takes a law or a signed agreement."))
    if basis == Basis.LAW and kind not in LAWS and not facts.get("basis_words"):
        raise Refused(_("Name the law and why sharing is needed."))
    if not criteria:
        raise Refused(_("Say why the case comes to the meeting."))
    if Criterion.JUDGEMENT in criteria and not facts.get("why"):
        raise Refused(_("A professional judgement needs its reason in words."))


def _agreement_for(reach: Reach, meeting: Meeting) -> Agreement:
    """The signed agreement on meetings, with whoever convenes this one, or any where one convenes it oneself."""
    rows = reach(Agreement).in_force(meeting.day).filter(organisation=reach.organisation, for_meetings=True)
    if meeting.organisation_id != getattr(reach.organisation, "pk", None):
        rows = rows.filter(with_organisation=meeting.organisation)
    found: Agreement | None = rows.first()
    if found is None:
        raise Refused(_("No signed agreement on meetings is on record. Record it among the partners, or name the law."))
    return found


def put_on_agenda(reach: Reach, meeting: Meeting, case: Case, *, basis: str, **facts: Any) -> AgendaItem:
    """Write a case on an agenda and let the coordinator into it (part of a wider action)."""
    if case.folder.restricted and not meeting.is_about_one_case:
        raise Refused(_("This case is restricted to named people. It cannot be opened to institutions."))
    refuse_if_restricted(case.folder_id)
    number, last = _place(meeting, case)
    today = timezone.localdate()
    item: AgendaItem = AgendaItem.objects.create(
        organisation=meeting.organisation,
        meeting=meeting,
        case=case,
        kind=meeting.kind,
        day=meeting.day,
        number=number,
        basis=basis,
        referred_by=reach.user,
        referred_by_unit=reach.organisation or case.organisation,
        referred_on=min(today, meeting.day),
        last_referred_on=last,
        **facts,
    )
    # whoever drives the meeting sees what is on its agenda from the referral on
    if meeting.coordinator_id != getattr(reach.user, "pk", None) or not reach.zones(case.folder_id).name:
        seat_coordinator(reach, item, meeting, DUTY)
    return item


def _same_client(meeting: Meeting, case: Case) -> Q:
    """The case; and other cases of the same client, also of another office, at the tables of whoever convenes this one.

    A woman who comes back is the same woman, whatever the number of her file.
    """
    clients = Party._base_manager.filter(role=PartyRole.CLIENT, voided_at=None)
    hers = set(clients.filter(case=case).values_list("person", flat=True))
    links = SamePerson._base_manager.filter(Q(person__in=hers) | Q(other__in=hers), voided_at=None)
    hers |= {one for pair in links.values_list("person", "other") for one in pair}
    cases = clients.filter(person__in=hers).values("case")
    return Q(case=case) | Q(case__in=cases, meeting__organisation=meeting.organisation_id)


def _place(meeting: Meeting, case: Case) -> tuple[int, date | None]:
    """The next number on the agenda, and the day of the last referral to an earlier conference."""
    with acting(JOB):
        Meeting._base_manager.select_for_update(of=("self",)).get(pk=meeting.pk)
        rows = unscoped(AgendaItem, reason=REASON).filter(voided_at=None)
        here = rows.filter(meeting=meeting)
        earlier = rows.filter(
            _same_client(meeting, case), meeting__kind=MeetingKind.MARAC, meeting__day__lt=meeting.day
        )
        last = earlier.aggregate(last=Max("referred_on"))["last"]
        return (here.aggregate(last=Max("number"))["last"] or 0) + 1, last


def _let_referrer_in(reach: Reach, meeting: Meeting) -> None:
    """Who referred a case sits at the table when it is talked about."""
    if reach.user is None or reach.organisation is None or reach.zones(meeting.folder_id).name:
        return
    to = {"to_user": reach.user, "at": reach.organisation}
    let_to_table(reach, meeting.folder, meeting, to, because=meeting)
    for one in invitations_of(meeting):
        if one.unit == reach.organisation and one.papers:
            let_to_table(reach, one.papers, meeting, to, because=meeting)
            return


@action("meeting.item_changed", may=may_change_item, says=gettext_lazy("Meeting: case on the agenda changed"))
def change_item(reach: Reach, /, item: AgendaItem, *, seen_version: int, **facts: Any) -> AgendaItem:
    """Change what the agenda says of a case; who writes second is told (`Stale`)."""
    save_over(item, seen_version, **facts)
    return item


@action("meeting.item_withdrawn", may=may_change_item, says=gettext_lazy("Meeting: case taken off the agenda"))
def withdraw_item(reach: Reach, item: AgendaItem, *, why: str, seen_version: int) -> AgendaItem:
    """Take a case off the agenda: those who were let in for this meeting no longer see it."""
    if item.began_at:
        raise Refused(_("This case was talked about already. It stays on the agenda."))
    if item.meeting.is_about_one_case:
        raise Refused(_("The meeting is about this case. Cancel the meeting instead."))
    save_over(item, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
    end_what_follows(reach, item)
    return item


@action("meeting.item_begun", may=drives_item, says=gettext_lazy("Meeting: case called"))
def begin_item(reach: Reach, item: AgendaItem) -> AgendaItem:
    """Call a case: its clock begins, that of the case before it stops.

    The clock is no text: it takes no version, so nobody who writes at that moment is told that somebody was faster.
    """
    if item.meeting.state != MeetingState.RUNNING:
        raise Refused(_("The meeting has not begun yet."))
    now = timezone.now()
    with acting(JOB):
        rows = unscoped(AgendaItem, reason=REASON).filter(meeting=item.meeting_id, voided_at=None)
        rows.filter(began_at__isnull=False, ended_at=None).exclude(pk=item.pk).update(ended_at=now)
        rows.filter(Q(began_at=None) | Q(ended_at__isnull=False), pk=item.pk).update(began_at=now, ended_at=None)
    item.refresh_from_db()
    return item


@action("meeting.item_ended", may=drives_item, says=gettext_lazy("Meeting: case talked about"))
def end_item(reach: Reach, item: AgendaItem) -> AgendaItem:
    """A case was talked about: its clock stops, and from now on it is flagged; a clock that stands is left alone."""
    if not item.began_at:
        raise Refused(_("This case was not called yet."))
    flag = flagged_until(item.referred_on) if item.meeting.kind == MeetingKind.MARAC else None
    AgendaItem._base_manager.filter(pk=item.pk, ended_at=None).update(ended_at=timezone.now(), flag_until=flag)
    item.refresh_from_db()
    return item


@action("meeting.item_concluded", may=may_conclude, says=gettext_lazy("Meeting: case concluded"))
def conclude(reach: Reach, item: AgendaItem, *, conclusion: str, seen_version: int) -> AgendaItem:
    """Write down what was concluded on a case, and by whom; who writes second is told (`Stale`) and keeps the text."""
    save_over(item, seen_version, conclusion=conclusion, concluded_by=reach.user, concluded_at=timezone.now())
    return item


@action("meeting.repeat_set", may=may_set_repeat, says=gettext_lazy("Meeting: repeat or not"))
def set_repeat(
    reach: Reach,
    item: AgendaItem,
    *,
    rule: str,
    incident_on: date | None,
    seen_version: int,
    same_pair: bool = False,
    would_be_crime: bool = False,
) -> AgendaItem:
    """Find out whether an incident makes the case a repeat, by the definition that was chosen; the rule is kept."""
    if rule not in RepeatRule.values:
        raise Refused(_("Choose the definition."))
    if incident_on and incident_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."))
    found = is_repeat(rule, item.last_referred_on, incident_on, same_pair=same_pair, crime=would_be_crime)
    judged = {"same_pair": same_pair, "would_be_crime": would_be_crime}
    save_over(item, seen_version, repeat_rule=rule, incident_on=incident_on, is_repeat=found, **judged)
    return item


@action("meeting.result_told", may=may_say_told, says=gettext_lazy("Meeting: result told to the person"))
def say_told(reach: Reach, item: AgendaItem, *, told_on: date, seen_version: int) -> AgendaItem:
    """She was told the result, safely."""
    if told_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."))
    save_over(item, seen_version, told_on=told_on)
    return item
