"""Pages of a referral: writing it, its steps, its letter; and sharing a case by name."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_lead
from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Organisation
from tilts.access.papers import not_drawn
from tilts.access.relationships import ZONE_WORDS
from tilts.cases.form_pages import in_case
from tilts.cases.models import Case, Party, PartyRole
from tilts.cases.pages import back_to, case_of, colleagues_at, people_in
from tilts.directory.beside import with_offers
from tilts.directory.models import Agreement
from tilts.people.models import Consent, Person
from tilts.sharing import actions
from tilts.sharing.forms import AcceptForm, OutcomeForm, ReasonForm, ReferralForm, ShareForm
from tilts.sharing.letter import file_name, letter_of, new_password, sealed_letter, sign, signed
from tilts.sharing.models import PartnerLink, Referral
from tilts.sharing.policy.referrals import file_of_referral, may_know_summary


def _consents(request: Request, case: Case) -> Any:
    rows = request.reach(Consent).filter(folder=case.folder_id).in_force(timezone.localdate())
    return rows.select_related("with_unit")


def _who_agrees(request: Request, case: Case) -> Any:
    """Of whom a consent can be written down here and now; nobody's where one may not write that down."""
    if not request.reach.may("consent.given", record=case.folder):
        return None
    about = request.reach(Party).filter(case=case).exclude(role=PartyRole.ALLEGED)
    return request.reach(Person).filter(pk__in=about.order_by().values("person"), erased_at=None).order_by("pk")


def _elsewhere(request: Request) -> Any:
    return request.reach(Organisation).exclude(pk=getattr(request.reach.organisation, "pk", None))


@form_page(actions.refer, template="sharing/referral_new.html")
def referral_new(request: Request, id: UUID) -> Entry:
    """Refer the case: to whom, what is asked, what is shared, on which basis."""
    case, partners = case_of(request, id), list(with_offers(request.reach).in_force())
    known = {"organisations": _elsewhere(request), "partners": partners, "consents": _consents(request, case)}
    known["people"] = _who_agrees(request, case)
    return in_case(
        case,
        ReferralForm(request.POST or None, **known),
        _("Refer"),
        submit=_("Send the referral"),
        said=_("The referral is sent. Nothing opens before it is accepted."),
        about=_("Before they accept, the others see the code and what is asked, and nothing else."),
        more={"partners": partners},
    )


@form_page(actions.share)
def case_share(request: Request, id: UUID) -> Entry:
    """Share the case with one colleague of another organisation."""
    case, agreed = case_of(request, id), request.reach(Agreement).in_force().exclude(with_organisation=None)
    organisations = _elsewhere(request).filter(pk__in=agreed.values("with_organisation"))
    on = {"consents": _consents(request, case), "people": _who_agrees(request, case)}
    return in_case(
        case,
        ShareForm(request.POST or None, organisations=organisations, **on),
        _("Share with a colleague elsewhere"),
        submit=_("Share"),
        said=_("The colleague may open what you listed."),
        about=_("Only organisations with an agreement that holds today can be chosen."),
        back="cases:case_access",
    )


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
        "doer",
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
    sent_here = found.organisation_id == getattr(request.reach.organisation, "pk", None)
    verbs = ("seen", "accepted", "declined", "done", "withdrawn", "exported", "link_given", "link_ended")
    may = {verb: bool(request.reach.may(f"referral.{verb}", record=found)) for verb in verbs}
    return page(
        request,
        "sharing/referral_page.html",
        referral=found,
        shares=[ZONE_WORDS[zone] for zone in found.zones if zone in ZONE_WORDS],
        sent_here=sent_here,
        knows=may_know_summary(request.reach, found),
        zones=request.reach.zones(found.case_id),
        minding=_to_mind(request, found.case) if found.is_open and not found.is_waiting and not sent_here else None,
        own=request.reach(Case).filter(pk=found.to_case_id, organisation=request.reach.organisation).first(),
        link=_link_of(request, found),
        may=may,
    )


def _link_of(request: Request, referral: Referral) -> PartnerLink | None:
    """The newest link that was given of it, where it goes to a partner outside."""
    rows = (
        request.reach(PartnerLink).filter(referral=referral).select_related("given_by") if referral.partner_id else ()
    )
    return next(iter(rows[:1]), None)


def _to_mind(request: Request, case: Case) -> dict[str, Any]:
    """How those whom it is about are reached safely, and what is not safe, as far as one's zones go."""
    people = [one for one in people_in(request, case) if one["party"].role != PartyRole.ALLEGED]
    return {
        "cautions": [{"way": way, "person": one["person"]} for one in people for way in one["ways"]],
        "dangers": [{"said": said, "person": one["person"]} for one in people for said in one["dangers"]],
    }


@door("referral.seen", record_of=file_of_referral)
def referral_seen(request: Request, referral: UUID) -> HttpResponse:
    """Say that it was seen."""
    found = allowed(request, "referral.seen", referral_of(request, referral))
    if request.method == "POST":
        actions.see_referral(request.reach, found)
        messages.success(request, _("The sender sees that the referral was seen."))
    return redirect("sharing:referral_page", referral=found.pk)


@form_page(actions.accept_referral, at="joins", record_of=file_of_referral)
def referral_accept(request: Request, referral: UUID) -> Entry:
    """Accept: a case of one's own is opened or joined."""
    found = referral_of(request, referral)
    mine = request.reach(Case).open().filter(organisation=request.reach.organisation, lead=request.reach.user)
    colleagues = None if found.partner_id else colleagues_at(request)
    form = AcceptForm(request.POST or None, cases=mine, colleagues=colleagues, initial={"doer": request.user.pk})

    def there(accepted: Referral) -> str:
        """One's own case that came of it; for a partner outside the referral."""
        return back_to(accepted.to_case) if accepted.to_case and not accepted.partner_id else _address(accepted)

    said = _("The referral is accepted.")
    return _step(found, form, _("Accept the referral"), said=said, without=["agreed"], then=there)


def _address(referral: Referral) -> str:
    return reverse("sharing:referral_page", args=[referral.pk])


def _after(referral: Referral) -> str:
    """Where one goes on when the file is closed to one's side."""
    return _address(referral) if referral.partner_id else reverse("day:inbox")


def _step(found: Referral, form: Form, title: str, **more: Any) -> Entry:
    """A step of a referral; which case, from whom to whom, stands below the heading."""
    there, way = _address(found), f"{found.organisation.name} → {found.recipient}"
    return Entry(found, form, title, there, submit=title, lead=code_lead(found.case, there, way), **more)


@form_page(actions.decline_referral, at="reason", record_of=file_of_referral)
def referral_decline(request: Request, referral: UUID) -> Entry:
    """Decline with a reason."""
    found, said = referral_of(request, referral), _("The referral is declined; the sender reads why.")
    return _step(found, ReasonForm(request.POST or None), _("Decline the referral"), said=said, then=_after)


@form_page(actions.finish_referral, at="outcome", record_of=file_of_referral)
def referral_finish(request: Request, referral: UUID) -> Entry:
    """What was asked is done."""
    found, said = referral_of(request, referral), _("The referral is done; the sender reads what came of it.")
    return _step(found, OutcomeForm(request.POST or None), _("Mark as done"), said=said, then=_after)


@form_page(actions.withdraw_referral, at="reason", record_of=file_of_referral)
def referral_withdraw(request: Request, referral: UUID) -> Entry:
    """Take a referral back."""
    found, form = referral_of(request, referral), ReasonForm(request.POST or None)
    said = _("The referral is withdrawn. From this moment the case is closed to them.")
    return _step(found, form, _("Withdraw the referral"), said=said, then=lambda back: back_to(back.case))


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
        "sharing/referral_letter.html",
        referral=found,
        password=fresh,
        sealed_with=sign(request.reach, found, fresh),
        not_drawn=not_drawn(letter_of(request.reach, found)),
        too_late=request.method == "POST",
        status=422 if request.method == "POST" else 200,
    )
