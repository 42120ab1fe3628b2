"""A case moves to another organisation of the installation."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Organisation
from tilts.cases.form_pages import in_case
from tilts.cases.models import Case, Party
from tilts.cases.pages import case_of
from tilts.sharing import actions
from tilts.sharing.forms import AnswerForm, OfferForm, TakeOverForm
from tilts.sharing.models import Transfer
from tilts.ui.paging import page_of

LIST = "sharing:transfer_list"


@form_page(actions.offer_transfer, at="to")
def transfer_offer(request: Request, id: UUID) -> Entry:
    """Offer the case to another organisation: on which basis, who goes along, what they need to know."""
    case = case_of(request, id)
    parties = request.reach(Party).filter(case=case).select_related("person")
    others = request.reach(Organisation).exclude(pk=case.organisation_id)
    return in_case(
        case,
        OfferForm(request.POST or None, organisations=others, parties=parties),
        title := _("Offer the case to another organisation"),
        submit=title,
        said=_("The case is offered. It stays yours until they accept."),
        words=_("They open a file of their own with what you choose. Your file closes and nobody there sees into it."),
        then=lambda _offer: reverse(LIST),
    )


@door("transfer.read")
def transfer_list(request: Request) -> HttpResponse:
    """Offers that one made or that wait here, newest first."""
    rows = request.reach(Transfer).select_related("organisation", "to")
    return page(request, "sharing/transfer_list.html", rows=page_of(rows, request.GET.get("page")))


def _offer(request: Request, id: UUID) -> Transfer:
    rows = request.reach(Transfer).select_related("organisation", "to", "offered_by", "answered_by", "folder")
    found: Transfer = rows.get(pk=id)
    return found


@door("transfer.read")
def transfer(request: Request, id: UUID) -> HttpResponse:
    """One offer: what they wrote, and what one may answer. No name stands here."""
    offer = _offer(request, id)
    rules = ("transfer.accepted", "transfer.declined", "transfer.withdrawn")
    may = {name.partition(".")[2]: bool(request.reach.may(name, record=offer)) for name in rules}
    ids = [offer.case_id, offer.became_id]
    cases = {one.pk: one for one in request.reach(Case).filter(pk__in=[pk for pk in ids if pk])}
    mine = cases.get(offer.case_id) or cases.get(offer.became_id)
    return page(request, "sharing/transfer.html", offer=offer, may=may, mine=mine, count=len(offer.persons))


@form_page(actions.accept_transfer)
def transfer_accept(request: Request, id: UUID) -> Entry:
    """Open a case here with what was listed."""
    return Entry(
        offer := _offer(request, id),
        TakeOverForm(request.POST or None),
        title := _("Accept the case"),
        reverse("sharing:transfer", args=[offer.pk]),
        submit=title,
        said=_("The case is open here. Look first whether you know these people already."),
        words=_("A case opens here with what was listed, and you lead it."),
    )


def _answer(request: Request, id: UUID, title: str, said: str) -> Entry:
    offer, form = _offer(request, id), AnswerForm(request.POST or None)
    back = reverse("sharing:transfer", args=[offer.pk])
    return Entry(offer, form, title, back, submit=title, said=said, then=lambda _offer: reverse(LIST))


@form_page(actions.decline_transfer, at="reason")
def transfer_decline(request: Request, id: UUID) -> Entry:
    """Say no, with a reason."""
    return _answer(request, id, _("Decline the case"), _("The offer is declined."))


@form_page(actions.withdraw_transfer, at="reason")
def transfer_withdraw(request: Request, id: UUID) -> Entry:
    """Take the offer back."""
    return _answer(request, id, _("Take the offer back"), _("The offer is taken back."))
