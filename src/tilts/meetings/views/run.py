"""The meeting in progress: the coordinator drives, the others see where it is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from tilts.access.doors import Request, door, lent_page, page, reading
from tilts.access.reach import Zones
from tilts.meetings.models import AgendaItem, Meeting, MeetingState
from tilts.meetings.policy import drives
from tilts.meetings.views.pages import issues_of, items_of, meeting_of, parties_of


def clock_of(items: list[AgendaItem]) -> dict[str, Any]:
    """Which case is on the table, and until when; where nobody may see it, nothing is said of it."""
    current = next((item for item in items if item.began_at and not item.ended_at), None)
    ends = current.began_at + timedelta(minutes=current.minutes) if current and current.began_at else None
    return {"current": current, "ends": ends, "now": timezone.now()}


@door("meetings.read")
def run(request: Request, id: UUID) -> HttpResponse:
    """The agenda as it is talked through, with the clock of the case on the table."""
    meeting = meeting_of(request, id)
    items = list(items_of(request, meeting))
    return page(
        request,
        "meetings/run.html",
        meeting=meeting,
        items=items,
        parties=parties_of(request, [item.case_id for item in items]),
        masked=Zones(),
        **issues_of(request, meeting),
        driving=meeting.state == MeetingState.RUNNING and bool(drives(request.reach, meeting)),
        **clock_of(items),
    )


@lent_page("meetings.now_read")
def now(request: Request, id: UUID) -> HttpResponse:
    """The number on the table and its clock, asked for by the page itself: no client is in it, nothing is traced."""
    with reading(request):
        meeting = request.reach(Meeting).filter(pk=id).first()
        if meeting is None:
            raise Http404
        items = list(items_of(request, meeting))
        return page(request, "meetings/_now.html", meeting=meeting, **clock_of(items))
