"""A case moves to another organisation of the installation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.models import Organisation
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.actions.opening import DUTY
from tilts.cases.forms import AnswerForm, OfferForm, TakeOverForm
from tilts.cases.models import Case, Party, Transfer
from tilts.cases.views.pages import back_to, case_of, form_page
from tilts.people.actions import full_name
from tilts.ui.paging import page_of

LIST = "cases:transfer_list"
AGREED = "the client's agreement"


def _offered(request: Request, form: OfferForm, case: Case, parties: dict[str, Party]) -> bool:
    data = form.cleaned_data
    return done(
        form,
        "to",
        actions.offer_transfer,
        request.reach,
        case,
        to=data["to"],
        summary=data["summary"],
        basis=DUTY if data["basis"] == "law" else AGREED,
        parties=[parties[one] for one in data["parties"]],
    )


@door("transfer.offered")
def transfer_offer(request: Request, id: UUID) -> HttpResponse:
    """Offer the case to another organisation: on which basis, who goes along, what they need to know."""
    case = allowed(request, "transfer.offered", case_of(request, id))
    rows = request.reach(Party).filter(case=case).select_related("person")
    parties = {str(one.pk): one for one in rows}
    choices = [(pk, f"{full_name(one.person)}, {one.get_role_display()}") for pk, one in parties.items()]
    others = request.reach(Organisation).exclude(pk=case.organisation_id)
    form = OfferForm(request.POST or None, organisations=others, parties=choices)
    if request.method == "POST" and form.is_valid() and _offered(request, form, case, parties):
        messages.success(request, _("The case is offered. It stays yours until they accept."))
        return redirect(LIST)
    words = _("They open a file of their own with what you choose. Your file closes and nobody there sees into it.")
    title = _("Offer the case to another organisation")
    return form_page(request, form, title=title, back=back_to(case), case=case, words=words)


@door("transfer.read")
def transfer_list(request: Request) -> HttpResponse:
    """Offers that one made or that wait here, newest first."""
    rows = request.reach(Transfer).select_related("organisation", "to")
    return page(request, "cases/transfer_list.html", rows=page_of(rows, request.GET.get("page")))


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
    return page(request, "cases/transfer.html", offer=offer, may=may, mine=mine, count=len(offer.persons))


@door("transfer.accepted")
def transfer_accept(request: Request, id: UUID) -> HttpResponse:
    """Open a case here with what was listed."""
    offer = allowed(request, "transfer.accepted", _offer(request, id))
    form = TakeOverForm(request.POST or None, initial={"version": offer.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if done(form, None, actions.accept_transfer, request.reach, offer, seen_version=version):
            messages.success(request, _("The case is open here. Look first whether you know these people already."))
            return redirect("cases:transfer", id=offer.pk)
    back = reverse("cases:transfer", args=[offer.pk])
    words = _("A case opens here with what was listed, and you lead it.")
    return form_page(request, form, title=_("Accept the case"), back=back, words=words)


def _answer(request: Request, id: UUID, rule: str, verb: Any, title: str, said: str) -> HttpResponse:
    offer = allowed(request, rule, _offer(request, id))
    form = AnswerForm(request.POST or None, initial={"version": offer.version})
    if request.method == "POST" and form.is_valid():
        facts = {"reason": form.cleaned_data["reason"], "seen_version": form.cleaned_data["version"]}
        if done(form, "reason", verb, request.reach, offer, **facts):
            messages.success(request, said)
            return redirect(LIST)
    return form_page(request, form, title=title, back=reverse("cases:transfer", args=[offer.pk]))


@door("transfer.declined")
def transfer_decline(request: Request, id: UUID) -> HttpResponse:
    """Say no, with a reason."""
    said = _("The offer is declined.")
    return _answer(request, id, "transfer.declined", actions.decline_transfer, _("Decline the case"), said)


@door("transfer.withdrawn")
def transfer_withdraw(request: Request, id: UUID) -> HttpResponse:
    """Take the offer back."""
    said = _("The offer is taken back.")
    return _answer(request, id, "transfer.withdrawn", actions.withdraw_transfer, _("Take the offer back"), said)
