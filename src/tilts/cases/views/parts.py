"""The parts of a case that have a page of their own: how dangerous it is, who belongs to it, what was done for them."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tilts.access.doors import Request, door, page
from tilts.access.reach import NotAllowed
from tilts.cases.pages import case_of, people_in, sheets


@door("cases.read")
def case_risk(request: Request, id: UUID) -> HttpResponse:
    """Protection orders and risk questionnaires, the newest first."""
    return _part(request, id, "risk", pgettext_lazy("Part of a case", "Risk and protection"))


@door("cases.read")
def case_services(request: Request, id: UUID) -> HttpResponse:
    """What was done for the people of the case, what the state pays for, who else helps."""
    return _part(request, id, "services", pgettext_lazy("Part of a case", "Services"))


@door("cases.read")
def case_family(request: Request, id: UUID) -> HttpResponse:
    """Who belongs to the case, and how each is reached."""
    return _part(request, id, "name", pgettext_lazy("Part of a case", "Family and others"))


def _part(request: Request, id: UUID, zone: str, title: str | Promise) -> HttpResponse:
    """The sheets that rooms lend to this part, for whoever reads its zone."""
    case = case_of(request, id)
    zones = request.reach.zones(case.folder_id)
    if not getattr(zones, zone):
        raise NotAllowed(_("You do not work on this case."))
    return page(
        request,
        "cases/case_part.html",
        case=case,
        zones=zones,
        title=title,
        people=people_in(request, case) if zone == "name" else [],
        sheets=sheets(request, f"case.{zone}", case),
    )
