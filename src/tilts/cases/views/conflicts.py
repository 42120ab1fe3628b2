"""Files that stand on opposite sides, for those who keep them apart."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.cases import actions
from tilts.cases.forms import DecideForm
from tilts.cases.models import Conflict
from tilts.cases.panels.folder import codes
from tilts.ui.paging import page_of


def _codes(request: Request, found: Any) -> dict[UUID, str]:
    """The codes of these files, as far as one may know of them."""
    ids = {pk for one in found for pk in (one.one_id, one.other_id)}
    return codes(request.reach, ids)


@door("conflicts.read")
def conflict_list(request: Request) -> HttpResponse:
    """Pairs of files, those nobody looked at first; no name, and no code of a file kept to named people."""
    rows = request.reach(Conflict).select_related("decided_by").order_by("decided_at", "-found_at", "pk")
    found = page_of(rows, request.GET.get("page"))
    known = _codes(request, found)
    lines = [{"found": one, "one": known.get(one.one_id), "other": known.get(one.other_id)} for one in found]
    return page(request, "cases/conflict_list.html", found=found, lines=lines)


@form_page(actions.decide_conflict, at="why")
def conflict_decide(request: Request, conflict: UUID) -> Entry:
    """Say whether it is the same person; if not, the walls are lowered."""
    found: Conflict = request.reach(Conflict).get(pk=conflict)
    known, hidden = _codes(request, [found]), _("a case kept to named people")
    items = [known.get(pk, hidden) for pk in (found.one_id, found.other_id)]
    form, title = DecideForm(request.POST or None), _("Do these files stand on opposite sides?")
    return Entry(found, form, title, reverse("cases:conflict_list"), said=_("It is written down."), items=items)
