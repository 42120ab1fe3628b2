"""What the pages of a meeting begin with, and how their forms are sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, page
from tilts.access.models import Membership, User
from tilts.access.told import go_on, pressed, told
from tilts.cases.models import Case, Party
from tilts.meetings.forms import CancelForm
from tilts.meetings.models import AgendaItem, Meeting
from tilts.meetings.policy import HELD
from tilts.projects.models import Project


def meeting_of(request: Request, id: UUID) -> Meeting:
    """The meeting of the address, if it is within reach; else 404."""
    meeting: Meeting = request.reach(Meeting).with_people().get(pk=id)
    return meeting


def items_of(request: Request, meeting: Meeting) -> Any:
    """The cases of the agenda that this actor may see, with what stands on it of each."""
    rows = request.reach(AgendaItem).filter(meeting=meeting)
    return rows.select_related("meeting", "case", "referred_by_unit")


def item_of(request: Request, id: UUID, item: UUID) -> AgendaItem:
    """The case on the agenda of the address; 404 where either is not within reach."""
    found: AgendaItem = items_of(request, meeting_of(request, id)).get(pk=item)
    return found


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
    working = request.reach(Membership).filter(organisation=request.reach.organisation, ends=None)
    return request.reach(User).filter(is_active=True, guest=False, pk__in=working.values("user")).order_by("name")


def projects_of(request: Request) -> Any:
    """The projects of one's own organisation, for those who see projects."""
    rows = request.reach(Project)
    return rows if request.reach.may("projects.read") else rows.none()


def version_told(request: Request) -> int:
    """Which version the writer saw; none of them if it was not told."""
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0


def writable(request: Request, name: str, record: Any) -> Any:
    """As `allowed`; but who began to write before the meeting was over gets the form back with the text (`done`)."""
    decision = request.reach.may(name, record=record)
    if request.method == "POST" and not decision and decision.sentence is HELD:
        return record
    return allowed(request, name, record)


def form_page(request: Request, form: Any, **words: Any) -> HttpResponse:
    """One form on a page: `heading`, `submit`, `back` and what else stands there; 422 with what is wrong."""
    return page(request, "meetings/form.html", form=form, status=422 if form.errors else 200, **words)


def done(form: Any, field: str | None, verb: Any, *what: Any, **facts: Any) -> bool:
    """As `told.done`; who comes when the meeting is over is told so and keeps the text."""
    with told(form, field, shut=(HELD,)):
        verb(*what, **facts)
    go_on(form, *what, *facts.values())
    return not form.errors


def take_out(request: Request, back: str, verb: Any, record: Any, **words: Any) -> HttpResponse:
    """A form that asks why, and takes out what was written by mistake."""
    form = CancelForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid():
        facts = {"why": form.cleaned_data["why"], "seen_version": form.cleaned_data["version"]}
        if done(form, "why", verb, request.reach, record, **facts):
            messages.success(request, _("It is taken out."))
            return redirect(back)
    return form_page(request, form, submit=_("Take it out"), back=back, **words)


def press(request: Request, back: Any, said: str, verb: Any, *what: Any, **facts: Any) -> HttpResponse:
    """A button: do it once it is sent, say how it went, go back."""
    if request.method == "POST":
        pressed(request, said, verb, request.reach, *what, **facts)
    return redirect(back)
