"""Links for partners outside: giving one, ending it, and the one page that it opens."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.actions import Stale
from tilts.access.actor import JOB, acting
from tilts.access.doors import Request, allowed, door, open_page, page
from tilts.access.form_pages import Press, button
from tilts.access.reach import Refused
from tilts.accounts.guessing import counted_by
from tilts.accounts.limits import Limit, Waiting, take_all
from tilts.sharing import actions
from tilts.sharing.forms import LinkAnswerForm, LinkCodeForm
from tilts.sharing.links import by_link, find_link, link_of
from tilts.sharing.models import PartnerLink
from tilts.sharing.policy.referrals import file_of_referral
from tilts.sharing.views.referrals import referral_of

OF_LINK = Limit("partner.link", 10, 10 * 60)
OF_ADDRESS = Limit("partner.address", 30, 10 * 60)
SIGNER = signing.TimestampSigner(salt="sharing.link")
STAYS_OPEN = 30 * 60
"""Seconds for which the page takes an answer before the code is asked again."""


@door("referral.link_given", fresh=True, record_of=file_of_referral)
def referral_link(request: Request, referral: UUID) -> HttpResponse:
    """Give a partner outside a link: it and its code are shown once, and handed over apart."""
    found = allowed(request, "referral.link_given", referral_of(request, referral))
    living = request.reach(PartnerLink).filter(referral=found, ended_at=None).first()
    told: dict[str, Any] = {"referral": found, "living": living}
    if request.method == "POST":
        given = actions.give_link(request.reach, found)
        link = request.build_absolute_uri(reverse("sharing:partner_page", args=[given.token]))
        told |= {"given": given, "link": link}
    return page(request, "sharing/referral_link.html", **({"given": None, "link": ""} | told))


@button(actions.end_link, record_of=file_of_referral)
def referral_link_end(request: Request, referral: UUID) -> Press:
    """End the link at once."""
    found = referral_of(request, referral)
    said = _("The link has ended. What was sent by it is no longer shown to anybody.")
    return Press(found, reverse("sharing:referral_page", args=[found.pk]), said)


@open_page("a partner outside has no account: a link with a random token, and a code handed over apart")
def partner_page(request: HttpRequest, token: str) -> HttpResponse:
    """What was sent, and the answer; a wrong code, an unknown link and one that is over get the same answer."""
    if request.method != "POST":
        return _shown(request, "sharing/partner_code.html", form=LinkCodeForm())
    if "opened" in request.POST:
        return _answered(request, token)
    form = LinkCodeForm(request.POST)
    if not form.is_valid():
        return _shown(request, "sharing/partner_code.html", 422, form=form)
    try:
        take_all((OF_LINK, token), (OF_ADDRESS, counted_by(request)))
    except Waiting as waiting:
        form.add_error("code", _("Too many tries. Wait %(n)s min.") % {"n": waiting.minutes})
        return _shown(request, "sharing/partner_code.html", 429, form=form)
    with transaction.atomic():
        link = find_link(token, form.cleaned_data["code"])
    if link is None:
        form.add_error("code", _("This link and this code open nothing now."))
        return _shown(request, "sharing/partner_code.html", 422, form=form)
    actions.open_link(by_link(link.referral), link.referral, link=link)
    kept = {name: form.cleaned_data[name] for name in ("answer", "words", "signed")}
    return _sent(request, link, LinkAnswerForm(initial=_begun(link) | kept, answers=actions.answers_of(link.referral)))


def _begun(link: PartnerLink) -> dict[str, Any]:
    return {"opened": SIGNER.sign(str(link.pk))}


def _opened(token: str, sent: str) -> PartnerLink | None:
    """The link of this token, if its code was given on this page a short while ago."""
    try:
        opened = SIGNER.unsign(sent, max_age=STAYS_OPEN)
    except signing.BadSignature:
        return None
    with transaction.atomic(), acting(JOB):
        link = link_of(token)
    return link if link is not None and str(link.pk) == opened else None


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    """Write the answer down; where the page stood open for too long, or the link is over, the code is asked again."""
    link = _opened(token, request.POST["opened"])
    if link is None:
        kept = {name: request.POST.get(name, "") for name in ("answer", "words", "signed")}
        asked = LinkCodeForm(initial=kept)
        return _shown(request, "sharing/partner_code.html", 422, form=asked, again=True)
    form = LinkAnswerForm(request.POST, answers=actions.answers_of(link.referral))
    if not form.is_valid():
        return _sent(request, link, form, 422)
    told = {name: form.cleaned_data[name] for name in ("answer", "words", "signed")}
    try:
        actions.answer_by_link(by_link(link.referral), link.referral, link=link, **told)
    except Refused as no:
        form.add_error(no.field or None, str(no))
        return _sent(request, link, form, 422)
    except Stale:
        form.add_error(None, _("Somebody answered at this moment. Open it again."))
        return _sent(request, link, form, 422)
    if not link.referral.is_open:
        return _shown(request, "sharing/partner_thanks.html")
    again = LinkAnswerForm(initial=_begun(link), answers=actions.answers_of(link.referral))
    return _sent(request, link, again, thanks=True)


def _sent(
    request: HttpRequest, link: PartnerLink, form: LinkAnswerForm, status: int = 200, thanks: bool = False
) -> HttpResponse:
    """The page with what was sent, and nothing else of the file."""
    return _shown(request, "sharing/partner_page.html", status, link=link, form=form, thanks=thanks)


def _shown(request: HttpRequest, template: str, status: int = 200, **more: Any) -> HttpResponse:
    """A page, but not in the log of the server: the address is a secret that is in use."""
    answer = render(request, template, {"again": False, "thanks": False, **more}, status=status)
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
