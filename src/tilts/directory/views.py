"""Pages of the directory: partners, what they offer, what was agreed."""

from typing import Any
from uuid import UUID

from django.forms import Form, model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.forms.putting_right import TakeOutForm
from tilts.access.models import Organisation
from tilts.access.relationships import ZONE_WORDS
from tilts.directory import actions
from tilts.directory.beside import with_offers
from tilts.directory.forms import AgreementChangeForm, AgreementForm, EndOnForm, OfferForm, PartnerForm
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
        lines=_lines(request.reach(Agreement, taken_out=True).filter(partner=partner).select_related("partner")[:MOST]),
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
    rows = request.reach(Agreement, taken_out=True).select_related("partner", "with_organisation")
    shown = page_of(rows, request.GET.get("page"))
    may_agree = request.reach.may("agreement.recorded")
    return page(request, "directory/agreement_list.html", shown=shown, lines=_lines(shown), may_agree=may_agree)


def _entry(record: Any, form: Form, title: str, partner: Partner | None = None, **more: Any) -> Entry:
    """A form page of the directory; one about a partner is reached from its page, and leads back there."""
    where = reverse("directory:partner_page", args=[partner.pk]) if partner else reverse("directory:partner_list")
    lead = format_html('<a href="{}">{}</a>', where, partner.name) if partner else ""
    return Entry(record, form, title, where, said=_("Saved."), lead=lead, **more)


@form_page(actions.keep_partner)
def partner_new(request: Request) -> Entry:
    """Write a partner down."""
    return _entry(None, PartnerForm(request.POST or None), _("Add an institution"))


@form_page(actions.keep_partner)
def partner_change(request: Request, id: UUID) -> Entry:
    """Change what is written of a partner."""
    partner = request.reach(Partner).get(pk=id)
    form = PartnerForm(request.POST or None, initial=model_to_dict(partner))
    return _entry(partner, form, partner.name, partner)


@form_page(actions.end_partner)
def partner_end(request: Request, id: UUID) -> Entry:
    """One no longer works with a partner."""
    partner = request.reach(Partner).get(pk=id)
    return _entry(partner, _end_form(request), partner.name, partner)


def _end_form(request: Request) -> EndOnForm:
    return EndOnForm(request.POST or None, initial={"ends": timezone.localdate()})


@form_page(actions.keep_offer)
def offer_new(request: Request, id: UUID) -> Entry:
    """Write down what a partner offers."""
    partner = request.reach(Partner).get(pk=id)
    return _entry(partner, OfferForm(request.POST or None), _("Add a service"), partner)


@form_page(actions.keep_offer)
def offer_change(request: Request, id: UUID, offer: UUID) -> Entry:
    """Change what a partner offers, or whether there is room."""
    partner = request.reach(Partner).get(pk=id)
    found = request.reach(Offer).get(pk=offer, partner=partner)
    form = OfferForm(request.POST or None, initial=model_to_dict(found))
    return _entry(partner, form, found.what, partner, also={"offer": found})


@form_page(actions.record_agreement)
def agreement_new(request: Request) -> Entry:
    """Put an agreement on record."""
    others = request.reach(Organisation).exclude(pk=request.reach.organisation.pk)  # type: ignore[union-attr]
    form = AgreementForm(
        request.POST or None,
        partners=request.reach(Partner).in_force(),
        organisations=others,
        initial={"whom": f"partner:{request.GET.get('partner', '')}"},
    )
    return _entry(None, form, _("Put an agreement on record"))


@form_page(actions.end_agreement)
def agreement_end(request: Request, id: UUID) -> Entry:
    """End an agreement."""
    found = request.reach(Agreement).select_related("partner").get(pk=id)
    return _entry(found, _end_form(request), _("End the agreement"), found.partner)


@form_page(actions.correct_agreement)
def agreement_correct(request: Request, id: UUID) -> Entry:
    """Put an agreement right, or go on to take it out."""
    found = request.reach(Agreement).select_related("partner").get(pk=id)
    form = AgreementChangeForm(request.POST or None, initial=model_to_dict(found))
    other = (reverse("directory:agreement_void", args=[found.pk]), _("Take it out"))
    return _entry(found, form, _("Correct the agreement"), found.partner, other=other)


@form_page(actions.void_agreement, at="why")
def agreement_void(request: Request, id: UUID) -> Entry:
    """Take an agreement out, with a reason."""
    found, title = request.reach(Agreement).select_related("partner").get(pk=id), _("Take the agreement out")
    words = _("Whatever is shared on it closes at once.")
    form = TakeOutForm(request.POST or None, act=found)
    return _entry(found, form, title, found.partner, submit=title, words=words)
