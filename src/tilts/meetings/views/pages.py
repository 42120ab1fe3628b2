"""What the pages of a meeting begin with, and what their forms have in common."""

import functools
from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_lead
from tilts.access.colleagues import at_work
from tilts.access.doors import Request
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Membership, User
from tilts.cases.models import Case, Party
from tilts.meetings.counts import anew, counted_at
from tilts.meetings.forms import CancelForm
from tilts.meetings.models import AgendaItem, Issue, Meeting, MeetingKind
from tilts.meetings.policy import HELD, case_of
from tilts.people.models import Consent
from tilts.projects.forms import Paying
from tilts.projects.models import Project

meeting_form = functools.partial(form_page, late=(HELD,))
"""A form about a meeting: who began to write before it was over is told so and keeps the text."""
item_form = functools.partial(meeting_form, record_of=case_of)
"""The same about a case on the agenda: the trace names the file of the case."""


def meeting_of(request: Request, id: UUID) -> Meeting:
    """The meeting of the address, if it is within reach; else 404."""
    meeting: Meeting = request.reach(Meeting).with_people().get(pk=id)
    return meeting


def items_of(request: Request, meeting: Meeting) -> Any:
    """The cases of the agenda that this actor may see, with what stands on it of each."""
    rows = request.reach(AgendaItem).filter(meeting=meeting)
    return rows.select_related("meeting", "case", "referred_by_unit", "concluded_by")


def issues_of(request: Request, meeting: Meeting) -> dict[str, Any]:
    """The issues of a monitoring meeting with their counts, and which institutions these count."""
    if meeting.kind != MeetingKind.MONITORING:
        return {"issues": [], "counted_at": []}
    rows = request.reach(Issue).filter(meeting=meeting).select_related("concluded_by")
    units = counted_at(meeting)
    issues = anew(request.reach, meeting, rows, units)
    return {"issues": issues, "counted_at": units if any(one.count is not None for one in issues) else []}


def item_of(request: Request, id: UUID, item: UUID) -> AgendaItem:
    """The case on the agenda of the address; 404 where either is not within reach."""
    found: AgendaItem = items_of(request, meeting_of(request, id)).get(pk=item)
    return found


def meeting_url(id: UUID) -> str:
    """The page of a meeting."""
    return reverse("meetings:meeting_page", args=[id])


def item_url(id: UUID, item: UUID) -> str:
    """The page of a case on the agenda."""
    return reverse("meetings:item_page", args=[id, item])


def case_of_address(request: Request, id: UUID) -> Case:
    """The case of the address."""
    case: Case = request.reach(Case).with_lead().get(pk=id)
    return case


def parties_of(request: Request, cases: list[UUID]) -> dict[UUID, list[Party]]:
    """Who these cases are about, as far as names are open."""
    found: dict[UUID, list[Party]] = {}
    for party in request.reach(Party).filter(case__in=cases).select_related("person"):
        found.setdefault(party.case_id, []).append(party)
    return found


def colleagues_of(request: Request) -> Any:
    """Who works in one's own organisation today."""
    working = at_work(request.reach(Membership).filter(organisation=request.reach.organisation))
    return request.reach(User).filter(is_active=True, guest=False, pk__in=working.values("user")).order_by("name")


def projects_of(request: Request, held: Meeting | None = None) -> Paying:
    """The projects that may pay for a meeting that was held, or that is planned; for those who see projects."""
    rows = request.reach(Project)
    among = rows if request.reach.may("projects.read") else rows.none()
    if held is None:
        return Paying(among, timezone.localdate(), to_come=True)
    return Paying(among, held.day, held.attributions.values_list("project", flat=True))


def consents_about(request: Request, meeting: Meeting) -> Any:
    """The consents that hold in the one case of a meeting, as far as they are open; None where it is not about one."""
    if not meeting.is_about_one_case:
        return None
    cases = request.reach(AgendaItem).filter(meeting=meeting).order_by().values("case")
    rows = request.reach(Consent).filter(folder__in=cases).in_force(timezone.localdate())
    return rows.select_related("with_unit")


def version_told(request: Request) -> int:
    """Which version the writer saw; none of them if it was not told."""
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0


def about_item(item: AgendaItem, form: Form, title: str, *, said: str, lead: str = "", **more: Any) -> Entry:
    """A form page about a case on an agenda; which, stands below the heading, and there one goes back."""
    back = item_url(item.meeting_id, item.pk)
    there = code_lead(item.case, back, lead, before=f"{item.number}. ")
    return Entry(item, form, title, back, said=said, lead=there, **more)


def take_out(request: Request, record: Any, title: str, *, lead: str, back: str) -> Entry:
    """A form that asks why, and takes out what was written by mistake."""
    form = CancelForm(request.POST or None)
    return Entry(record, form, title, back, said=_("It is taken out."), submit=_("Take it out"), lead=lead)
