"""Pages of a referral: writing it, its steps, its letter; and sharing a case by name."""

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
from tilts.cases import actions
from tilts.cases.forms import AcceptForm, OutcomeForm, ReasonForm, ReferralForm, ShareForm
from tilts.cases.letter import file_name, new_password, sealed_letter, sign, signed
from tilts.cases.models import Case, Referral
from tilts.cases.policy.referrals import file_of_referral, may_know_summary
from tilts.cases.views.pages import case_of
from tilts.directory.beside import with_offers
from tilts.directory.models import Agreement
from tilts.people.models import Consent


def _consents(request: Request, case: Case) -> Any:
    rows = request.reach(Consent).filter(folder=case.folder_id).in_force(timezone.localdate())
    return rows.select_related("with_unit")


def _elsewhere(request: Request) -> Any:
    return request.reach(Organisation).exclude(pk=getattr(request.reach.organisation, "pk", None))


@door("referral.sent")
def referral_new(request: Request, id: UUID) -> HttpResponse:
    """Refer the case: to whom, what is asked, what is shared, on which basis."""
    case = allowed(request, "referral.sent", case_of(request, id))
    partners = list(with_offers(request.reach).in_force())
    form = ReferralForm(
        request.POST or None,
        organisations=_elsewhere(request),
        partners=partners,
        consents=_consents(request, case),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, None, actions.refer, request.reach, case, **form.facts())
    ):
        messages.success(request, _("The referral is sent. Nothing opens before it is accepted."))
        return redirect("cases:case_page", id=case.pk)
    told = {"case": case, "form": form, "partners": partners}
    return page(request, "cases/referral_new.html", status=422 if form.errors else 200, **told)


@door("case.shared")
def case_share(request: Request, id: UUID) -> HttpResponse:
    """Share the case with one colleague of another organisation."""
    case = allowed(request, "case.shared", case_of(request, id))
    agreed = request.reach(Agreement).in_force().exclude(with_organisation=None)
    organisations = _elsewhere(request).filter(pk__in=agreed.values("with_organisation"))
    form = ShareForm(request.POST or None, organisations=organisations, consents=_consents(request, case))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, None, actions.share, request.reach, case, **form.cleaned_data)
    ):
        messages.success(request, _("The colleague may open what you listed."))
        return redirect("cases:case_access", id=case.pk)
    return page(request, "cases/case_share.html", case=case, form=form, status=422 if form.errors else 200)


def referral_of(request: Request, referral: UUID) -> Referral:
    """The referral of the address, if it is within reach; else 404."""
    rows = request.reach(Referral).select_related(
        "case__folder",
        "case__lead",
        "case__territory",
        "organisation",
        "to_organisation",
        "partner",
        "sent_by",
        "seen_by",
        "answered_by",
        "ended_by",
        "consent",
        "agreement",
        "legal_basis",
    )
    found: Referral = rows.get(pk=referral)
    return found


@door("referral.read", record_of=file_of_referral)
def referral_page(request: Request, referral: UUID) -> HttpResponse:
    """One referral: what is asked, what is shared and why, where it stands, what can be done."""
    found = referral_of(request, referral)
    verbs = ("seen", "accepted", "declined", "done", "withdrawn", "exported")
    may = {verb: bool(request.reach.may(f"referral.{verb}", record=found)) for verb in verbs}
    return page(
        request,
        "cases/referral_page.html",
        referral=found,
        shares=[ZONE_WORDS[zone] for zone in found.zones if zone in ZONE_WORDS],
        sent_here=found.organisation_id == getattr(request.reach.organisation, "pk", None),
        knows=may_know_summary(request.reach, found),
        own=request.reach(Case).filter(pk=found.to_case_id, organisation=request.reach.organisation).first(),
        may=may,
    )


@door("referral.seen", record_of=file_of_referral)
def referral_seen(request: Request, referral: UUID) -> HttpResponse:
    """Say that it was seen."""
    found = allowed(request, "referral.seen", referral_of(request, referral))
    if request.method == "POST":
        actions.see_referral(request.reach, found)
        messages.success(request, _("The sender sees that the referral was seen."))
    return redirect("cases:referral_page", referral=found.pk)


@door("referral.accepted", record_of=file_of_referral)
def referral_accept(request: Request, referral: UUID) -> HttpResponse:
    """Accept: a case of one's own is opened or joined."""
    found = allowed(request, "referral.accepted", referral_of(request, referral))
    mine = request.reach(Case).open().filter(organisation=request.reach.organisation, lead=request.reach.user)
    form = AcceptForm(request.POST or None, cases=mine[:0] if found.partner_id else mine)
    if request.method == "POST" and form.is_valid():
        joins = form.cleaned_data["joins"]
        if done(form, "joins", actions.accept_referral, request.reach, found, joins=joins):
            messages.success(request, _("The referral is accepted."))
            own = None if found.partner_id else found.to_case_id
            return redirect("cases:case_page", id=own) if own else redirect("cases:referral_page", referral=found.pk)
    return _step(request, found, form, _("Accept the referral"))


def _step(request: Request, found: Referral, form: Any, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, "cases/referral_step.html", referral=found, form=form, title=title, status=status)


@door("referral.declined", record_of=file_of_referral)
def referral_decline(request: Request, referral: UUID) -> HttpResponse:
    """Decline with a reason."""
    found = allowed(request, "referral.declined", referral_of(request, referral))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done(form, "reason", actions.decline_referral, request.reach, found, **form.cleaned_data):
            messages.success(request, _("The referral is declined; the sender reads why."))
            return _after(found)
    return _step(request, found, form, _("Decline the referral"))


def _after(found: Referral) -> HttpResponse:
    """Where one goes on when the file is closed to one's side."""
    return redirect("cases:referral_page", referral=found.pk) if found.partner_id else redirect("cases:inbox")


@door("referral.done", record_of=file_of_referral)
def referral_finish(request: Request, referral: UUID) -> HttpResponse:
    """What was asked is done."""
    found = allowed(request, "referral.done", referral_of(request, referral))
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done(form, "outcome", actions.finish_referral, request.reach, found, **form.cleaned_data):
            messages.success(request, _("The referral is done; the sender reads what came of it."))
            return _after(found)
    return _step(request, found, form, _("The referral is done"))


@door("referral.withdrawn", record_of=file_of_referral)
def referral_withdraw(request: Request, referral: UUID) -> HttpResponse:
    """Take a referral back."""
    found = allowed(request, "referral.withdrawn", referral_of(request, referral))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done(form, "reason", actions.withdraw_referral, request.reach, found, **form.cleaned_data):
            messages.success(request, _("The referral is withdrawn. From this moment the case is closed to them."))
            return redirect("cases:case_page", id=found.case_id)
    return _step(request, found, form, _("Withdraw the referral"))


@door("referral.exported", fresh=True, record_of=file_of_referral)
def referral_letter(request: Request, referral: UUID) -> HttpResponse:
    """The letter for a partner outside: a password is shown once, and the file that it opens is made with it."""
    found = allowed(request, "referral.exported", referral_of(request, referral))
    password = signed(request.reach, found, request.POST.get("sealed_with", ""))
    if request.method == "POST" and password:
        actions.take_letter(request.reach, found)
        answer = HttpResponse(sealed_letter(request.reach, found, password), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{file_name()}"'
        return answer
    fresh = new_password()
    return page(
        request,
        "cases/referral_letter.html",
        referral=found,
        password=fresh,
        sealed_with=sign(request.reach, found, fresh),
        too_late=request.method == "POST",
        status=422 if request.method == "POST" else 200,
    )
