"""Pages of what leaves or goes: checked, prepared, confirmed by a second person, handed over or erased."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.access.heard import looked_into
from tilts.access.papers import handed_out
from tilts.access.reach import NotAllowed, Reach
from tilts.access.told import pressed
from tilts.rights.actions import releases, requests
from tilts.rights.copying import build_package, texts_for, undecided
from tilts.rights.erasing import kept_words, kind_label
from tilts.rights.forms.requests import OutcomeForm, ReleaseAnywayForm, ReleaseForm, SecondForm, TextsForm
from tilts.rights.made_of import files_of, holds_all, listed
from tilts.rights.models import RequestFolder, RequestKind, RequestState, RightsRequest
from tilts.rights.paper import as_pdf
from tilts.rights.views.one_request import page_of_request, press, request_of, step


@form_page(requests.release_anyway)
def request_release(request: Request, id: UUID) -> Entry:
    """Lift a refusal by default; a supervisor must agree later."""
    form = ReleaseAnywayForm(request.POST or None, people=requests.second_people(request.reach))
    said = _("The request is open again. A supervisor must agree before anything leaves.")
    return step(request_of(request, id), form, _("Release all the same"), said)


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


@form_page(requests.check_release)
def request_check(request: Request, id: UUID) -> Entry:
    """The safe-release check."""
    asked = request_of(request, id)
    names = ("spoken_alone", "handover_place", "telling_words", "names_why")
    initial = {name: getattr(asked, name) for name in names}
    initial |= {name: _yes_no(getattr(asked, name)) for name in ("made_to_ask", "paper_is_safe")}
    return step(asked, ReleaseForm(request.POST or None, initial=initial), _("Safe-release check"))


def _file_of(reach: Reach, id: UUID) -> UUID | None:
    """A file in which the person of a request stands: to look through its texts is to look into it."""
    rows = reach(RequestFolder).filter(request=id).order_by("folder").values_list("folder", flat=True)
    found: UUID | None = rows.first()
    return found


@form_page(releases.decide_texts, template="rights/request_prepare.html", record_of=_file_of)
def request_prepare(request: Request, id: UUID) -> Entry:
    """Every text that one may read: given, shortened or held back."""
    asked = request_of(request, id)
    texts = texts_for(request.reach, asked) if asked.kind == RequestKind.ACCESS else []
    looked_into(text.folder for text in texts if text.folder)
    form, here = TextsForm(request.POST or None, texts=texts), reverse("rights:request_prepare", args=[asked.pk])
    shown = {"asked": asked, "rows": form.rows(), "undecided": undecided(request.reach, asked)}
    shown["ready"] = asked.state == RequestState.OPEN
    return step(asked, form, _("Look through the texts"), back=here, more=shown)


@form_page(releases.propose)
def request_propose(request: Request, id: UUID) -> Entry:
    """Hand it to the second person: a copy to the data protection officer, the rest to a chosen supervisor."""
    asked = _looked_into(request, request_of(request, id))
    form: Form = SecondForm(request.POST or None, people=requests.second_people(request.reach))
    if asked.kind == RequestKind.ACCESS:
        form = Form()  # the data protection officer confirms a copy
    reads = request.reach.may("rights.read")
    back = page_of_request(asked) if reads else reverse("rights:request_prepare", args=[asked.pk])
    return step(asked, form, _("Ask a second person"), _("Somebody else must confirm it now."), back=back)


@button(releases.look_ahead)
def request_preview(request: Request, id: UUID) -> Press:
    """Count what an erasure would empty."""
    return press(request_of(request, id), _("This is what would go. Nothing has gone yet."))


@button(releases.second_release)
def request_second(request: Request, id: UUID) -> Press:
    """Agree, as a supervisor, that a refusal by default is lifted."""
    return press(request_of(request, id), _("You agreed. The data protection officer confirms now."))


@button(releases.take_back)
def request_take_back(request: Request, id: UUID) -> Press:
    """Send it back to be prepared again."""
    return press(request_of(request, id), _("It was sent back."))


def _looked_into(request: Request, asked: RightsRequest) -> RightsRequest:
    """Each file of which the answer tells, or of which something leaves by it, keeps that it was looked into."""
    looked_into(files_of(request.reach, asked))
    return asked


def _as_open(request: Request, asked: RightsRequest, package: dict[str, Any]) -> dict[str, Any]:
    """What leaves, for whoever holds all of it; else what is in it."""
    return package if holds_all(request.reach, asked) else listed(package)


def _pressed(request: Request, asked: RightsRequest, said: str, verb: Callable[..., Any]) -> HttpResponse:
    """What a page of its own was read for is done; a refusal is said on the page of the request."""
    pressed(request, said, verb, request.reach, asked)
    return redirect(page_of_request(asked))


@door("rights.confirmed", fresh=True)
def request_confirm(request: Request, id: UUID) -> HttpResponse:
    """Read what would leave, then confirm it."""
    asked = _looked_into(request, allowed(request, "rights.confirmed", request_of(request, id)))
    if request.method == "POST":
        said = _("Confirmed. It can be handed over in person.")
        return _pressed(request, asked, said, releases.confirm_release)
    if asked.state != RequestState.PROPOSED or not asked.leaves:
        return redirect(page_of_request(asked))
    package = _as_open(request, asked, build_package(request.reach, asked))
    return page(request, "rights/request_confirm.html", asked=asked, package=package)


@door("person.erased", fresh=True)
def request_erase(request: Request, id: UUID) -> HttpResponse:
    """See once more what goes, then erase."""
    asked = allowed(request, "person.erased", request_of(request, id))
    if request.method == "POST":
        return _pressed(request, asked, _("Erased. The proof stands below."), releases.confirm_erasure)
    going = [(kind_label(kind), number) for kind, number in asked.preview.items()]
    return page(request, "rights/request_erase.html", asked=asked, going=going, staying=kept_words())


@form_page(releases.hand_over, template="rights/request_hand_over.html")
def request_hand_over(request: Request, id: UUID) -> Entry:
    """Show it on the screen or print it, and write down that it was given in person."""
    asked = _looked_into(request, request_of(request, id))
    back = reverse("rights:request_list" if request.reach.may("rights.read") else "day:my_day")
    said, shown = (
        _("Written down. The copy made here is gone."),
        {"asked": asked, "package": _as_open(request, asked, asked.package)},
    )
    return step(asked, OutcomeForm(request.POST or None), _("Hand out"), said, back=back, more=shown)


def _taken_out(request: Request, id: UUID) -> RightsRequest:
    """The request whose copy is taken out as a file, by whoever holds all of it."""
    found = _looked_into(request, allowed(request, "rights.exported", request_of(request, id)))
    if not holds_all(request.reach, found):
        raise NotAllowed(_("Not every part of these files is open to you: whoever works on all of them prints it."))
    return found


@door("rights.exported", fresh=True)
def request_pdf(request: Request, id: UUID) -> HttpResponse:
    """The paper."""
    asked = _taken_out(request, id)
    back = reverse("rights:request_hand_over", args=[asked.pk])
    return handed_out(request, as_pdf(asked.package), name=asked.pk.hex[:8], back=back)


@door("rights.exported", fresh=True)
def request_json(request: Request, id: UUID) -> HttpResponse:
    """The same as data, for whoever wants to take it elsewhere (GDPR article 20)."""
    asked = _taken_out(request, id)
    response = JsonResponse(asked.package, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{asked.pk.hex[:8]}.json"'
    response["Cache-Control"] = "no-store"
    return response
