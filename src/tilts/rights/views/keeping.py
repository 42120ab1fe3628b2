"""Pages of keeping times, holds, purges and proofs."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, Press, button, form_page
from tilts.rights.actions import keeping
from tilts.rights.erasing import kept_words, kind_label
from tilts.rights.forms.keeping import HoldForm, KeepingTimeForm, PurgeForm
from tilts.rights.keeping import keeping_times
from tilts.rights.models import ErasureProof, LegalHold, Purge, PurgeItem, PurgeState, StartEvent
from tilts.rights.policy import kept_from
from tilts.rights.tabs import tabs_for
from tilts.ui.paging import page_of

MOST_SHOWN = 200


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
    )


def _proofs(request: Request) -> list[dict[str, Any]]:
    rows = request.reach(ErasureProof).select_related("proposed_by", "confirmed_by")[:20]
    return [{"proof": one, "kinds": [(kind_label(kind), number) for kind, number in one.kinds.items()]} for one in rows]


def _entry(form: Form, title: str, said: str = "", **more: Any) -> Entry:
    return Entry(None, form, title, reverse("rights:keeping_page"), said=said, submit=title, **more)


@form_page(keeping.set_keeping_time)
def class_new(request: Request) -> Entry:
    """Set a keeping time."""
    form = KeepingTimeForm(request.POST or None, initial={"in_force_from": timezone.localdate()})
    return _entry(form, _("Set a keeping time"), _("Saved."))


@form_page(keeping.place_hold, at="case_code")
def hold_new(request: Request) -> Entry:
    """Hold a file."""
    form = HoldForm(request.POST or None, initial={"starts": timezone.localdate()})
    return _entry(form, _("Hold a file"), _("The file is held: nothing of it may go."))


@button(keeping.lift_hold)
def hold_lift(request: Request, id: UUID) -> Press:
    """Lift a hold."""
    return Press(request.reach(LegalHold).get(pk=id), reverse("rights:keeping_page"), _("The hold is lifted."))


def _page_of_purge(purge: Purge) -> str:
    return reverse("rights:purge_page", args=[purge.pk])


@door("retention.read")
def due_page(request: Request) -> HttpResponse:
    """What has fallen due until a day, in counts and codes: looked at, and nothing of it is proposed by looking."""
    asked = PurgeForm({"until": request.GET.get("until") or timezone.localdate().isoformat()})
    until = min(asked.cleaned_data["until"], timezone.localdate()) if asked.is_valid() else None
    folders, people = kept_from(request.reach)
    due = keeping.fallen_due(request.reach, until) if until else []
    items = [one for one in due if one.folder_id not in folders and one.person_id not in people]
    by_event = Counter(item.get_event_display() for item in items)
    return page(
        request,
        "rights/due_page.html",
        422 if asked.errors else 200,
        form=asked,
        until=until,
        items=items[:MOST_SHOWN],
        number=len(items),
        by_event=sorted(by_event.items()),
        may_propose=bool(items) and request.reach.may("purge.proposed"),
    )


@form_page(keeping.propose_purge, at="until")
def purge_new(request: Request) -> Entry:
    """Propose that what fell due goes."""
    until = parse_date(request.GET.get("until", "")[:10]) or timezone.localdate()
    form = PurgeForm(request.POST or None, initial={"until": until})
    words = _("What has fallen due until that day is listed without names. It goes when a supervisor confirms it.")
    return _entry(form, _("Propose the erasure"), then=_page_of_purge, words=words)


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


def _press(request: Request, id: UUID, said: str) -> Press:
    purge = request.reach(Purge).get(pk=id)
    return Press(purge, _page_of_purge(purge), said)


@button(keeping.confirm_purge, fresh=True)
def purge_confirm(request: Request, id: UUID) -> Press:
    """Confirm what another proposed."""
    return _press(request, id, _("Confirmed: it is carried out now."))


@button(keeping.stop_purge)
def purge_stop(request: Request, id: UUID) -> Press:
    """Let it stay for now."""
    return _press(request, id, _("Nothing goes."))
