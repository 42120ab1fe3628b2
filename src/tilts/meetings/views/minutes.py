"""The minutes, on the page and on paper."""

import secrets
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, also_seen, door, page, reading
from tilts.access.form_pages import Entry, form_page
from tilts.access.papers import handed_out
from tilts.access.reach import Refused
from tilts.meetings import actions
from tilts.meetings.minutes import as_pdf, minutes_of
from tilts.meetings.models import MeetingState
from tilts.meetings.policy import drives
from tilts.meetings.policy.meeting import seat_of
from tilts.meetings.views.pages import meeting_of
from tilts.meetings.words import NOT_YET
from tilts.ui.forms import TiltsForm
from tilts.ui.local import day_words

READ = "meeting.minutes_read"


@door(READ, long=True)
def minutes(request: Request, id: UUID) -> HttpResponse:
    """What was said, concluded and taken on: of the cases that are open to the reader."""
    with reading(request):
        meeting = meeting_of(request, id)
        leads = bool(drives(request.reach, meeting, also_after=True))
        over, found = meeting.state == MeetingState.CLOSED, minutes_of(request.reach, meeting)
        seat = seat_of(request.reach, meeting) if over else None
        more = {"leads": leads, "over": over, "may_sign": bool(seat and not seat.signed_by)}
        shown = page(request, "meetings/minutes.html", **more, **found)
    also_seen(request, READ, _cases(found))
    return shown


def _cases(found: dict[str, Any]) -> list[UUID]:
    return [row["item"].case_id for row in found["items"]]


@form_page(actions.sign_minutes)
def minutes_sign(request: Request, id: UUID) -> Entry:
    """Confirm the minutes for one's institution; asked once."""
    meeting, back = meeting_of(request, id), reverse("meetings:minutes", args=[id])
    words = _(
        "You confirm for your institution that the minutes say what was said and concluded. Who confirmed and when"
        " stands in the minutes and on the paper. It is no secure electronic signature: where one is needed, the file"
        " is signed."
    )
    title, lead = _("Confirm the minutes"), f"{meeting.title} · {day_words(meeting.starts)}"
    said = _("The minutes are confirmed.")
    return Entry(meeting, TiltsForm(request.POST or None), title, back, said=said, lead=lead, words=words)


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
