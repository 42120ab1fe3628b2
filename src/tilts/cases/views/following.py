"""What is asked after closing, and what the state pays for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.forms import AgreeForm, EntitlementForm, ExtendForm, FollowUpForm
from tilts.cases.models import Entitlement, FollowUp
from tilts.cases.models.following import MONTHS
from tilts.cases.views.one_form import one_form, people_to_choose, sent, typed
from tilts.cases.views.pages import case_of


@door("follow_up.agreed")
def follow_ups(request: Request, id: UUID) -> HttpResponse:
    """What was agreed for the time after closing, and how it went."""
    case = allowed(request, "follow_up.agreed", case_of(request, id))
    rows = request.reach(FollowUp).filter(case=case).select_related("done_by")[:50]
    form = AgreeForm(request.POST or None, initial=_as_agreed([one for one in rows if not one.done_on]))
    if sent(request, form):
        facts = typed(form)
        facts["agreed"] = facts["agreed"] == "true"
        day = case.closed_on or timezone.localdate()
        if done(form, None, actions.agree_follow_ups, request.reach, case, closed_on=day, **facts):
            messages.success(request, _("Saved."))
            return redirect("cases:follow_ups", id=case.pk)
    status = 422 if form.errors else 200
    return page(request, "cases/follow_ups.html", status, case=case, form=form, rows=rows)


def _as_agreed(ahead: list[FollowUp]) -> dict[str, Any]:
    """What stands agreed and is not done yet, so that one changes a word and not the whole."""
    if not ahead:
        return {}
    agreed, safe_way = ahead[0].agreed, ahead[0].safe_way
    months = [one.months for one in ahead] if agreed else list(MONTHS)
    return {"agreed": "true" if agreed else "false", "months": months, "safe_way": safe_way}


@door("follow_up.recorded")
def follow_up_record(request: Request, id: UUID, follow_up: UUID) -> HttpResponse:
    """Record how it went; the case may be closed."""
    case = allowed(request, "follow_up.recorded", case_of(request, id))
    found = request.reach(FollowUp).filter(case=case).select_related("case").get(pk=follow_up)
    form = FollowUpForm(request.POST or None, initial={"done_on": timezone.localdate(), "version": found.version})
    facts, said, title = typed(form), _("Saved."), _("Follow-up")
    return one_form(
        request, case, form, title, actions.record_follow_up, found, said=said, facts=facts, lead=found.safe_way
    )


@door("entitlement.granted")
def entitlement_add(request: Request, id: UUID) -> HttpResponse:
    """Note what the state pays for."""
    case = allowed(request, "entitlement.granted", case_of(request, id))
    initial = {"starts": timezone.localdate()}
    form = EntitlementForm(request.POST or None, people=people_to_choose(request, case), initial=initial)
    said, title = _("The paid service is noted."), _("Note a paid service")
    return one_form(request, case, form, title, actions.grant_entitlement, case, said=said)


@door("entitlement.extended")
def entitlement_extend(request: Request, id: UUID, entitlement: UUID) -> HttpResponse:
    """Note that more was granted."""
    case = allowed(request, "entitlement.extended", case_of(request, id))
    found = request.reach(Entitlement).filter(case=case).select_related("case").get(pk=entitlement)
    form = ExtendForm(request.POST or None, initial={"by": 0, "ends": found.ends, "version": found.version})
    facts, said, title = typed(form), _("The extension is noted."), _("Extend")
    return one_form(request, case, form, title, actions.extend_entitlement, found, said=said, facts=facts)
