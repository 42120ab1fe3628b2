"""What `rights` lends: its place on the rail, and what waits for somebody on their day."""

from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.doors import Request
from tilts.access.models import Role
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.kit.panels import panel
from tilts.rights.models import Breach, BreachState, Purge, PurgeState, RequestKind, RequestState, RightsRequest
from tilts.rights.writers import writes_names
from tilts.ui.rail import rail_item

rail_item("rights", _("Rights"), "file-text", "rights:request_list", "rights.read", order=64)


RED_FROM = timedelta(hours=24)
"""So much is left of the 72 hours, and the line turns red."""


def running(reach: Reach) -> Rows:
    """Breaches of which the authority was not told yet, the oldest first."""
    return reach(Breach).filter(state=BreachState.OPEN, authority_at=None).order_by("aware_at", "pk")[:10]


@panel("day", title=_("Breaches of data"), order=2, when=lambda: (running, {}))
def breaches(request: Request, subject: Any) -> str:
    """What is left of the 72 hours, red in time."""
    if not request.reach.may("breach.read"):
        return ""
    found = list(ask(request.reach, running))
    for one in found:
        one.is_red = one.deadline - timezone.now() <= RED_FROM
    return render_to_string("rights/_running.html", {"found": found}, request=request) if found else ""


def proposed(reach: Reach) -> Rows:
    """Erasures of what fell due that wait for a second person, but one's own."""
    rows = reach(Purge).filter(state=PurgeState.PROPOSED).exclude(proposed_by=reach.user)
    return rows.select_related("proposed_by").order_by("proposed_at", "pk")[:10]


@panel("day", title=_("Erasures to confirm"), order=9, when=lambda: (proposed, {}))
def purges(request: Request, subject: Any) -> str:
    """What somebody proposed to erase, for whoever confirms it."""
    if not request.reach.may("retention.read"):
        return ""
    found = list(ask(request.reach, proposed))
    return render_to_string("rights/_proposed.html", {"found": found}, request=request) if found else ""


def _has_a_step(request: Request, asked: RightsRequest) -> bool:
    """Whether this actor can do something about it: only who writes the names corrects them."""
    if asked.kind != RequestKind.CORRECTION or request.reach.may("rights.read"):
        return True
    return writes_names(request.reach, asked.person_id)


def unended(reach: Reach) -> Rows:
    """Requests that go on; of somebody who works on cases those that ask them for something."""
    rows = reach(RightsRequest).exclude(state__in=(RequestState.DONE, RequestState.REFUSED))
    if reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST):
        kinds = (RequestKind.ACCESS, RequestKind.CORRECTION)
        rows = rows.filter(kind__in=kinds, state__in=(RequestState.OPEN, RequestState.CONFIRMED))
    return rows[:20]


@panel("day", title=_("Requests about data"), order=60, when=lambda: (unended, {}))
def waiting(request: Request, subject: Any) -> str:
    """Texts to look through and data to correct, for those who know the person; what waits to be confirmed."""
    if not request.reach.may("rights.prepared") and not request.reach.may("rights.read"):
        return ""
    shown = [asked for asked in ask(request.reach, unended) if _has_a_step(request, asked)][:10]
    if not shown:
        return ""
    office = bool(request.reach.may("rights.read"))
    for asked in shown:
        second = ("rights.confirmed", "rights.seconded")
        waits = asked.state == RequestState.PROPOSED
        asked.is_for_me = waits and any(request.reach.may(name, record=asked) for name in second)
    return render_to_string("rights/_waiting.html", {"shown": shown, "office": office}, request=request)
