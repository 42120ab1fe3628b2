"""Who knows of a meeting and who drives it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.colleagues import colleagues
from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, in_folder, rule, with_parent
from tilts.meetings.models import (
    CALLED_BY,
    CALLERS,
    OF_INSTITUTIONS,
    GuestPass,
    Invitation,
    Issue,
    Meeting,
    MeetingAttribution,
    MeetingState,
)
from tilts.meetings.words import NOT_YET

ARRANGING = (Role.COORDINATOR, Role.SUPERVISOR, Role.CASE_WORKER, Role.SPECIALIST)
AT_TABLE = (*ARRANGING, Role.PARTICIPANT, Role.POLICE)
CONVENING = (Role.COORDINATOR, Role.SUPERVISOR)
"""Who calls institutions together; about one case alone, whoever works on cases does."""
HELD = _("This meeting is over. What was written stays.")
ONLY_HOST = _("Only who coordinates the meeting writes down what was concluded. Say it at the table.")


in_folder(Meeting, key="folder", zone="admin")


in_folder(Invitation, key="meeting", zone="admin")


in_folder(Issue, key="meeting", zone="name")


in_folder(GuestPass, key="meeting", zone="codes")


with_parent(MeetingAttribution, key="act")


def drives(reach: Reach, record: Any = None, *, also_after: bool = False) -> Decision:
    """Who coordinates the meeting, until it is over."""
    if record is None or not reach.is_one_of(*ARRANGING):
        return Decision(reach.is_one_of(*ARRANGING))
    if reach.zones(record.folder_id).admin < 2:
        return Decision(False, _("Only who coordinates the meeting may do this."))
    closed = record.state == MeetingState.CLOSED and not also_after
    return Decision(not closed, HELD)


def may_put_right(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting, and a supervisor of the institution that convenes it, also when it is over."""
    here = record is not None and record.organisation_id == getattr(reach.organisation, "pk", None)
    if here and reach.is_one_of(Role.SUPERVISOR) and reach.zones(record.folder_id).admin:
        return Decision(True)
    return drives(reach, record, also_after=True)


def drives_its_meeting(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting to which it belongs, until that is over."""
    return drives(reach, record.meeting if record is not None else None)


def concludes(reach: Reach, meeting: Meeting) -> Decision:
    """Who coordinates a meeting, until it is over; to everybody else it says who does."""
    if meeting.state == MeetingState.CLOSED:
        return Decision(False, HELD)
    return Decision(bool(drives(reach, meeting)), ONLY_HOST)


def may_conclude_issue(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates the meeting of an issue concludes it; others at the table read who does."""
    if record is None:
        return Decision(reach.is_one_of(*AT_TABLE) or is_guest(reach))
    return concludes(reach, record.meeting)


def is_guest(reach: Reach) -> bool:
    """Whether a pass for one meeting signed this actor in."""
    return reach.user is not None and reach.user.guest


@rule("meetings.read", says=_("Meetings: looked"))
def may_read_meetings(reach: Reach, record: Any = None) -> Decision:
    """Those who sit at tables of institutions see the meetings they are invited to; a guest, the one of the pass."""
    return Decision(reach.is_one_of(*AT_TABLE) or is_guest(reach))


@rule("meetings.now_read", says=_("Meeting: clock"))
def may_read_now(reach: Reach, record: Any = None) -> Decision:
    """Those who see a meeting see which point is talked about and how long it has taken; no client is in it."""
    return Decision(reach.is_one_of(*AT_TABLE) or is_guest(reach))


def may_convene(reach: Reach, kind: str) -> Decision:
    """Whether one's role calls this kind of meeting together."""
    roles = CONVENING if kind in OF_INSTITUTIONS else ARRANGING
    if kind in CALLED_BY and getattr(reach.organisation, "kind", "") not in CALLED_BY[kind]:
        return Decision(False, CALLERS[kind])
    return Decision(reach.is_one_of(*roles), _("A coordinator or a supervisor calls institutions together."))


def may_call(reach: Reach) -> list[str]:
    """The kinds of meetings of institutions that one calls together; none that one may not."""
    return [kind for kind in OF_INSTITUTIONS if may_convene(reach, kind)]


def who_may_drive(meeting: Meeting) -> Any:
    """The colleagues of whoever convenes this meeting who may call such a one together."""
    return colleagues(meeting.organisation, *(CONVENING if meeting.kind in OF_INSTITUTIONS else ARRANGING))


def may_hand_over(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting, and a supervisor of the institution that convenes it, give it to a colleague."""
    if record is None or record.organisation_id != getattr(reach.organisation, "pk", None):
        return Decision(record is None and reach.is_one_of(*ARRANGING))
    if reach.is_one_of(Role.SUPERVISOR) and reach.zones(record.folder_id).admin:
        return Decision(record.state != MeetingState.CLOSED, HELD)
    return drives(reach, record)


def may_end_pass(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting ends a guest's pass."""
    return drives(reach, record.meeting if record is not None else None, also_after=True)


def may_enter_by_pass(reach: Reach, record: Any = None) -> Decision:
    """A guest enters by the pass of their own; nobody by another's."""
    return Decision(record is not None and reach.user is not None and record.user_id == reach.user.pk)


@rule("meeting.minutes_read", says=_("Minutes: looked"))
def may_read_minutes(reach: Reach, record: Any = None) -> Decision:
    """Those who sit at the table, not guests, read the minutes: of the cases that are open to them."""
    return Decision(reach.is_one_of(*AT_TABLE))


def seat_of(reach: Reach, meeting: Meeting) -> Invitation | None:
    """The seat on which one sat at a meeting for one's institution, unless it did not come."""
    theirs = Q(colleague=reach.user) | Q(colleague=None, unit=reach.organisation, role=reach.role)
    rows = reach(Invitation).filter(theirs, meeting=meeting, unit__isnull=False).exclude(came=False)
    found: Invitation | None = rows.select_related("signed_by").order_by("colleague", "pk").first()
    return found


def may_sign(reach: Reach, record: Any = None) -> Decision:
    """Those who sat at a meeting confirm its minutes for their institution, once it is over."""
    if record is None or not reach.is_one_of(*AT_TABLE):
        return Decision(reach.is_one_of(*AT_TABLE))
    if record.state != MeetingState.CLOSED:
        return Decision(False, NOT_YET)
    return Decision(seat_of(reach, record) is not None, _("Minutes are confirmed by those who sat at the table."))


@rule("meeting.minutes_taken", says=_("Minutes: taken out as a file"))
def may_take_minutes(reach: Reach, record: Any = None) -> Decision:
    """Who coordinates a meeting takes its minutes out as a file, to be signed."""
    return drives(reach, record, also_after=True)
