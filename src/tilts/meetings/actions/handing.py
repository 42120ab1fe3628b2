"""Another colleague drives a meeting: who drove it is ill, on leave, or works here no more."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, let_in, save_over
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_grants
from tilts.access.models import Grant, GrantKind, User
from tilts.access.reach import Reach, Refused, unscoped
from tilts.access.telling import tell
from tilts.meetings.actions.meeting import check_independent
from tilts.meetings.models import AgendaItem, Meeting
from tilts.meetings.policy import who_may_drive
from tilts.meetings.policy.meeting import may_hand_over
from tilts.meetings.seats import AT_TABLE, COORDINATOR, REASON, coordinator_days, items_of, until


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
    theirs = [item.seats.pop(COORDINATOR) for item in items if COORDINATOR in item.seats]
    run = Q(folder=meeting.folder_id, to_user=before, kind=GrantKind.ASSIGNED)
    end_grants(Grant.objects.filter(run | Q(pk__in=theirs)))
    let_in(reach, meeting.folder, GrantKind.ASSIGNED, basis=AT_TABLE, to_user=to, at=meeting.organisation)
    _seat_at(reach, meeting, items, to)
    tell([to], "meeting.handed_over", path=f"/meetings/{meeting.pk}/")
    return meeting


def _seat_at(reach: Reach, meeting: Meeting, items: list[AgendaItem], to: User) -> None:
    """Into the cases for as long as whoever drives the meeting sees them; none where that time is over."""
    ends = until(meeting, coordinator_days(meeting))
    if ends > timezone.now():
        for item in items:
            folder, at = item.case.folder, meeting.organisation
            grant = let_in(reach, folder, GrantKind.MEETING, basis=AT_TABLE, to_user=to, at=at, ends=ends)
            item.seats[COORDINATOR] = str(grant.pk)
    with acting(JOB):
        unscoped(AgendaItem, reason=REASON).bulk_update(items, ["seats"])
