"""Pages of keeping times, holds, purges and proofs."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.told import done, pressed, told
from tilts.rights.actions import keeping
from tilts.rights.erasing import kept_words, kind_label
from tilts.rights.forms.keeping import HoldForm, KeepingTimeForm, PurgeForm
from tilts.rights.keeping import keeping_times
from tilts.rights.models import ErasureProof, LegalHold, Purge, PurgeItem, PurgeState, StartEvent
from tilts.rights.tabs import tabs_for
from tilts.ui.paging import page_of


@door("retention.read")
def keeping_page(request: Request) -> HttpResponse:
    """How long what is kept, what is held, what was purged, and the proofs."""
    times = keeping_times(request.reach.organisation, timezone.localdate())
    return page(
        request,
        "rights/keeping_page.html",
        tabs=tabs_for(request, "keeping"),
        times=list(times.values()),
        holds=request.reach(LegalHold).filter(lifted_at=None).select_related("placed_by"),
        purges=request.reach(Purge).select_related("proposed_by", "confirmed_by")[:20],
        proofs=_proofs(request),
        today=timezone.localdate(),
        may_change=request.reach.may("retention.changed"),
        may_hold=request.reach.may("hold.placed"),
        may_lift=request.reach.may("hold.lifted"),
        may_purge=request.reach.may("purge.proposed"),
    )


def _proofs(request: Request) -> list[dict[str, Any]]:
    rows = request.reach(ErasureProof).select_related("proposed_by", "confirmed_by")[:20]
    return [{"proof": one, "kinds": [(kind_label(kind), number) for kind, number in one.kinds.items()]} for one in rows]


def _form_page(request: Request, form: Any, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, "rights/keeping_form.html", form=form, title=title, status=status)


@door("retention.changed")
def class_new(request: Request) -> HttpResponse:
    """Set a keeping time."""
    form = KeepingTimeForm(request.POST or None, initial={"in_force_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if done(form, None, keeping.set_keeping_time, request.reach, **form.cleaned_data):
            messages.success(request, _("Saved."))
            return redirect("rights:keeping_page")
    return _form_page(request, form, _("Set a keeping time"))


@door("hold.placed")
def hold_new(request: Request) -> HttpResponse:
    """Hold a file."""
    form = HoldForm(request.POST or None, initial={"starts": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if done(form, "case_code", keeping.place_hold, request.reach, **form.cleaned_data):
            messages.success(request, _("The file is held: nothing of it may go."))
            return redirect("rights:keeping_page")
    return _form_page(request, form, _("Hold a file"))


@door("hold.lifted")
def hold_lift(request: Request, id: UUID) -> HttpResponse:
    """Lift a hold."""
    hold = allowed(request, "hold.lifted", request.reach(LegalHold).get(pk=id))
    if request.method == "POST":
        pressed(request, _("The hold is lifted."), keeping.lift_hold, request.reach, hold)
    return redirect("rights:keeping_page")


@door("purge.proposed")
def purge_new(request: Request) -> HttpResponse:
    """List what fell due, and propose that it goes."""
    form = PurgeForm(request.POST or None, initial={"until": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with told(form, "until"):
            purge = keeping.propose_purge(request.reach, **form.cleaned_data)
            return redirect("rights:purge_page", id=purge.pk)
    return _form_page(request, form, _("What fell due"))


@door("retention.read")
def purge_page(request: Request, id: UUID) -> HttpResponse:
    """What a purge is about, in counts and codes, without a name."""
    purge = request.reach(Purge).select_related("proposed_by", "confirmed_by").get(pk=id)
    rows = request.reach(PurgeItem).filter(purge=purge)
    by_event = Counter(rows.order_by().values_list("event", flat=True))
    waits = purge.state == PurgeState.PROPOSED
    return page(
        request,
        "rights/purge_page.html",
        purge=purge,
        shown=page_of(rows, request.GET.get("page"), 50),
        number=sum(by_event.values()),
        done=rows.exclude(done_at=None).count(),
        by_event=[(StartEvent(event).label, number) for event, number in sorted(by_event.items())],
        staying=kept_words(),
        may_confirm=waits and request.reach.may("purge.confirmed", record=purge),
        may_stop=waits and request.reach.may("purge.stopped", record=purge),
    )


@door("purge.confirmed", fresh=True)
def purge_confirm(request: Request, id: UUID) -> HttpResponse:
    """Confirm what another proposed."""
    purge = allowed(request, "purge.confirmed", request.reach(Purge).get(pk=id))
    if request.method == "POST":
        pressed(request, _("Confirmed: it is carried out now."), keeping.confirm_purge, request.reach, purge)
    return redirect("rights:purge_page", id=purge.pk)


@door("purge.stopped")
def purge_stop(request: Request, id: UUID) -> HttpResponse:
    """Let it stay for now."""
    purge = allowed(request, "purge.stopped", request.reach(Purge).get(pk=id))
    if request.method == "POST":
        pressed(request, _("Nothing goes."), keeping.stop_purge, request.reach, purge)
    return redirect("rights:purge_page", id=purge.pk)
