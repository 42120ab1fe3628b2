"""Addresses of signing in: allauth's pages that are used, each behind its door."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path
from django.utils.translation import gettext as _

from tilts.access.doors import Request, lent_page, open_page, outside
from tilts.accounts.adapters import has_another
from tilts.accounts.sessions import set_up_second_factor

KEPT = "account.kept"


def _stranger(view: Any, reason: str) -> Any:
    return open_page(reason)(view)


def _own(view: Any, *, fresh: bool = False, out: tuple[str, ...] = ("second_factor",)) -> Any:
    return outside(*out)(lent_page(KEPT, fresh=fresh)(view))


def _not_the_last(request: Request, pk: int) -> HttpResponse:
    """allauth lets the last passkey go; we do not."""
    found = Authenticator.objects.filter(user=request.user, pk=pk).first()
    if found and not settings.DEMO and not has_another(found):
        messages.error(request, _("This is your only second factor. Set up another one first."))
        return redirect("mfa_list_webauthn")
    response: HttpResponse = webauthn.remove_webauthn(request, pk=pk)
    return response


class AddApp(totp.ActivateTOTPView):
    """An app is set up; from then on this session has proved it, and the others are over."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The code was right."""
        response: HttpResponse = super().form_valid(form)
        set_up_second_factor(self.request)
        return response


class AddPasskey(webauthn.AddWebAuthnView):
    """A passkey is set up, likewise."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The browser gave one."""
        response: HttpResponse = super().form_valid(form)
        set_up_second_factor(self.request)
        return response


STEP = "the second step of signing in; who it is was asked in the first"
CONFIRMING = ("lock", "second_factor")
urlpatterns = [
    path("login/", _stranger(account.login, "where everybody signs in"), name="account_login"),
    path("logout/", _stranger(account.logout, "leaving; nothing is shown"), name="account_logout"),
    path("inactive/", _stranger(account.account_inactive, "says that an account is closed"), name="account_inactive"),
    path("reauthenticate/", _own(account.reauthenticate, out=CONFIRMING), name="account_reauthenticate"),
    path("password/change/", _own(account.password_change), name="account_change_password"),
    path("password/set/", _own(account.password_set, fresh=True), name="account_set_password"),
    path("password/reset/", _stranger(account.password_reset, "asks for a link"), name="account_reset_password"),
    path(
        "password/reset/done/",
        _stranger(account.password_reset_done, "says the same whether the account exists or not"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _stranger(account.password_reset_from_key, "opened by a one-time link"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        _stranger(account.password_reset_from_key_done, "says that the password is set"),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", _own(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", _stranger(mfa.authenticate, STEP), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _own(mfa.reauthenticate, out=CONFIRMING), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _own(AddApp.as_view(), fresh=True), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _own(totp.deactivate_totp, fresh=True), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", _own(recovery_codes.view_recovery_codes, fresh=True), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        _own(recovery_codes.generate_recovery_codes, fresh=True),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/webauthn/", _own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", _own(AddPasskey.as_view(), fresh=True), name="mfa_add_webauthn"),
    path(
        "2fa/webauthn/login/", _stranger(webauthn.login_webauthn, "signing in by a passkey"), name="mfa_login_webauthn"
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        _own(webauthn.reauthenticate_webauthn, out=CONFIRMING),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", _own(_not_the_last, fresh=True), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", _own(webauthn.edit_webauthn, fresh=True), name="mfa_edit_webauthn"),
]
