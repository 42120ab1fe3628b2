"""Who sees a case and why."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.grants import end_grant
from tilts.access.models import ZONES, Grant, Wall
from tilts.access.reach import NotAllowed
from tilts.access.relationships import ZONE_WORDS
from tilts.cases import actions
from tilts.cases.asks import page_of_cause
from tilts.cases.form_pages import in_case
from tilts.cases.forms import EndForm, WhyForm
from tilts.cases.pages import case_of, is_own, people_in, sheets, team_of

ACCESS = "cases:case_access"


@form_page(actions.restrict)
def case_restrict(request: Request, id: UUID) -> Entry:
    """Keep the case to named people."""
    return in_case(
        case_of(request, id),
        WhyForm(request.POST or None),
        title := _("Keep to named people"),
        submit=title,
        said=_("Only named people see this case now."),
        words=_(
            "For a client whom staff know, who is in the public eye, or who is a witness. Nobody sees the case who is "
            "not in the list by name; supervisors learn only how many such cases there are. It cannot be opened in an "
            "emergency."
        ),
        back=ACCESS,
    )


@form_page(actions.open_again)
def case_open_again(request: Request, id: UUID) -> Entry:
    """The case is as any other of the office again."""
    case, form, title = case_of(request, id), WhyForm(request.POST or None), _("Open to the office again")
    words = _("Supervisors see the case again, and colleagues its code and stage.")
    said = _("The office sees this case again.")
    return in_case(case, form, title, submit=title, said=said, words=words, back=ACCESS)


def _grant_line(grant: Grant, team: dict[Any, Any], may_end: bool) -> dict[str, Any]:
    levels = {zone: getattr(grant, f"zone_{zone}") for zone in ZONES}
    over = grant.ends is not None and grant.ends <= timezone.now()
    own_unit = grant.to_unit_id is not None and grant.to_unit_id == grant.folder.organisation_id
    return {
        "grant": grant,
        "reads": [ZONE_WORDS[zone] for zone, level in levels.items() if level == 1],
        "writes": [ZONE_WORDS[zone] for zone, level in levels.items() if level == 2],
        "basis": grant.basis,
        "over": over,
        "member": None if grant.because else team.get(grant.to_user_id),
        "cause": page_of_cause.first(grant.because_kind, grant.because) if grant.because else "",
        "may_end": may_end and not over and not own_unit,
    }


@door("cases.read")
def case_access(request: Request, id: UUID) -> HttpResponse:
    """Who sees this case and why: the list one can read to the client."""
    case = case_of(request, id)
    zones = request.reach.zones(case.folder_id)
    if not (zones.name and zones.services and is_own(request, case)):
        raise NotAllowed(_("You do not work on this case."))
    rows = request.reach(Grant).filter(folder=case.folder_id)
    rows = rows.select_related("to_user", "to_unit", "given_by", "folder")
    team = {member.user_id: member for member in team_of(request, case) if member.user_id != case.lead_id}
    lines = [_grant_line(grant, team, zones.admin == 2 and grant.to_user_id != case.lead_id) for grant in rows]
    walls = request.reach(Wall).filter(folder=case.folder_id, ends=None).select_related("user", "unit", "raised_by")
    return page(
        request,
        "cases/case_access.html",
        case=case,
        standing=[line for line in lines if not line["over"]],
        over=[line for line in lines if line["over"]],
        walls=[{"wall": wall, "code": ""} for wall in walls],
        may_wall=bool(request.reach.may("wall.raised", record=case.folder)),
        may_arrange=zones.admin == 2,
        acts=sheets(request, "case.access.acts", case),
        may_restrict=bool(request.reach.may("case.restricted", record=case)),
        people=[entry["person"] for entry in people_in(request, case)],
    )


@form_page(end_grant)
def grant_end(request: Request, id: UUID, grant: UUID) -> Entry:
    """Take a grant back."""
    case = case_of(request, id)
    rows = request.reach(Grant).filter(folder=case.folder_id).select_related("to_user", "to_unit", "folder")
    found, form = rows.get(pk=grant), EndForm(request.POST if request.method == "POST" else None)
    whom = (
        found.to_user.name
        if found.to_user
        else " · ".join(filter(None, [found.to_unit.name, str(found.get_to_role_display())]))
    )
    words = f"{whom} · {found.get_kind_display()}"
    said = _("From this moment the case is closed to them.")
    return in_case(found, form, _("Take back"), said=said, words=words, back=ACCESS, case=case)
