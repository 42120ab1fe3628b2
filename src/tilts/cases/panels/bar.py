"""The bar of a case, on every page and form of it: who, whose, how dangerous, how to reach safely, what is due."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tilts.access.codes import code_for_all
from tilts.access.doors import Request
from tilts.access.reach import Zones
from tilts.cases import asks
from tilts.cases.contact import contact_of
from tilts.cases.frame import ADDITIONS, GROUPS, TABS, address_of_case
from tilts.cases.models import Case, PartyRole
from tilts.cases.pages import case_of, is_own, people_in
from tilts.kit.panels import panel
from tilts.ui import local


@panel("page", title=gettext_lazy("Case"))
def bar(request: Request, subject: Any) -> str:
    """The bar with the tabs, where the address is of a case that one reads."""
    at = address_of_case(request)
    case = _case_of(request, at.kwargs["id"]) if at and request.reach.may("cases.read") else None
    if at is None or case is None:
        return ""
    zones, own = request.reach.zones(case.folder_id), is_own(request, case)
    people = people_in(request, case)
    told = {
        "case": case,
        "code": code_for_all(case),
        "zones": zones,
        "own": own,
        "clients": [entry["person"] for entry in people if entry["party"].role == PartyRole.CLIENT],
        "here": at.view_name == "cases:case_page",
        "tabs": _tabs(request, at, case, zones, own),
        "groups": _additions(request, case),
        "contact": contact_of(people) if zones.contact and zones.name else None,
        "may_write": zones.contact == 2 and not case.closed_on,
        **_pressing(request, case),
    }
    return render_to_string("cases/_bar.html", told, request=request)


def _case_of(request: Request, id: UUID) -> Case | None:
    """The case of the address; none where it is of another folder that has documents too."""
    with suppress(Case.DoesNotExist):
        return case_of(request, id)
    return None


def _tabs(request: Request, at: ResolverMatch, case: Case, zones: Zones, own: bool) -> list[dict[str, Any]]:
    """The tabs of this reader: `page` where one is on it, `here` where on a page below it."""
    part = at.route.partition("<uuid:id>/")[2].partition("/")[0]
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[case.pk]),
            "page": at.view_name == tab.url_name,
            "here": part in tab.covers or at.view_name == tab.url_name,
        }
        for tab in TABS
        if tab.shown(request, zones, own)
    ]


def _additions(request: Request, case: Case) -> list[dict[str, Any]]:
    """What one may add to an open case, below its verbs; nothing to one that is closed."""
    found: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for one in () if case.closed_on else ADDITIONS:
        if request.reach.may(one.rule, record=one.record(case)):
            found[one.group].append({"what": one, "url": reverse(one.url_name, args=[case.pk])})
    return [{"verb": GROUPS[group], "entries": entries} for group, entries in found.items() if entries]


def _pressing(request: Request, case: Case) -> dict[str, Any]:
    """What falls due that is the most dangerous, which is not always the next; how much time is left."""
    due = asks.pressing.first(request, case)
    if not due:
        return {}
    left = (due[0].moment - timezone.now()) if due[0].moment else None
    words = ""
    if left is not None:
        words = local.late_words(-left) if left.total_seconds() < 0 else local.left_words(left)
    return {"due": due[0], "when": local.deadline_words(due[0].when, short=True), "left": words}
