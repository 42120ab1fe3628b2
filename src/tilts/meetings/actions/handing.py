"""Another colleague drives a meeting: who drove it is ill, on leave, or works here no more."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, let_in, save_over
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_grants, end_what_follows
from tilts.access.models import Grant, GrantKind, User
from tilts.access.reach import Reach, Refused
from tilts.meetings.actions.inviting import hand_seat_over
from tilts.meetings.actions.meeting import check_independent
from tilts.meetings.models import Meeting, Seat
from tilts.meetings.policy import who_may_drive
from tilts.meetings.policy.meeting import may_hand_over
from tilts.meetings.seats import AT_TABLE, items_of, seat_coordinator
from tilts.post.telling import tell


@action("meeting.handed_over", may=may_hand_over, says=gettext_lazy("Meeting: handed over"))
def hand_meeting_over(reach: Reach, meeting: Meeting, *, to: User, seen_version: int) -> Meeting:
    """A colleague drives the meeting from now on and sees its cases; who drove it before no longer does.

    Refused in a sentence: who may not call such a meeting together, who works on the family's case, and before whom
    a wall stands in one of its cases.
    """
    before = meeting.coordinator
    if to.pk == before.pk:
        raise Refused(_("This colleague coordinates the meeting already."))
    if not who_may_drive(meeting).filter(pk=to.pk).exists():
        raise Refused(_("Choose a colleague who may call such a meeting together."))
    items = items_of(meeting)
    for item in items:
        check_independent(meeting.kind, item.case, to)
    save_over(meeting, seen_version, coordinator=to)
    end_grants(Grant.objects.filter(folder=meeting.folder_id, to_user=before, kind=GrantKind.ASSIGNED))
    with acting(JOB):
        theirs = list(Seat.objects.filter(item__meeting=meeting, invitation=None))
    end_what_follows(reach, *theirs)
    at = meeting.organisation
    let_in(reach, meeting.folder, GrantKind.ASSIGNED, basis=AT_TABLE, because=None, to_user=to, at=at)
    for item in items:
        seat_coordinator(reach, item, meeting, AT_TABLE)
    hand_seat_over(reach, meeting, before)
    tell([to], "meeting.handed_over", about=meeting.pk, path=f"/meetings/{meeting.pk}/")
    return meeting
