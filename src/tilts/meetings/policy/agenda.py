"""Who reaches the cases of an agenda, what is shared about them, and what was taken on."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.opened import OpenTo
from tilts.access.reach import Decision, Reach, Rows, in_folder, reaches, rule, walls_against, with_parent
from tilts.cases.policy import WORKERS
from tilts.meetings.models import (
    AgendaItem,
    CirclePerson,
    FamilyConference,
    FamilyStep,
    Meeting,
    MeetingAction,
    MeetingState,
    Research,
    SharedItem,
)
from tilts.meetings.policy.meeting import AT_TABLE, HELD, drives

NOT_HERE = _("Your institution is not invited to this meeting.")


def _open_to(reach: Reach, folder: str, zone: str) -> OpenTo:
    organisation = reach.organisation.pk if reach.organisation else None
    return OpenTo(folder, zone, user=reach.user.pk if reach.user else None, organisation=organisation, role=reach.role)


@in_folder(AgendaItem, key="case", zone="name")
def item_rows(reach: Reach, rows: Rows) -> Rows:
    """Cases on agendas whose names are open to one, for those at that table and those who work on the case."""
    at_table = Q(_open_to(reach, "meeting_id", "name"))
    return rows.filter(at_table | Q(_open_to(reach, "case_id", "services")))


@with_parent(SharedItem, key="item")
def shared_rows(reach: Reach, rows: Rows) -> Rows:
    """What was shared about a case that one may see, for those at the table."""
    return rows.filter(Q(_open_to(reach, "item__meeting_id", "name")))


@in_folder(MeetingAction, key="meeting", zone="name")
def action_rows(reach: Reach, rows: Rows) -> Rows:
    """What was taken on at a table of one's own: about issues, about cases open to one, and by one's institution.

    Never about a case from which a wall keeps one out.
    """
    walled = walls_against(reach).filter(folder=OuterRef("item__case"))
    seen = Q(item=None) | Q(reaches(reach, AgendaItem, "item"))
    return rows.filter(seen | Q(owner=reach.organisation, owner__isnull=False)).filter(~Exists(walled))


@in_folder(Research, key="papers", zone="name")
def research_rows(reach: Reach, rows: Rows) -> Rows:
    """What one's own institution found about a case that is open to one; nobody else's."""
    mine = rows.filter(organisation=reach.organisation)
    return mine.filter(reaches(reach, AgendaItem, "item"))


@with_parent(FamilyConference, key="item")
def conference_rows(reach: Reach, rows: Rows) -> Rows:
    """The family group conference of an item that one may see."""
    return rows


@with_parent(CirclePerson, key="item")
def circle_rows(reach: Reach, rows: Rows) -> Rows:
    """Who is asked to a family group conference that one may see."""
    return rows


@with_parent(FamilyStep, key="item")
def step_rows(reach: Reach, rows: Rows) -> Rows:
    """The family's own plan of a conference that one may see."""
    return rows


def case_of(reach: Reach, id: UUID, item: UUID | None = None, **_more: Any) -> UUID:
    """The file of the case that a page shows, for the trace; the meeting where it shows none."""
    found: UUID | None = reach(AgendaItem).filter(pk=item, meeting=id).order_by().values_list("case", flat=True).first()
    return found or id


def _is_over(item: Any) -> bool:
    return bool(item.meeting.state == MeetingState.CLOSED)


def drives_item(reach: Reach, record: Any = None, *, also_after: bool = False) -> Decision:
    """Whether one coordinates the meeting of this item and may see its case."""
    if record is None:
        return drives(reach)
    if not reach(AgendaItem).filter(pk=record.pk).exists():
        return Decision(False)
    return drives(reach, record.meeting, also_after=also_after)


def may_act_for(reach: Reach, meeting: Meeting) -> bool:
    """Whether one sits at this table for one's institution."""
    return reach.is_one_of(*AT_TABLE) and reach.zones(meeting.folder_id).name >= 1


def _at_table(reach: Reach, record: Any = None) -> Decision:
    """At the table of an item's meeting, before it is over, with the case open to one."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    if not may_act_for(reach, record.meeting) or not reach(AgendaItem).filter(pk=record.pk).exists():
        return Decision(False, NOT_HERE)
    return Decision(not _is_over(record), HELD)


@rule("meeting.item_referred")
def may_refer(reach: Reach, record: Any = None) -> Decision:
    """Those who write the plan and services of an open case of their own organisation refer it to a meeting."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if record.closed_on:
        return Decision(False, _("This case is closed."))
    own = record.organisation_id == getattr(reach.organisation, "pk", None)
    return Decision(own and reach.is_one_of(*WORKERS) and reach.zones(record.folder_id).services == 2)


@rule("meeting.item_changed")
def may_change_item(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting, and who referred the case, change what the agenda says of it."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    if _is_over(record):
        return Decision(False, HELD)
    referred = reach.user is not None and record.referred_by_id == reach.user.pk
    seen = reach(AgendaItem).filter(pk=record.pk).exists()
    return Decision(seen and (referred or bool(drives(reach, record.meeting))))


@rule("meeting.item_concluded")
def may_conclude(reach: Reach, record: Any = None) -> Decision:
    """Those at the table write down together what was concluded on a case."""
    return _at_table(reach, record)


@rule("meeting.item_withdrawn")
def may_withdraw(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting, and who referred the case, take it off the agenda."""
    return may_change_item(reach, record=record)


@rule("meeting.item_begun")
def may_begin_item(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting calls the next case."""
    return drives_item(reach, record)


@rule("meeting.item_ended")
def may_end_item(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting ends a case."""
    return drives_item(reach, record)


@rule("meeting.repeat_set")
def may_set_repeat(reach: Reach, record: Any = None) -> Decision:
    """Those at the table say which incident makes a case a repeat, and by which definition."""
    return _at_table(reach, record)


@rule("meeting.result_told")
def may_say_told(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting, and those who work on the case, write down that she was told the result."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    works = reach.is_one_of(*WORKERS) and reach.zones(record.case_id).services == 2
    return Decision(works or bool(drives_item(reach, record, also_after=True)))


@rule("meeting.research_read")
def may_read_research(reach: Reach, record: Any = None) -> Decision:
    """Those at the table read and write what their own institution found, nobody another's; guests have none."""
    return _at_table(reach, record)


@rule("meeting.researched")
def may_research(reach: Reach, record: Any = None) -> Decision:
    """Those at the table write down what their own institution found."""
    return _at_table(reach, record)


def _own_research(reach: Reach, record: Any = None) -> Decision:
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    mine = record.organisation_id == getattr(reach.organisation, "pk", None)
    return _at_table(reach, record.item) if mine else Decision(False, NOT_HERE)


@rule("meeting.research_changed")
def may_change_research(reach: Reach, record: Any = None) -> Decision:
    """Those at the table change what their own institution found, and decide whether it is shared."""
    return _own_research(reach, record)


@rule("meeting.research_shared")
def may_share_research(reach: Reach, record: Any = None) -> Decision:
    """Those at the table put what their own institution found on it."""
    return _own_research(reach, record)


@rule("meeting.item_shared")
def may_share(reach: Reach, record: Any = None) -> Decision:
    """Those at the table put on it what their institution says; the coordinator, what somebody outside said."""
    return _at_table(reach, record)


def _at_meeting(reach: Reach, record: Any = None) -> Decision:
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    if not may_act_for(reach, record):
        return Decision(False, NOT_HERE)
    return Decision(record.state != MeetingState.CLOSED, HELD)


@rule("meeting.action_set")
def may_set_action(reach: Reach, record: Any = None) -> Decision:
    """Those at the table take actions on, each for their own institution; the coordinator writes down anybody's."""
    return _at_meeting(reach, record)


@rule("meeting.action_done")
def may_finish_action(reach: Reach, record: Any = None) -> Decision:
    """The institution that took an action on, and the coordinator, write down that it is done."""
    if record is None or not reach.is_one_of(*AT_TABLE):
        return Decision(reach.is_one_of(*AT_TABLE))
    mine = record.owner_id is not None and record.owner_id == getattr(reach.organisation, "pk", None)
    seen = reach(MeetingAction).filter(pk=record.pk).exists()
    return Decision(seen and (mine or bool(drives(reach, record.meeting, also_after=True))))


def _written_here(reach: Reach, record: Any, meeting: Meeting, unit: UUID | None) -> Decision:
    """One's own institution's at a table that is not over; the coordinator, everybody's."""
    if not may_act_for(reach, meeting) or not reach(type(record)).filter(pk=record.pk).exists():
        return Decision(False, NOT_HERE)
    mine = unit is not None and unit == getattr(reach.organisation, "pk", None)
    if not mine and not drives(reach, meeting, also_after=True):
        return Decision(False)
    return Decision(meeting.state != MeetingState.CLOSED, HELD)


@rule("meeting.action_changed")
def may_change_action(reach: Reach, record: Any = None) -> Decision:
    """The institution that took an action on, and the coordinator, write it down better before the meeting is over."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    return _written_here(reach, record, record.meeting, record.owner_id)


@rule("meeting.action_withdrawn")
def may_withdraw_action(reach: Reach, record: Any = None) -> Decision:
    """The institution that took an action on, and the coordinator, take it out before the meeting is over."""
    return may_change_action(reach, record=record)


@rule("meeting.share_withdrawn")
def may_withdraw_shared(reach: Reach, record: Any = None) -> Decision:
    """The institution that said it, and the coordinator, take it off the table before the meeting is over."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    return _written_here(reach, record, record.item.meeting, record.unit_id)


@rule("meeting.action_chased")
def may_chase(reach: Reach, record: Any = None) -> Decision:
    """Nobody by hand: the machine's own job reminds institutions of what is overdue."""
    return Decision(False)


@rule("meeting.conference_kept")
def may_keep_conference(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a family group conference keeps its record, and the day of its review also afterwards."""
    return drives_item(reach, record, also_after=True)


@rule("meeting.private_time")
def may_keep_private_time(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a family group conference leaves the family alone, and comes back."""
    return drives_item(reach, record)


@rule("meeting.circle_joined")
def may_widen_circle(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a family group conference writes down who is asked to come, and who came."""
    return drives_item(reach, record, also_after=True)


@rule("meeting.step_written")
def may_write_step(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a family group conference writes the family's own plan, in their words."""
    return drives_item(reach, record, also_after=True)


@rule("meeting.step_reviewed")
def may_review_step(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a family group conference writes down with the family how each step of its plan went."""
    return drives_item(reach, record, also_after=True)
