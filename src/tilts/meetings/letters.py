"""While letters about tables of institutions are true."""

from django.db.models import Q
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.reach import Reach, unscoped
from tilts.access.standing import is_walled
from tilts.cases.models import Case
from tilts.meetings.actions.doing import who_answers
from tilts.meetings.models import AgendaItem, Invitation, Meeting, MeetingAction, MeetingState
from tilts.post.models import Letter
from tilts.post.truth import true_while

WHY = "a letter about a meeting is asked whether it still holds"


@true_while("meeting.published")
def is_invited(reach: Reach, letter: Letter) -> bool:
    """It is still to come, was not cancelled, and the reader's invitation was not taken back."""
    coming = reach(Meeting).filter(pk=letter.about, state=MeetingState.PUBLISHED, starts__gt=timezone.now())
    theirs = Q(colleague=reach.user) | Q(colleague=None, unit=reach.organisation, role=reach.role)
    return bool(coming.exists() and reach(Invitation).filter(theirs, meeting=letter.about).exists())


@true_while("meeting.handed_over")
def coordinates(reach: Reach, letter: Letter) -> bool:
    """The reader coordinates it, and it was neither held nor cancelled."""
    return bool(reach(Meeting).coming().filter(pk=letter.about, coordinator=reach.user).exists())


@true_while("meeting.outside")
def sits_there(reach: Reach, letter: Letter) -> bool:
    """The invitation was not taken back, the meeting not cancelled, and the reader still leads the case."""
    with acting(JOB):
        invited = unscoped(Invitation, reason=WHY).filter(pk=letter.about, voided_at=None, meeting__voided_at=None)
        items = AgendaItem._base_manager.filter(meeting__in=invited.values("meeting"), voided_at=None)
        cases = list(items.values_list("case", flat=True))
    return bool(reach(Case).filter(pk__in=cases, lead=reach.user).exists())


@true_while("meeting.action_overdue")
def is_overdue(reach: Reach, letter: Letter) -> bool:
    """It is not done, taken out or put off, the reader is still who answers, and no wall keeps them from its case."""
    with acting(JOB):
        rows = unscoped(MeetingAction, reason=WHY).filter(pk=letter.about, voided_at=None, meeting__voided_at=None)
        act = rows.filter(done_on=None, due_on__lt=timezone.localdate()).first()
        if act is None or reach.user not in who_answers(act):
            return False
        return not (act.item and is_walled(act.item.case.folder, user=reach.user, unit=reach.organisation))
