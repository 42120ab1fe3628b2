"""The minutes, on the page and on paper."""

import secrets
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from tilts.access.doors import Request, allowed, also_seen, door, page, reading
from tilts.access.papers import handed_out
from tilts.access.reach import Refused
from tilts.meetings.minutes import as_pdf, minutes_of
from tilts.meetings.models import MeetingState
from tilts.meetings.policy import drives
from tilts.meetings.views.pages import meeting_of
from tilts.meetings.words import NOT_YET

READ = "meeting.minutes_read"


@door(READ, long=True)
def minutes(request: Request, id: UUID) -> HttpResponse:
    """What was said, concluded and taken on: of the cases that are open to the reader."""
    with reading(request):
        meeting = meeting_of(request, id)
        leads = bool(drives(request.reach, meeting, also_after=True))
        over, found = meeting.state == MeetingState.CLOSED, minutes_of(request.reach, meeting)
        shown = page(request, "meetings/minutes.html", leads=leads, over=over, **found)
    also_seen(request, READ, _cases(found))
    return shown


def _cases(found: dict[str, Any]) -> list[UUID]:
    return [row["item"].case_id for row in found["items"]]


@door("meeting.minutes_taken", fresh=True, long=True)
def minutes_pdf(request: Request, id: UUID) -> HttpResponse:
    """The same on paper, to be signed as a container outside; under a name that says nothing."""
    with reading(request):
        meeting = allowed(request, "meeting.minutes_taken", meeting_of(request, id))
        if meeting.state != MeetingState.CLOSED:
            raise Refused(NOT_YET)
        found = minutes_of(request.reach, meeting)
        back, name = reverse("meetings:minutes", args=[meeting.pk]), f"tilts-{secrets.token_hex(4)}"
        answer = handed_out(request, as_pdf(found), name=name, back=back)
    also_seen(request, READ, _cases(found))
    return answer
