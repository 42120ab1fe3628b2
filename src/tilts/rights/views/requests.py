"""Pages of requests about data."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.reach import Reach, Refused
from tilts.people.models import Person
from tilts.rights.actions import releases, requests
from tilts.rights.copying import build_package, texts_for, undecided
from tilts.rights.erasing import kept_words, kind_label
from tilts.rights.forms.requests import (
    CorrectionForm,
    OutcomeForm,
    ReleaseAnywayForm,
    ReleaseForm,
    RequestForm,
    SecondForm,
    TextsForm,
    WhyForm,
)
from tilts.rights.models import Correction, ErasureProof, RequestFolder, RequestKind, RequestState, RightsRequest
from tilts.rights.paper import as_pdf
from tilts.rights.steps import steps_for
from tilts.rights.tabs import tabs_for
from tilts.rights.tried import pressed, tried

Do = Callable[[RightsRequest, Any], Any]


def _request(request: Request, id: UUID) -> RightsRequest:
    rows = request.reach(RightsRequest).select_related(
        "organisation", "proposed_by", "confirmed_by", "seconded_by", "second", "ended_by", "released_by"
    )
    found: RightsRequest = rows.get(pk=id)
    return found


@door("rights.read")
def request_list(request: Request) -> HttpResponse:
    """What people ask, the nearest deadline first; ended ones on request."""
    rows = request.reach(RightsRequest)
    ended = (RequestState.DONE, RequestState.REFUSED)
    past = request.GET.get("ended") == "1"
    rows = rows.filter(state__in=ended).order_by("-received_on", "pk") if past else rows.exclude(state__in=ended)
    shown = Paginator(rows, 25).get_page(request.GET.get("page"))
    return page(
        request,
        "rights/request_list.html",
        tabs=tabs_for(request, "requests"),
        shown=shown,
        past=past,
        today=timezone.localdate(),
        may_add=request.reach.may("rights.registered"),
    )


@door("rights.registered")
def request_new(request: Request) -> HttpResponse:
    """Register a request; the person is found by exact name only, and the search is traced."""
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate(), "asked_by": "self"})
    if request.method == "POST" and form.is_valid():
        made: list[RightsRequest] = []
        if tried(form, lambda: made.append(requests.register_request(request.reach, **form.facts()))):
            messages.success(request, _("The request is registered."))
            return redirect("rights:request_page", id=made[0].pk)
    return page(request, "rights/request_new.html", form=form, status=422 if form.errors else 200)


def _in_the_way(request: Request, asked: RightsRequest) -> list[str]:
    if asked.state not in (RequestState.OPEN, RequestState.PROPOSED):
        return []
    if asked.leaves:
        return releases.why_not_released(request.reach, asked)
    return releases.why_not_erased(request.reach, asked) if asked.kind == RequestKind.ERASURE else []


@door("rights.read")
def request_page(request: Request, id: UUID) -> HttpResponse:
    """Where a request stands, what is in the way and what can be done next."""
    asked = _request(request, id)
    steps = steps_for(request.reach, asked)
    access = asked.kind == RequestKind.ACCESS and asked.state == RequestState.OPEN
    return page(
        request,
        "rights/request_page.html",
        asked=asked,
        steps=steps,
        in_the_way=_in_the_way(request, asked),
        undecided=undecided(request.reach, asked) if access else None,
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


def _step(request: Request, id: UUID, rule: str, form: Any, title: str, do: Do, said: str = "") -> HttpResponse:
    """A page with one form: a refusal stands in the form, nothing typed is lost."""
    asked = allowed(request, rule, _request(request, id))
    if request.method == "POST" and form.is_valid() and tried(form, lambda: do(asked, form)):
        messages.success(request, said or _("Saved."))
        return redirect("rights:request_page", id=asked.pk)
    status = 422 if form.errors else 200
    return page(request, "rights/request_step.html", asked=asked, form=form, title=title, status=status)


def _press(request: Request, id: UUID, rule: str, do: Callable[[RightsRequest], Any], said: str) -> HttpResponse:
    """A button: a refusal is said on the page of the request."""
    asked = allowed(request, rule, _request(request, id))
    if request.method == "POST":
        pressed(request, lambda: do(asked), said)
    return redirect("rights:request_page", id=asked.pk)


@door("rights.extended")
def request_extend(request: Request, id: UUID) -> HttpResponse:
    """Two more months, with a reason."""
    return _step(
        request,
        id,
        "rights.extended",
        WhyForm(request.POST or None),
        _("Extend the time"),
        lambda asked, form: requests.extend(request.reach, asked, why=form.cleaned_data["why"]),
    )


@door("rights.refused")
def request_refuse(request: Request, id: UUID) -> HttpResponse:
    """Refuse with a reason."""
    return _step(
        request,
        id,
        "rights.refused",
        WhyForm(request.POST or None),
        _("Refuse the request"),
        lambda asked, form: requests.refuse_request(request.reach, asked, why=form.cleaned_data["why"]),
    )


@door("rights.released_anyway")
def request_release(request: Request, id: UUID) -> HttpResponse:
    """Lift a refusal by default; a supervisor must agree later."""
    return _step(
        request,
        id,
        "rights.released_anyway",
        ReleaseAnywayForm(request.POST or None, people=requests.second_people(request.reach)),
        _("Release all the same"),
        lambda asked, form: requests.release_anyway(request.reach, asked, **form.cleaned_data),
        _("The request is open again. A supervisor must agree before anything leaves."),
    )


@door("rights.answered")
def request_answer(request: Request, id: UUID) -> HttpResponse:
    """Write down what came of it."""
    return _step(
        request,
        id,
        "rights.answered",
        OutcomeForm(request.POST or None),
        _("Write down the answer"),
        lambda asked, form: requests.answer_request(request.reach, asked, outcome=form.cleaned_data["outcome"]),
    )


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


@door("rights.release_checked")
def request_check(request: Request, id: UUID) -> HttpResponse:
    """The safe-release check."""
    asked = _request(request, id)
    names = ("spoken_alone", "handover_place", "telling_words", "names_why")
    initial = {name: getattr(asked, name) for name in names}
    initial |= {name: _yes_no(getattr(asked, name)) for name in ("made_to_ask", "paper_is_safe")}
    return _step(
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
    asked = allowed(request, "rights.prepared", _request(request, id))
    texts = texts_for(request.reach, asked) if asked.kind == RequestKind.ACCESS else []
    form = TextsForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: releases.decide_texts(request.reach, asked, decided=form.decided())):
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
    asked = _request(request, id)
    people = requests.second_people(request.reach)
    form = SecondForm(request.POST or None, people=people)
    if asked.kind == RequestKind.ACCESS:
        del form.fields["second"]  # the data protection officer confirms a copy
        form.is_bound = request.method == "POST"
    done = _step(
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
    return _press(
        request,
        id,
        "rights.previewed",
        lambda asked: releases.look_ahead(request.reach, asked),
        _("This is what would go. Nothing has gone yet."),
    )


@door("rights.seconded")
def request_second(request: Request, id: UUID) -> HttpResponse:
    """Agree, as a supervisor, that a refusal by default is lifted."""
    return _press(
        request,
        id,
        "rights.seconded",
        lambda asked: releases.second_release(request.reach, asked),
        _("You agreed. The data protection officer confirms now."),
    )


@door("rights.taken_back")
def request_take_back(request: Request, id: UUID) -> HttpResponse:
    """Send it back to be prepared again."""
    return _press(
        request,
        id,
        "rights.taken_back",
        lambda asked: releases.take_back(request.reach, asked),
        _("It was sent back."),
    )


@door("person.restricted")
def request_restrict(request: Request, id: UUID) -> HttpResponse:
    """Restrict the data of the person."""
    return _press(
        request,
        id,
        "person.restricted",
        lambda asked: requests.restrict_person(request.reach, asked, on=True),
        _("The data are restricted: marked everywhere, nobody new is let in."),
    )


@door("person.restricted")
def request_unrestrict(request: Request, id: UUID) -> HttpResponse:
    """Lift the restriction."""
    return _press(
        request,
        id,
        "person.restricted",
        lambda asked: requests.restrict_person(request.reach, asked, on=False),
        _("The restriction was lifted."),
    )


@door("rights.confirmed", fresh=True)
def request_confirm(request: Request, id: UUID) -> HttpResponse:
    """Read what would leave, then confirm it."""
    asked = allowed(request, "rights.confirmed", _request(request, id))
    if request.method == "POST":
        return _press(
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
    asked = allowed(request, "person.erased", _request(request, id))
    if request.method == "POST":
        return _press(
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
    asked = allowed(request, "rights.handed_over", _request(request, id))
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: releases.hand_over(request.reach, asked, outcome=form.cleaned_data["outcome"])):
            messages.success(request, _("Written down. The copy made here is gone."))
            return redirect("rights:request_list" if request.reach.may("rights.read") else "cases:my_day")
    status = 422 if form.errors else 200
    package = asked.package
    return page(request, "rights/request_hand_over.html", asked=asked, form=form, package=package, status=status)


def _taken_out(request: Request, id: UUID) -> RightsRequest:
    found: RightsRequest = allowed(request, "rights.exported", _request(request, id))
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


@door("person.corrected")
def request_correct(request: Request, id: UUID) -> HttpResponse:
    """Correct what is written of the person, with a reason."""
    asked = _request(request, id)
    if asked.kind != RequestKind.CORRECTION:
        raise Refused(_("This request does not ask for a correction."))
    person = allowed(request, "person.corrected", request.reach(Person).get(pk=asked.person_id))
    form = CorrectionForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: releases.correct_person(request.reach, person, request=asked, **form.cleaned_data)):
            messages.success(request, _("Corrected. The data protection officer tells those who had the data."))
            return redirect("cases:my_day")
    status = 422 if form.errors else 200
    return page(request, "rights/request_correct.html", asked=asked, form=form, person=person, status=status)


@door("correction.told")
def correction_told(request: Request, id: UUID) -> HttpResponse:
    """Those who had the data were told."""
    correction = allowed(request, "correction.told", request.reach(Correction).get(pk=id))
    if request.method == "POST":
        releases.mark_told(request.reach, correction)
        messages.success(request, _("Saved."))
    return redirect("rights:request_page", id=correction.request_id)
