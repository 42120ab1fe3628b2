"""For how many cases one's institution has not written yet what it knows, before they are talked about."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from tilts.access.reach import Reach, Rows
from tilts.meetings.models import TAKES_CASES, AgendaItem, Invitation, Meeting, MeetingState, Research
from tilts.meetings.opened import open_to

OPEN = (MeetingState.PUBLISHED, MeetingState.RUNNING)
SHOWN = 5


def with_unwritten(reach: Reach, rows: Rows) -> Rows:
    """These meetings with `unwritten`: cases on the agenda of which one's institution has written nothing yet."""
    if reach.organisation is None:
        return rows
    mine = {"organisation": reach.organisation}
    written = reach(Research).filter(item=OuterRef("pk"), **mine)
    invited = reach(Invitation).filter(meeting=OuterRef("meeting"), unit=reach.organisation, papers__isnull=False)
    items = reach(AgendaItem).filter(Q(open_to(reach, "meeting_id", "name")), meeting=OuterRef("pk"), began_at=None)
    left = items.filter(Exists(invited), ~Exists(written), kind__in=TAKES_CASES, meeting__state__in=OPEN)
    number = left.order_by().values("meeting").annotate(n=Count("pk")).values("n")
    return rows.annotate(unwritten=Coalesce(Subquery(number), 0))


def unwritten(reach: Reach) -> Rows:
    """The meetings to come where one's institution has still to write something, the next first."""
    rows = reach(Meeting).filter(state__in=OPEN, kind__in=TAKES_CASES).with_people()
    return with_unwritten(reach, rows).filter(unwritten__gt=0).order_by("starts", "pk")[:SHOWN]
