"""Pages of breaches, of the register of processing and of partners."""

from uuid import UUID

from django.forms import Form, model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
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


def _breach(breach: Breach | None, form: Form, title: str, said: str) -> Entry:
    def page_of_breach(written: Breach) -> str:
        return reverse("rights:breach_page", args=[written.pk])

    back = reverse("rights:breach_list")
    return Entry(breach, form, title, back, said=said, then=page_of_breach, more={"breach": breach})


@form_page(registers.record_breach, template="rights/breach_form.html")
def breach_new(request: Request) -> Entry:
    """Write a breach down."""
    said = _("The breach is written down. 72 hours run from when you knew.")
    return _breach(None, BreachForm(request.POST or None), _("Write a breach down"), said)


@form_page(registers.change_breach, template="rights/breach_form.html")
def breach_page(request: Request, id: UUID) -> Entry:
    """A breach with its clock; what became known or was done is written in the same form."""
    breach = request.reach(Breach).select_related("recorded_by").get(pk=id)
    return _breach(
        breach, BreachChangeForm(request.POST or None, initial=model_to_dict(breach)), _("Breach"), _("Saved.")
    )


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


def _line(line: ProcessingActivity | ProcessingPartner | None, form: Form, title: str) -> Entry:
    return Entry(line, form, title, reverse("rights:processing_list"), said=_("Saved."))


@form_page(registers.keep_activity)
def activity_new(request: Request) -> Entry:
    """A new line of the register."""
    return _line(None, ActivityForm(request.POST or None), _("Add processing"))


@form_page(registers.keep_activity)
def activity_page(request: Request, id: UUID) -> Entry:
    """Change a line of the register."""
    line = request.reach(ProcessingActivity).get(pk=id)
    return _line(line, ActivityForm(request.POST or None, initial=model_to_dict(line)), line.title)


@form_page(registers.keep_partner)
def partner_new(request: Request) -> Entry:
    """Somebody new outside."""
    return _line(None, PartnerForm(request.POST or None), _("Add a partner"))


@form_page(registers.keep_partner)
def partner_page(request: Request, id: UUID) -> Entry:
    """Change what is written of somebody outside."""
    partner = request.reach(ProcessingPartner).get(pk=id)
    return _line(partner, PartnerForm(request.POST or None, initial=model_to_dict(partner)), partner.name)
