"""What `rights` lends: its place on the rail, and what waits for somebody on their day."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from tilts.access.doors import Request
from tilts.access.models import Role
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.kit.panels import panel
from tilts.rights.models import RequestKind, RequestState, RightsRequest
from tilts.rights.writers import writes_names
from tilts.ui.rail import rail_item

rail_item("rights", _("Rights"), "file-text", "rights:request_list", "rights.read", order=64)


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
    return render_to_string("rights/_waiting.html", {"shown": shown, "office": office}, request=request)
