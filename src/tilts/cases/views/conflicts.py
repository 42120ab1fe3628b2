"""Files that stand on opposite sides, for those who keep them apart."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.forms import DecideForm
from tilts.cases.models import Case, Conflict
from tilts.cases.views.pages import form_page
from tilts.ui.paging import page_of


def _codes(request: Request, found: Any) -> dict[UUID, str]:
    """The codes of these files, as far as one may know of them."""
    ids = {pk for one in found for pk in (one.one_id, one.other_id)}
    return dict(request.reach(Case).filter(pk__in=ids).order_by().values_list("pk", "code"))


@door("conflicts.read")
def conflict_list(request: Request) -> HttpResponse:
    """Pairs of files, those nobody looked at first; no name, and no code of a file kept to named people."""
    rows = request.reach(Conflict).select_related("decided_by").order_by("decided_at", "-found_at", "pk")
    found = page_of(rows, request.GET.get("page"))
    codes = _codes(request, found)
    lines = [{"found": one, "one": codes.get(one.one_id), "other": codes.get(one.other_id)} for one in found]
    return page(request, "cases/conflict_list.html", found=found, lines=lines)


@door("conflict.decided")
def conflict_decide(request: Request, conflict: UUID) -> HttpResponse:
    """Say whether it is the same person; if not, the walls are lowered."""
    found = allowed(request, "conflict.decided", request.reach(Conflict).get(pk=conflict))
    form = DecideForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts["seen_version"] = facts.pop("version")
        if done(form, "why", actions.decide_conflict, request.reach, found, **facts):
            messages.success(request, _("It is written down."))
            return redirect("cases:conflict_list")
    codes = _codes(request, [found])
    hidden = _("a case kept to named people")
    items = [codes.get(pk, hidden) for pk in (found.one_id, found.other_id)]
    back, title = reverse("cases:conflict_list"), _("Do these files stand on opposite sides?")
    return form_page(request, form, title=title, submit=_("Save"), back=back, items=items)
