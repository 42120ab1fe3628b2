"""Who reaches the cases of an agenda, what is shared about them, and what was taken on."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, reaches, rule, walls_against, with_parent
from tilts.cases.policy.case import WORKERS
from tilts.meetings.models import (
    AgendaItem,
    CirclePerson,
    FamilyConference,
    FamilyStep,
    Meeting,
    MeetingAction,
    MeetingState,
    Research,
    Seat,
    SharedItem,
)
from tilts.meetings.opened import open_to
from tilts.meetings.policy.meeting import AT_TABLE, HELD, concludes, drives, is_guest, may_put_right
from tilts.sharing.policy.referrals import may_share_case

NOT_HERE = _("Your institution is not invited to this meeting.")


@in_folder(AgendaItem, key="case", zone="name")
def item_rows(reach: Reach, rows: Rows) -> Rows:
    """Cases on agendas whose names are open to one, for those at that table and those who work on the case."""
    at_table = Q(open_to(reach, "meeting_id", "name"))
    return rows.filter(at_table | Q(open_to(reach, "case_id", "services")))


@with_parent(Seat, key="item")
def seat_rows(reach: Reach, rows: Rows) -> Rows:
    """Who sits at a case that one may see on an agenda."""
    return rows


@with_parent(SharedItem, key="item")
def shared_rows(reach: Reach, rows: Rows) -> Rows:
    """What was shared about a case that one may see, for those at the table."""
    return rows.filter(Q(open_to(reach, "item__meeting_id", "name")))


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


with_parent(FamilyConference, key="item")


with_parent(CirclePerson, key="item")


with_parent(FamilyStep, key="item")


def case_of(reach: Reach, id: UUID, item: UUID | None = None, **_more: Any) -> UUID:
    """The file of the case that a page shows, for the trace; the meeting where it shows none."""
    found: UUID | None = reach(AgendaItem).filter(pk=item, meeting=id).order_by().values_list("case", flat=True).first()
    return found or id


def _is_over(item: Any) -> bool:
    return bool(item.meeting.state == MeetingState.CLOSED)


def drives_item(reach: Reach, record: Any = None, *, also_after: bool = False) -> Decision:
    """Who coordinates the meeting of a case, until it is over."""
    if record is None:
        return drives(reach)
    if not reach(AgendaItem).filter(pk=record.pk).exists():
        return Decision(False)
    return drives(reach, record.meeting, also_after=also_after)


def drives_item_also_after(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting of a case, also when it is over."""
    return drives_item(reach, record, also_after=True)


def may_act_for(reach: Reach, meeting: Meeting) -> bool:
    """Whether one sits at this table for one's institution."""
    return reach.is_one_of(*AT_TABLE) and reach.zones(meeting.folder_id).name >= 1


def at_table(reach: Reach, record: Any = None) -> Decision:
    """Those at the table of a meeting that is not over, to whom the case is open."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    if not may_act_for(reach, record.meeting) or not reach(AgendaItem).filter(pk=record.pk).exists():
        return Decision(False, NOT_HERE)
    return Decision(not _is_over(record), HELD)


def may_conclude(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting concludes a case; others at the table, to whom it is open, read who does."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE) or is_guest(reach))
    if not reach(AgendaItem).filter(pk=record.pk).exists():
        return Decision(False, NOT_HERE)
    return concludes(reach, record.meeting)


@rule("meeting.about_case", says=_("Meeting about a case: looked"))
def may_call_about(reach: Reach, record: Any = None) -> Decision:
    """Those who write the plan and services of an open case of their own organisation call a meeting about it."""
    return may_refer(reach, record)


def may_put_item_right(reach: Reach, record: Any = None) -> Decision:
    """Who may put the meeting right, who referred the case, and a supervisor where it was referred, if they see it."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    if not reach(AgendaItem).filter(pk=record.pk).exists():
        return Decision(False)
    mine = reach.user is not None and record.referred_by_id == reach.user.pk and reach.is_one_of(*AT_TABLE)
    own = record.referred_by_unit_id == getattr(reach.organisation, "pk", None)
    return (
        Decision(True) if mine or (own and reach.is_one_of(Role.SUPERVISOR)) else may_put_right(reach, record.meeting)
    )


def may_invite(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting; about one case, who arranges that case too: people from outside only they invite."""
    allowed = drives(reach, record)
    if allowed or record is None or not record.is_about_one_case or record.state == MeetingState.CLOSED:
        return allowed
    item = reach(AgendaItem).filter(meeting=record).select_related("case__folder").first()
    return Decision(True) if item and may_share_case(reach, item.case) else allowed


def may_refer(reach: Reach, record: Any = None) -> Decision:
    """Those who write the plan and services of an open case of their own organisation refer it to a meeting."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if record.closed_on:
        return Decision(False, _("This case is closed."))
    own = record.organisation_id == getattr(reach.organisation, "pk", None)
    return Decision(own and reach.is_one_of(*WORKERS) and reach.zones(record.folder_id).services == 2)


def may_change_item(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting, and who referred the case, change what the agenda says of it."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    if _is_over(record):
        return Decision(False, HELD)
    referred = reach.user is not None and record.referred_by_id == reach.user.pk
    seen = reach(AgendaItem).filter(pk=record.pk).exists()
    return Decision(seen and (referred or bool(drives(reach, record.meeting))))


def may_say_told(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting, and those who work on the case, write down that she was told the result."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    works = reach.is_one_of(*WORKERS) and reach.zones(record.case_id).services == 2
    return Decision(works or bool(drives_item(reach, record, also_after=True)))


@rule("meeting.research_read", says=_("Research for a meeting: looked"))
def may_read_research(reach: Reach, record: Any = None) -> Decision:
    """Those at the table read and write what their own institution found, nobody another's; guests have none."""
    return at_table(reach, record)


def own_research(reach: Reach, record: Any = None) -> Decision:
    """Those at the table, for what their own institution found, until the meeting is over."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    mine = record.organisation_id == getattr(reach.organisation, "pk", None)
    return at_table(reach, record.item) if mine else Decision(False, NOT_HERE)


def may_set_repeat(reach: Reach, record: Any = None) -> Decision:
    """Those at the table of a meeting to whom the case is open; once it is over, who may put the case there right."""
    if record is not None and _is_over(record) and (righted := may_put_item_right(reach, record)):
        return righted
    return at_table(reach, record)  # to whoever sat there and may not it says that the meeting is over


def at_meeting(reach: Reach, record: Any = None) -> Decision:
    """Those at the table of a meeting that is not over."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    if not may_act_for(reach, record):
        return Decision(False, NOT_HERE)
    return Decision(record.state != MeetingState.CLOSED, HELD)


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


def may_change_action(reach: Reach, record: Any = None) -> Decision:
    """The institution that took an action on, and the coordinator, write it down better before the meeting is over."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    return _written_here(reach, record, record.meeting, record.owner_id)


def may_withdraw_shared(reach: Reach, record: Any = None) -> Decision:
    """The institution that said it, and the coordinator, take it off the table before the meeting is over."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE))
    return _written_here(reach, record, record.item.meeting, record.unit_id)
