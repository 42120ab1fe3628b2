"""Who sees a case and why."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.grants import end_grant
from tilts.access.models import ZONES, Grant, Wall
from tilts.access.reach import NotAllowed
from tilts.access.relationships import ZONE_WORDS
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.forms import (
    EndForm,
    WhyForm,
)
from tilts.cases.views.pages import case_of, is_own, people_in, team_of


def _switch(request: Request, id: UUID, rule: str, verb: Any, said: str) -> HttpResponse:
    case = allowed(request, rule, case_of(request, id))
    form = WhyForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, None, verb, request.reach, case, **form.cleaned_data)
    ):
        messages.success(request, said)
        return redirect("cases:case_access", id=case.pk)
    return page(request, "cases/case_restrict.html", case=case, form=form, status=422 if form.errors else 200)


@door("case.restricted")
def case_restrict(request: Request, id: UUID) -> HttpResponse:
    """Keep the case to named people."""
    return _switch(request, id, "case.restricted", actions.restrict, _("Only named people see this case now."))


@door("case.unrestricted")
def case_open_again(request: Request, id: UUID) -> HttpResponse:
    """The case is as any other of the office again."""
    return _switch(request, id, "case.unrestricted", actions.open_again, _("The office sees this case again."))


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
        "member": team.get(grant.to_user_id),
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
        may_share=bool(request.reach.may("case.shared", record=case)),
        may_restrict=bool(request.reach.may("case.restricted", record=case)),
        people=[entry["person"] for entry in people_in(request, case)],
    )


@door("grant.ended")
def grant_end(request: Request, id: UUID, grant: UUID) -> HttpResponse:
    """Take a grant back."""
    case = case_of(request, id)
    rows = request.reach(Grant).filter(folder=case.folder_id).select_related("to_user", "to_unit", "folder")
    found = allowed(request, "grant.ended", rows.get(pk=grant))
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and done(form, None, end_grant, request.reach, found):
        messages.success(request, _("From this moment the case is closed to them."))
        return redirect("cases:case_access", id=case.pk)
    return page(request, "cases/grant_end.html", case=case, grant=found, form=form, status=422 if form.errors else 200)
