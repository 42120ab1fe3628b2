"""The own account: locked and unlocked, PIN, the role in which one acts, and the work one is offered."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.hashers import check_password
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access import proof
from tilts.access.audit import write_entry
from tilts.access.doors import Request, door, outside, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Membership
from tilts.accounts import sessions, staffing
from tilts.accounts.forms.account import PinForm, RoleForm, UnlockForm
from tilts.accounts.limits import Limit, Waiting, take
from tilts.accounts.members import choose_role, set_pin
from tilts.accounts.models import ChangeKind, ChangeState, StaffChange

UNLOCKING = Limit("unlock", 5, 15 * 60)


def _mine(request: Request) -> list[Membership]:
    mine = sessions.memberships_now(request.reach.user) if request.reach.user else []
    return sessions.open_to(request, mine)


def _offered(request: Request) -> Any:
    """Where this person is to work, as soon as they accept."""
    rows = request.reach(StaffChange).filter(user=request.reach.user, kind=ChangeKind.HIRE)
    return rows.select_related("organisation")


@door("account.kept")
def account_page(request: Request) -> HttpResponse:
    """Who one is here, how one signs in, and in which role one acts."""
    kinds = list(request.reach.user.authenticator_set.values_list("type", flat=True))  # type: ignore[union-attr]
    return page(
        request,
        "accounts/account_page.html",
        me=request.reach.user,
        mine=_mine(request),
        now=request.reach.membership,
        offered=_offered(request).filter(state=ChangeState.RELEASED),
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        idle_minutes=round(settings.SESSION_IDLE_SECONDS / 60) or 1,
    )


@door("role.chosen")
def account_role(request: Request) -> HttpResponse:
    """Act in another organisation or role."""
    mine = request.reach(Membership).filter(pk__in=[one.pk for one in _mine(request)]).select_related("organisation")
    form = RoleForm(request.POST or None, mine=mine, initial={"membership": request.reach.membership})
    if request.method != "POST" or not form.is_valid():
        lead, back = _("From now on you see and do what this role sees and does."), reverse("accounts:account_page")
        title, submit = _("Act in another role"), _("Act in this role")
        return Entry(None, form, title, back, submit=submit, lead=lead).shown(request)
    chosen = choose_role(request.reach, form.cleaned_data["membership"])
    sessions.act_as(request, chosen)
    request.session.cycle_key()
    messages.success(request, _("You now act for %(organisation)s.") % {"organisation": chosen.organisation.name})
    return redirect("/")


def _work(request: Request, id: UUID, title: str, words: str, said: str) -> Entry:
    asked = _offered(request).get(pk=id)
    lead = f"{asked.organisation.name} · {asked.get_role_display()}"
    return Entry(asked, Form(), title, reverse("accounts:account_page"), said=said, lead=lead, words=words)


@form_page(staffing.accept, fresh=True)
def work_accept(request: Request, id: UUID) -> Entry:
    """Accept to work in an organisation."""
    words = _(
        "Accept only if you know this organisation and agreed to work there. "
        "You choose in your account as whom you act."
    )
    return _work(request, id, _("Accept the work"), words, _("You work there from now on."))


@form_page(staffing.decline)
def work_decline(request: Request, id: UUID) -> Entry:
    """Say no to it."""
    words = _("The organisation sees that you said no. Your account stays as it is.")
    return _work(request, id, _("Say no"), words, _("The organisation has its answer."))


@form_page(set_pin, fresh=True)
def account_pin(request: Request) -> Entry:
    """Set a PIN, or take it away."""
    said = _("The PIN is set.") if request.POST.get("pin") else _("There is no PIN any more.")
    form, back = PinForm(request.POST or None), reverse("accounts:account_page")
    lead = _("A number of your own with which you unlock a locked session. It signs nobody in.")
    title = _("PIN for unlocking")
    return Entry(request.reach.user, form, title, back, said=said, lead=lead, without=["again"])


@outside("lock", "second_factor")
@door("account.kept")
def account_lock(request: Request) -> HttpResponse:
    """Lock now: the session stays, nothing of it is shown."""
    if request.method == "POST" and not sessions.is_locked(request):
        request.session[proof.BACK_TO] = proof.page_before(request)
        sessions.lock(request)
        write_entry(request.reach, "session.locked", request.reach.user, basis="asked")
    return redirect("accounts:account_locked")


def _right(request: Request, secret: str) -> bool:
    """Whether this is the PIN or the password; the password is a fresh proof, too."""
    user = request.reach.user
    if user is None:
        return False
    if user.pin and check_password(secret, user.pin):
        return True
    if user.check_password(secret):
        proof.confirm(request)
        return True
    return False


def _session_is_over(request: Request) -> HttpResponse:
    write_entry(request.reach, "signed_out", request.reach.user, basis="wrong")
    logout(request)
    messages.error(request, _("Five wrong tries: the session has ended. Please sign in again."))
    return redirect("account_login")


@outside("lock", "second_factor")
@door("account.kept")
def account_locked(request: Request) -> HttpResponse:
    """All that a locked session shows; unlocked by the PIN, the password or a passkey."""
    if not sessions.is_locked(request):
        return redirect("accounts:account_back")
    form = UnlockForm(request.POST) if request.method == "POST" else UnlockForm()
    if form.is_bound and form.is_valid():
        try:
            take(UNLOCKING, str(request.session.session_key))
        except Waiting:
            return _session_is_over(request)
        if _right(request, form.cleaned_data["secret"]):
            sessions.unlock(request)
            request.session.cycle_key()
            write_entry(request.reach, "session.unlocked", request.reach.user)
            return redirect("accounts:account_back")
        write_entry(request.reach, "session.unlocked", request.reach.user, outcome="refused")
        form.add_error("secret", _("That is neither your PIN nor your password."))
    kinds = set(request.reach.user.authenticator_set.values_list("type", flat=True))  # type: ignore[union-attr]
    return page(
        request,
        "accounts/account_locked.html",
        form=form,
        me=request.reach.user,
        kept=request.session.get(proof.KEPT),
        has_app=Authenticator.Type.TOTP in kinds,
        has_passkey=Authenticator.Type.WEBAUTHN in kinds,
        status=422 if form.errors else 200,
    )


@outside("lock", "second_factor")
@door("account.kept")
def account_back(request: Request) -> HttpResponse:
    """Go on after a lock or a question: to the page that was asked for, or to the form with what was typed into it."""
    if sessions.is_locked(request):
        return redirect("accounts:account_locked")
    to, came_from = sessions.put_back(request)
    if came_from and came_from != to:
        return page(request, "accounts/account_back.html", to=to, came_from=came_from)
    return redirect(to)
