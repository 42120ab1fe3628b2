"""Pages of breaches, of the register of processing and of partners."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.told import done, told
from tilts.rights.actions import registers
from tilts.rights.forms.registers import ActivityForm, BreachChangeForm, BreachForm, PartnerForm
from tilts.rights.models import Breach, ProcessingActivity, ProcessingPartner
from tilts.rights.tabs import tabs_for
from tilts.ui.paging import page_of


@door("breach.read")
def breach_list(request: Request) -> HttpResponse:
    """Breaches, the newest first, each with its clock."""
    shown = page_of(request.reach(Breach), request.GET.get("page"))
    return page(request, "rights/breach_list.html", tabs=tabs_for(request, "breaches"), shown=shown)


@door("breach.recorded")
def breach_new(request: Request) -> HttpResponse:
    """Write a breach down."""
    form = BreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(form):
            breach = registers.record_breach(request.reach, **form.cleaned_data)
            messages.success(request, _("The breach is written down. 72 hours run from when you knew."))
            return redirect("rights:breach_page", id=breach.pk)
    return page(request, "rights/breach_form.html", form=form, breach=None, status=422 if form.errors else 200)


def _kept(record: Any, form: type[Any]) -> dict[str, Any]:
    """What stands in a record, for its form."""
    return {name: getattr(record, name) for name in form.base_fields if hasattr(record, name)}


@door("breach.changed")
def breach_page(request: Request, id: UUID) -> HttpResponse:
    """A breach with its clock; what became known or was done is written in the same form."""
    breach = allowed(request, "breach.changed", request.reach(Breach).select_related("recorded_by").get(pk=id))
    form = BreachChangeForm(request.POST or None, initial=_kept(breach, BreachChangeForm))
    if request.method == "POST" and form.is_valid() and _changed(request, breach, form):
        messages.success(request, _("Saved."))
        return redirect("rights:breach_page", id=breach.pk)
    return page(request, "rights/breach_form.html", form=form, breach=breach, status=422 if form.errors else 200)


def _changed(request: Request, breach: Breach, form: BreachChangeForm) -> bool:
    data = form.cleaned_data
    facts = {"seen_version": data["version"], "close": data["close"], **form.facts()}
    return done(form, None, registers.change_breach, request.reach, breach, **facts)


@door("processing.read")
def processing_list(request: Request) -> HttpResponse:
    """The register of processing and of those with whom it is done; also for printing."""
    return page(
        request,
        "rights/processing_list.html",
        tabs=tabs_for(request, "processing"),
        activities=request.reach(ProcessingActivity),
        partners=request.reach(ProcessingPartner),
        organisation=request.reach.organisation,
        may_keep=request.reach.may("processing.kept"),
    )


def _keep(request: Request, record: Any, form: Any, verb: Any, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        seen = data.pop("version") or 0
        if done(form, None, verb, request.reach, record, seen_version=seen, **data):
            messages.success(request, _("Saved."))
            return redirect("rights:processing_list")
    return page(request, "rights/processing_form.html", form=form, title=title, status=422 if form.errors else 200)


@door("processing.kept")
def activity_new(request: Request) -> HttpResponse:
    """A new line of the register."""
    return _keep(request, None, ActivityForm(request.POST or None), registers.keep_activity, _("Add processing"))


@door("processing.kept")
def activity_page(request: Request, id: UUID) -> HttpResponse:
    """Change a line of the register."""
    line = allowed(request, "processing.kept", request.reach(ProcessingActivity).get(pk=id))
    form = ActivityForm(request.POST or None, initial=_kept(line, ActivityForm))
    return _keep(request, line, form, registers.keep_activity, line.title)


@door("processing.partner_kept")
def partner_new(request: Request) -> HttpResponse:
    """Somebody new outside."""
    return _keep(request, None, PartnerForm(request.POST or None), registers.keep_partner, _("Add a partner"))


@door("processing.partner_kept")
def partner_page(request: Request, id: UUID) -> HttpResponse:
    """Change what is written of somebody outside."""
    partner = allowed(request, "processing.partner_kept", request.reach(ProcessingPartner).get(pk=id))
    form = PartnerForm(request.POST or None, initial=_kept(partner, PartnerForm))
    return _keep(request, partner, form, registers.keep_partner, partner.name)
