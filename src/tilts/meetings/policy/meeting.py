"""Who knows of a meeting and who drives it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.models import OrganisationKind, Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, with_parent
from tilts.access.telling import colleagues
from tilts.meetings.models import (
    OF_INSTITUTIONS,
    GuestPass,
    Invitation,
    Issue,
    Meeting,
    MeetingAttribution,
    MeetingKind,
    MeetingState,
)

ARRANGING = (Role.COORDINATOR, Role.SUPERVISOR, Role.CASE_WORKER, Role.SPECIALIST)
AT_TABLE = (*ARRANGING, Role.PARTICIPANT, Role.POLICE)
CONVENING = (Role.COORDINATOR, Role.SUPERVISOR)
"""Who calls institutions together; about one case alone, whoever works on cases does."""
HELD = _("This meeting is over. What was written stays.")


@in_folder(Meeting, key="folder", zone="admin")
def meeting_rows(reach: Reach, rows: Rows) -> Rows:
    """Meetings of one's own institution, and those to which it, or oneself, is invited: when and where, no client."""
    return rows


@in_folder(Invitation, key="meeting", zone="admin")
def invitation_rows(reach: Reach, rows: Rows) -> Rows:
    """Who is invited to a meeting that one knows of."""
    return rows


@in_folder(Issue, key="meeting", zone="name")
def issue_rows(reach: Reach, rows: Rows) -> Rows:
    """The issues of a monitoring meeting, for those at the table."""
    return rows


@in_folder(GuestPass, key="meeting", zone="codes")
def pass_rows(reach: Reach, rows: Rows) -> Rows:
    """The passes of a meeting, for whoever drives it: of link and code only hashes."""
    return rows


@with_parent(MeetingAttribution, key="act")
def attribution_rows(reach: Reach, rows: Rows) -> Rows:
    """Which project pays for a meeting that one knows of."""
    return rows


def drives(reach: Reach, record: Any = None, *, also_after: bool = False) -> Decision:
    """Whether one coordinates the meeting; without one, whether one's role ever does."""
    if record is None or not reach.is_one_of(*ARRANGING):
        return Decision(reach.is_one_of(*ARRANGING))
    if reach.zones(record.folder_id).admin < 2:
        return Decision(False, _("Only who coordinates the meeting may do this."))
    closed = record.state == MeetingState.CLOSED and not also_after
    return Decision(not closed, HELD)


def is_guest(reach: Reach) -> bool:
    """Whether a pass for one meeting signed this actor in."""
    return reach.user is not None and reach.user.guest


@rule("meetings.read")
def may_read_meetings(reach: Reach, record: Any = None) -> Decision:
    """Those who sit at tables of institutions see the meetings they are invited to; a guest, the one of the pass."""
    return Decision(reach.is_one_of(*AT_TABLE) or is_guest(reach))


@rule("meetings.now_read")
def may_read_now(reach: Reach, record: Any = None) -> Decision:
    """Those who see a meeting see which point is talked about and how long it has taken; no client is in it."""
    return Decision(reach.is_one_of(*AT_TABLE) or is_guest(reach))


@rule("meeting.planned")
def may_plan(reach: Reach, record: Any = None) -> Decision:
    """Coordinators and supervisors call institutions together; whoever works on a case, a meeting about that case."""
    return Decision(reach.is_one_of(*ARRANGING))


def may_convene(reach: Reach, kind: str) -> Decision:
    """Whether one's role calls this kind of meeting together."""
    roles = CONVENING if kind in OF_INSTITUTIONS else ARRANGING
    if kind == MeetingKind.PROBATION and getattr(reach.organisation, "kind", "") != OrganisationKind.PROBATION:
        return Decision(False, _("The State Probation Service calls this meeting together."))
    return Decision(reach.is_one_of(*roles), _("A coordinator or a supervisor calls institutions together."))


@rule("meeting.changed")
def may_change(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting moves it and changes what is said of it, until it is over."""
    return drives(reach, record)


def who_may_drive(meeting: Meeting) -> Any:
    """The colleagues of whoever convenes this meeting who may call such a one together."""
    return colleagues(meeting.organisation, *(CONVENING if meeting.kind in OF_INSTITUTIONS else ARRANGING))


@rule("meeting.handed_over")
def may_hand_over(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting, and a supervisor of the institution that convenes it, give it to a colleague."""
    if record is None or record.organisation_id != getattr(reach.organisation, "pk", None):
        return Decision(record is None and reach.is_one_of(*ARRANGING))
    if reach.is_one_of(Role.SUPERVISOR) and reach.zones(record.folder_id).admin:
        return Decision(record.state != MeetingState.CLOSED, HELD)
    return drives(reach, record)


@rule("meeting.cancelled")
def may_cancel(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting that has not begun cancels it."""
    return drives(reach, record)


@rule("meeting.invited")
def may_invite(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting invites institutions, until it is over."""
    return drives(reach, record)


@rule("meeting.uninvited")
def may_uninvite(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting takes an invitation back, until it is over."""
    return drives(reach, record)


@rule("meeting.attended")
def may_note_attendance(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting writes down which institutions came, also afterwards."""
    return drives(reach, record, also_after=True)


@rule("meeting.published")
def may_publish(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting publishes its agenda."""
    return drives(reach, record)


@rule("meeting.opened")
def may_open(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting opens it."""
    return drives(reach, record)


@rule("meeting.closed")
def may_close(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting closes it."""
    return drives(reach, record)


@rule("meeting.issue_written")
def may_write_issue(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a monitoring meeting writes its issues."""
    return drives(reach, record)


@rule("meeting.issue_changed")
def may_change_issue(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a monitoring meeting corrects its issues before it is over."""
    return drives(reach, record.meeting if record is not None else None)


@rule("meeting.issue_withdrawn")
def may_withdraw_issue(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a monitoring meeting takes an issue off its agenda before it is over."""
    return drives(reach, record.meeting if record is not None else None)


@rule("meeting.issue_concluded")
def may_conclude_issue(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a monitoring meeting writes down what was concluded on an issue."""
    return drives(reach, record.meeting if record is not None else None)


@rule("meeting.pass_given")
def may_give_pass(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting gives guests a pass to it."""
    return drives(reach, record)


@rule("meeting.pass_ended")
def may_end_pass(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting ends a guest's pass."""
    return drives(reach, record.meeting if record is not None else None, also_after=True)


@rule("meeting.pass_entered")
def may_enter_by_pass(reach: Reach, record: Any = None) -> Decision:
    """A guest enters by the pass of their own; nobody by another's."""
    return Decision(record is not None and reach.user is not None and record.user_id == reach.user.pk)


@rule("meeting.minutes_read")
def may_read_minutes(reach: Reach, record: Any = None) -> Decision:
    """Those who sit at the table, not guests, read the minutes: of the cases that are open to them."""
    return Decision(reach.is_one_of(*AT_TABLE))


@rule("meeting.minutes_taken")
def may_take_minutes(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting takes its minutes out as a file, to be signed."""
    return drives(reach, record, also_after=True)
