"""What was counted of a meeting that was held is put right, or taken out."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_what_follows
from tilts.access.putting_right import is_put_right, put_right, take_out
from tilts.access.reach import Reach, Refused
from tilts.meetings.actions.meeting import note_attendance
from tilts.meetings.models import AgendaItem, Invitation, Meeting, MeetingAttribution, MeetingKind, MeetingState
from tilts.meetings.policy.agenda import may_put_item_right
from tilts.meetings.policy.meeting import may_put_right
from tilts.meetings.repeats import flagged_until
from tilts.meetings.seats import invitations_of, items_of, move_ends
from tilts.projects.charging import charge
from tilts.projects.models import Project


@action("meeting.corrected", may=may_put_right, says=gettext_lazy("Meeting: corrected"))
def correct_meeting(reach: Reach, /, meeting: Meeting, *, starts: datetime, seen_version: int, **facts: Any) -> str:
    """Put a meeting right that was held: its day, place, site and project, and those of all that is counted by it.

    What was counted before is kept beside it. Without `project` the one that paid goes on, where the day is its own.
    """
    _refuse_not_held(meeting)
    if starts > timezone.now():
        raise Refused(_("A meeting that was held cannot be in the future."), "starts")
    paid = [one for one in [facts.pop("project")] if one] if "project" in facts else None
    put_right(reach, meeting, seen_version, starts=starts, day=timezone.localdate(starts), **facts)
    with acting(JOB):
        for item in items_of(meeting):
            put_right(reach, item, item.version, day=meeting.day)
    move_ends(meeting)
    return charge(MeetingAttribution, meeting, meeting.day, to=paid, among=reach(Project))


def _refuse_not_held(meeting: Meeting) -> None:
    if meeting.state != MeetingState.CLOSED:
        raise Refused(_("This meeting was not held yet. Change or cancel it instead."))


@action("meeting.voided", may=may_put_right, says=gettext_lazy("Meeting: taken out"))
def void_meeting(reach: Reach, meeting: Meeting, *, why: str, seen_version: int) -> Meeting:
    """Take a meeting out that was held, and all that is counted by it; nobody who was invited sees its cases more."""
    _refuse_not_held(meeting)
    end_what_follows(reach, meeting)
    with acting(JOB):
        counted = (*items_of(meeting), *invitations_of(meeting))
        take_out(reach, meeting, seen_version, why=why)
        gone = {"voided_at": meeting.voided_at, "voided_by": reach.user, "voided_why": why}
        for one in counted:
            type(one)._base_manager.filter(pk=one.pk).update(**gone, version=one.version + 1)
    return meeting


@action("meeting.item_corrected", may=may_put_item_right, says=gettext_lazy("Meeting: case on the agenda corrected"))
def correct_item(reach: Reach, item: AgendaItem, *, talked_about: bool, seen_version: int) -> AgendaItem:
    """Put right whether a case was talked about at a meeting that was held; what was counted is kept beside it."""
    _refuse_not_held(item.meeting)
    began = (item.began_at or item.meeting.opened_at or item.meeting.starts) if talked_about else None
    ended = (item.ended_at or began) if talked_about else None
    flagged = flagged_until(item.referred_on) if talked_about and item.kind == MeetingKind.MARAC else None
    put_right(reach, item, seen_version, began_at=began, ended_at=ended, flag_until=flagged)
    return item


@action("meeting.item_voided", may=may_put_item_right, says=gettext_lazy("Meeting: case on the agenda taken out"))
def void_item(reach: Reach, item: AgendaItem, *, why: str, seen_version: int) -> AgendaItem:
    """Take a case out of a meeting that was held: it counts no more, and who was let in for it sees it no more."""
    _refuse_not_held(item.meeting)
    if item.meeting.is_about_one_case:
        raise Refused(_("The meeting is about this case. Take the meeting out instead."))
    end_what_follows(reach, item)
    take_out(reach, item, seen_version, why=why)
    return item


is_put_right(Meeting, corrected=(correct_meeting,), taken_out=(void_meeting,))
is_put_right(AgendaItem, corrected=(correct_meeting, correct_item), taken_out=(void_meeting, void_item))
is_put_right(Invitation, corrected=(correct_meeting, note_attendance), taken_out=(void_meeting, note_attendance))
