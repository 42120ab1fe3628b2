"""Who works on a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.forms import (
    HandOverForm,
    TeamForm,
)
from tilts.cases.models import Case
from tilts.cases.views.pages import case_of, colleagues_of, members_of


@door("case.team_joined")
def team_add(request: Request, id: UUID) -> HttpResponse:
    """The team: bring a colleague in, take one off, hand the case over."""
    case = allowed(request, "case.team_joined", case_of(request, id))
    team = members_of(request.reach, case=case.pk)
    colleagues = colleagues_of(request, case).exclude(pk__in=team.values("user"))
    form = TeamForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if done(form, "user", actions.join_team, request.reach, case, **facts):
            messages.success(request, _("The colleague is in the team and may open the case."))
            return redirect("cases:case_page", id=case.pk)
    status = 422 if form.errors else 200
    return page(request, "cases/team_add.html", case=case, form=form, team=team, status=status)


@door("case.team_left")
def team_leave(request: Request, id: UUID, member: UUID) -> HttpResponse:
    """Take a colleague off the team; from this moment the case is closed to them."""
    case = allowed(request, "case.team_left", case_of(request, id))
    found = members_of(request.reach, case=case.pk).get(pk=member)
    if request.method == "POST":
        actions.leave_team(request.reach, case, user=found.user)
        messages.success(request, _("The colleague has left the team."))
        return redirect("cases:team_add", id=case.pk)
    return page(request, "cases/team_leave.html", case=case, member=found)


@door("case.lead_handed_over")
def case_hand_over(request: Request, id: UUID) -> HttpResponse:
    """Give the case to a colleague who leads it from now on."""
    case = allowed(request, "case.lead_handed_over", case_of(request, id))
    form = HandOverForm(request.POST or None, colleagues=colleagues_of(request, case).exclude(pk=case.lead_id))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if done(form, "to", actions.hand_over, request.reach, case, **facts):
            messages.success(request, _("The case is handed over."))
            still = request.reach(Case).filter(pk=case.pk).exists()
            return redirect("cases:case_page", id=case.pk) if still else redirect("cases:case_list")
    return page(request, "cases/case_hand_over.html", case=case, form=form, status=422 if form.errors else 200)
