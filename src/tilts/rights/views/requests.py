"""Pages of requests about data: the list, one request, and what changes where it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.rights.actions import releases, requests
from tilts.rights.erasing import kept_words, kind_label
from tilts.rights.forms.requests import OutcomeForm, RequestForm, WhyForm
from tilts.rights.models import Correction, ErasureProof, RequestKind, RequestState, RightsRequest
from tilts.rights.steps import steps_for
from tilts.rights.tabs import tabs_for
from tilts.rights.views.one_request import page_of_request, press, request_of, step
from tilts.ui.paging import page_of


@door("rights.read")
def request_list(request: Request) -> HttpResponse:
    """What people ask, the nearest deadline first; ended ones on request."""
    rows = request.reach(RightsRequest)
    ended = (RequestState.DONE, RequestState.REFUSED)
    past = request.GET.get("ended") == "1"
    rows = rows.filter(state__in=ended).order_by("-received_on", "pk") if past else rows.exclude(state__in=ended)
    shown = page_of(rows, request.GET.get("page"))
    return page(
        request,
        "rights/request_list.html",
        tabs=tabs_for(request, "requests"),
        shown=shown,
        past=past,
        today=timezone.localdate(),
        may_add=request.reach.may("rights.registered"),
    )


@form_page(requests.register_request)
def request_new(request: Request) -> Entry:
    """Register a request; the person is found by exact name only, and the search is traced."""
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate(), "asked_by": "self"})
    said, back = _("The request is registered."), reverse("rights:request_list")
    return Entry(None, form, _("Register a request"), back, said=said, submit=_("Register"), then=page_of_request)


def _in_the_way(request: Request, asked: RightsRequest) -> list[str]:
    if asked.state not in (RequestState.OPEN, RequestState.PROPOSED):
        return []
    if asked.leaves:
        return releases.why_not_released(request.reach, asked)
    return releases.why_not_erased(request.reach, asked) if asked.kind == RequestKind.ERASURE else []


@door("rights.read")
def request_page(request: Request, id: UUID) -> HttpResponse:
    """Where a request stands, what is in the way and what can be done next."""
    asked = request_of(request, id)
    steps = steps_for(request.reach, asked)
    return page(
        request,
        "rights/request_page.html",
        asked=asked,
        steps=steps,
        in_the_way=_in_the_way(request, asked),
        going=[(kind_label(kind), number) for kind, number in asked.preview.items()],
        staying=kept_words() if asked.kind == RequestKind.ERASURE else [],
        proof=request.reach(ErasureProof).filter(request=asked).first(),
        corrections=_corrections(request, asked),
    )


def _corrections(request: Request, asked: RightsRequest) -> list[dict[str, Any]]:
    rows = request.reach(Correction).filter(request=asked).select_related("by")
    return [
        {"made": one, "recipients": requests.organisations(one.recipients), "fields": requests.field_words(one.fields)}
        for one in rows
    ]


@form_page(requests.extend)
def request_extend(request: Request, id: UUID) -> Entry:
    """Two more months, with a reason."""
    return step(request_of(request, id), WhyForm(request.POST or None), _("Extend the time"))


@form_page(requests.refuse_request)
def request_refuse(request: Request, id: UUID) -> Entry:
    """Refuse with a reason."""
    return step(request_of(request, id), WhyForm(request.POST or None), _("Refuse the request"))


@form_page(requests.answer_request)
def request_answer(request: Request, id: UUID) -> Entry:
    """Write down what came of it."""
    return step(request_of(request, id), OutcomeForm(request.POST or None), _("Write down the answer"))


@button(requests.restrict_person)
def request_restrict(request: Request, id: UUID) -> Press:
    """Restrict the data of the person."""
    said = _("The data are restricted: marked everywhere, nobody new is let in.")
    return press(request_of(request, id), said, on=True)


@button(requests.restrict_person)
def request_unrestrict(request: Request, id: UUID) -> Press:
    """Lift the restriction."""
    return press(request_of(request, id), _("The restriction was lifted."), on=False)
