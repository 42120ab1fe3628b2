"""Pages of the directory: partners, what they offer, what was agreed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.models import Organisation
from tilts.access.relationships import ZONE_WORDS
from tilts.access.told import done
from tilts.directory import actions
from tilts.directory.beside import with_offers
from tilts.directory.forms import AgreementForm, EndOnForm, OfferForm, PartnerForm
from tilts.directory.models import Agreement, Offer, Partner, PartnerKind
from tilts.ui.paging import page_of

MOST = 100


@door("directory.read")
def partner_list(request: Request) -> HttpResponse:
    """Partners by name, with what they offer and whether something was agreed; ended ones on request."""
    ended, kind = request.GET.get("ended") == "1", request.GET.get("kind", "")
    rows = with_offers(request.reach)
    rows = rows.exclude(ends=None) if ended else rows.in_force()
    rows = rows.filter(kind=kind) if kind in PartnerKind.values else rows
    shown = page_of(rows, request.GET.get("page"))
    return page(
        request,
        "directory/partner_list.html",
        partners=shown,
        ended=ended,
        kind=kind,
        kinds=PartnerKind.choices,
        may_keep=request.reach.may("partner.kept"),
    )


@door("directory.read")
def partner_page(request: Request, id: UUID) -> HttpResponse:
    """One partner: how it is reached, what it offers, what was agreed."""
    partner = request.reach(Partner).select_related("territory").get(pk=id)
    return page(
        request,
        "directory/partner_page.html",
        partner=partner,
        offers=request.reach(Offer).filter(partner=partner)[:MOST],
        lines=_lines(request.reach(Agreement).filter(partner=partner).select_related("partner")[:MOST]),
        may_keep=request.reach.may("partner.kept", record=partner),
        may_agree=request.reach.may("agreement.recorded"),
    )


def _lines(agreements: Any) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "agreement": one,
            "whom": one.partner or one.with_organisation,
            "shares": [ZONE_WORDS[zone] for zone in one.zones if zone in ZONE_WORDS],
            "over": one.ends is not None and one.ends <= today,
        }
        for one in agreements
    ]


@door("directory.read")
def agreement_list(request: Request) -> HttpResponse:
    """All agreements of the organisation, the newest first."""
    rows = request.reach(Agreement).select_related("partner", "with_organisation")
    shown = page_of(rows, request.GET.get("page"))
    may_agree = request.reach.may("agreement.recorded")
    return page(request, "directory/agreement_list.html", shown=shown, lines=_lines(shown), may_agree=may_agree)


def _keep(request: Request, form: Any, title: str, partner: Partner | None, verb: Any, *what: Any) -> HttpResponse:
    """Do what the form says; a refusal or a faster colleague is told and nothing typed is lost."""
    if request.method == "POST" and form.is_valid() and done(form, None, verb, request.reach, *what, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("directory:partner_page", id=partner.pk) if partner else redirect("directory:partner_list")
    status = 422 if form.errors else 200
    return page(request, "directory/directory_form.html", form=form, title=title, partner=partner, status=status)


def _kept(record: Any, form: type[Any]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in form.base_fields if hasattr(record, name)}


@door("partner.kept")
def partner_new(request: Request) -> HttpResponse:
    """Write a partner down."""
    form = PartnerForm(request.POST or None)
    return _keep(request, form, _("Add an institution"), None, actions.keep_partner)


@door("partner.kept")
def partner_change(request: Request, id: UUID) -> HttpResponse:
    """Change what is written of a partner."""
    partner = allowed(request, "partner.kept", request.reach(Partner).get(pk=id))
    form = PartnerForm(request.POST or None, initial=_kept(partner, PartnerForm))
    return _keep(request, form, partner.name, partner, actions.keep_partner, partner)


@door("partner.ended")
def partner_end(request: Request, id: UUID) -> HttpResponse:
    """One no longer works with a partner."""
    partner = allowed(request, "partner.ended", request.reach(Partner).get(pk=id))
    today = {"ends": timezone.localdate().isoformat(), "version": partner.version}
    form = EndOnForm(request.POST or None, initial=today)
    return _keep(request, form, partner.name, partner, actions.end_partner, partner)


@door("partner.offer_kept")
def offer_new(request: Request, id: UUID) -> HttpResponse:
    """Write down what a partner offers."""
    partner = allowed(request, "partner.offer_kept", request.reach(Partner).get(pk=id))
    form = OfferForm(request.POST or None)
    return _keep(request, form, _("Add a service"), partner, actions.keep_offer, partner, None)


@door("partner.offer_kept")
def offer_change(request: Request, id: UUID, offer: UUID) -> HttpResponse:
    """Change what a partner offers, or whether there is room."""
    partner = allowed(request, "partner.offer_kept", request.reach(Partner).get(pk=id))
    found = request.reach(Offer).get(pk=offer, partner=partner)
    form = OfferForm(request.POST or None, initial=_kept(found, OfferForm))
    return _keep(request, form, found.what, partner, actions.keep_offer, partner, found)


@door("agreement.recorded")
def agreement_new(request: Request) -> HttpResponse:
    """Put an agreement on record."""
    others = request.reach(Organisation).exclude(pk=request.reach.organisation.pk)  # type: ignore[union-attr]
    form = AgreementForm(
        request.POST or None,
        partners=request.reach(Partner).in_force(),
        organisations=others,
        initial={"whom": f"partner:{request.GET.get('partner', '')}"},
    )
    return _keep(request, form, _("Put an agreement on record"), None, actions.record_agreement)


@door("agreement.ended")
def agreement_end(request: Request, id: UUID) -> HttpResponse:
    """End an agreement."""
    found = allowed(request, "agreement.ended", request.reach(Agreement).select_related("partner").get(pk=id))
    today = {"ends": timezone.localdate().isoformat(), "version": found.version}
    form = EndOnForm(request.POST or None, initial=today)
    return _keep(request, form, _("End the agreement"), found.partner, actions.end_agreement, found)
