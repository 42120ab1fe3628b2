"""Kinds of violence on the page of a case."""

from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy, pgettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.cases import dated
from tilts.cases.frame import RECORD, case_addition
from tilts.cases.models import Case, Violence
from tilts.kit.panels import panel

case_addition(
    RECORD,
    pgettext_lazy("Add to a case", "kinds of violence"),
    "cases:violence_add",
    order=45,
    icon="alert-triangle",
    rule="violence.told",
)


def violence_of(reach: Reach, *, folder: UUID) -> Rows:
    """What was told of violence in one file."""
    return reach(Violence).filter(folder=folder).select_related("person")[:50]


@panel("case.risk", title=gettext_lazy("Kinds of violence"), order=30)
@panel("case", title=gettext_lazy("Kinds of violence"), order=12)
def told(request: Request, case: Case) -> str:
    """What was told of violence: of whom, when, and who is said to have done it."""
    zones = request.reach.zones(case.folder_id)
    if not zones.risk or not dated.violence.of(request, case):
        return ""
    rows = ask(request.reach, violence_of, folder=case.folder_id)
    mine = bool(request.reach.may("violence.withdrawn", record=case))
    told = {"case": case, "rows": rows, "zones": zones, "mine": mine}
    return render_to_string("cases/_violence.html", told, request=request)
