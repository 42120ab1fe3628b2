"""Pages of what leaves or goes: checked, prepared, confirmed by a second person, handed over or erased."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.reach import Reach
from tilts.access.told import done
from tilts.rights.actions import releases, requests
from tilts.rights.copying import build_package, texts_for, undecided
from tilts.rights.erasing import kept_words, kind_label
from tilts.rights.forms.requests import (
    OutcomeForm,
    ReleaseAnywayForm,
    ReleaseForm,
    SecondForm,
    TextsForm,
)
from tilts.rights.models import RequestFolder, RequestKind, RequestState, RightsRequest
from tilts.rights.paper import as_pdf
from tilts.rights.views.one_request import press, request_of, step


@door("rights.released_anyway")
def request_release(request: Request, id: UUID) -> HttpResponse:
    """Lift a refusal by default; a supervisor must agree later."""
    return step(
        request,
        id,
        "rights.released_anyway",
        ReleaseAnywayForm(request.POST or None, people=requests.second_people(request.reach)),
        _("Release all the same"),
        lambda asked, form: requests.release_anyway(request.reach, asked, **form.cleaned_data),
        _("The request is open again. A supervisor must agree before anything leaves."),
    )


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


@door("rights.release_checked")
def request_check(request: Request, id: UUID) -> HttpResponse:
    """The safe-release check."""
    asked = request_of(request, id)
    names = ("spoken_alone", "handover_place", "telling_words", "names_why")
    initial = {name: getattr(asked, name) for name in names}
    initial |= {name: _yes_no(getattr(asked, name)) for name in ("made_to_ask", "paper_is_safe")}
    return step(
        request,
        id,
        "rights.release_checked",
        ReleaseForm(request.POST or None, initial=initial),
        _("Safe-release check"),
        lambda asked, form: requests.check_release(request.reach, asked, **form.facts()),
    )


def _file_of(reach: Reach, id: UUID) -> UUID | None:
    """A file in which the person of a request stands: to look through its texts is to look into it."""
    rows = reach(RequestFolder).filter(request=id).order_by("folder").values_list("folder", flat=True)
    found: UUID | None = rows.first()
    return found


@door("rights.prepared", record_of=_file_of)
def request_prepare(request: Request, id: UUID) -> HttpResponse:
    """Every text that one may read: given, shortened or held back."""
    asked = allowed(request, "rights.prepared", request_of(request, id))
    texts = texts_for(request.reach, asked) if asked.kind == RequestKind.ACCESS else []
    form = TextsForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        if done(form, None, releases.decide_texts, request.reach, asked, decided=form.decided()):
            messages.success(request, _("Saved."))
            return redirect("rights:request_prepare", id=asked.pk)
    return page(
        request,
        "rights/request_prepare.html",
        asked=asked,
        form=form,
        rows=form.rows(),
        undecided=undecided(request.reach, asked),
        ready=asked.state == RequestState.OPEN,
        status=422 if form.errors else 200,
    )


@door("rights.proposed")
def request_propose(request: Request, id: UUID) -> HttpResponse:
    """Hand it to the second person: a copy to the data protection officer, the rest to a chosen supervisor."""
    asked = request_of(request, id)
    people = requests.second_people(request.reach)
    form = SecondForm(request.POST or None, people=people)
    if asked.kind == RequestKind.ACCESS:
        del form.fields["second"]  # the data protection officer confirms a copy
        form.is_bound = request.method == "POST"
    done = step(
        request,
        id,
        "rights.proposed",
        form,
        _("Ask a second person"),
        lambda asked, form: releases.propose(request.reach, asked, second=form.cleaned_data.get("second")),
        _("Somebody else must confirm it now."),
    )
    if done.status_code == 302 and not request.reach.may("rights.read"):
        return redirect("rights:request_prepare", id=asked.pk)
    return done


@door("rights.previewed")
def request_preview(request: Request, id: UUID) -> HttpResponse:
    """Count what an erasure would empty."""
    return press(
        request,
        id,
        "rights.previewed",
        lambda asked: releases.look_ahead(request.reach, asked),
        _("This is what would go. Nothing has gone yet."),
    )


@door("rights.seconded")
def request_second(request: Request, id: UUID) -> HttpResponse:
    """Agree, as a supervisor, that a refusal by default is lifted."""
    return press(
        request,
        id,
        "rights.seconded",
        lambda asked: releases.second_release(request.reach, asked),
        _("You agreed. The data protection officer confirms now."),
    )


@door("rights.taken_back")
def request_take_back(request: Request, id: UUID) -> HttpResponse:
    """Send it back to be prepared again."""
    return press(
        request,
        id,
        "rights.taken_back",
        lambda asked: releases.take_back(request.reach, asked),
        _("It was sent back."),
    )


@door("rights.confirmed", fresh=True)
def request_confirm(request: Request, id: UUID) -> HttpResponse:
    """Read what would leave, then confirm it."""
    asked = allowed(request, "rights.confirmed", request_of(request, id))
    if request.method == "POST":
        return press(
            request,
            id,
            "rights.confirmed",
            lambda asked: releases.confirm_release(request.reach, asked),
            _("Confirmed. It can be handed over in person."),
        )
    if asked.state != RequestState.PROPOSED or not asked.leaves:
        return redirect("rights:request_page", id=asked.pk)
    return page(request, "rights/request_confirm.html", asked=asked, package=build_package(request.reach, asked))


@door("person.erased", fresh=True)
def request_erase(request: Request, id: UUID) -> HttpResponse:
    """See once more what goes, then erase."""
    asked = allowed(request, "person.erased", request_of(request, id))
    if request.method == "POST":
        return press(
            request,
            id,
            "person.erased",
            lambda asked: releases.confirm_erasure(request.reach, asked),
            _("Erased. The proof stands below."),
        )
    going = [(kind_label(kind), number) for kind, number in asked.preview.items()]
    return page(request, "rights/request_erase.html", asked=asked, going=going, staying=kept_words())


@door("rights.handed_over")
def request_hand_over(request: Request, id: UUID) -> HttpResponse:
    """Show it on the screen or print it, and write down that it was given in person."""
    asked = allowed(request, "rights.handed_over", request_of(request, id))
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done(form, None, releases.hand_over, request.reach, asked, outcome=form.cleaned_data["outcome"]):
            messages.success(request, _("Written down. The copy made here is gone."))
            return redirect("rights:request_list" if request.reach.may("rights.read") else "cases:my_day")
    status = 422 if form.errors else 200
    package = asked.package
    return page(request, "rights/request_hand_over.html", asked=asked, form=form, package=package, status=status)


def _taken_out(request: Request, id: UUID) -> RightsRequest:
    found: RightsRequest = allowed(request, "rights.exported", request_of(request, id))
    return found


@door("rights.exported", fresh=True)
def request_pdf(request: Request, id: UUID) -> HttpResponse:
    """The paper."""
    asked = _taken_out(request, id)
    response = HttpResponse(as_pdf(asked.package), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{asked.pk.hex[:8]}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@door("rights.exported", fresh=True)
def request_json(request: Request, id: UUID) -> HttpResponse:
    """The same as data, for whoever wants to take it elsewhere (GDPR article 20)."""
    asked = _taken_out(request, id)
    response = JsonResponse(asked.package, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{asked.pk.hex[:8]}.json"'
    response["Cache-Control"] = "no-store"
    return response
