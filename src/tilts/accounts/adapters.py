"""How allauth behaves here: nobody signs up; accounts are given; every sign-in leaves its trace."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tilts.access import proof
from tilts.access.audit import write_entry_first
from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.accounts import guessing, sessions
from tilts.accounts.limits import Limit, Waiting, give_back, take
from tilts.accounts.links import GIVEN
from tilts.accounts.second_factors import BOUND_TO
from tilts.sealing.keys import ring
from tilts.ui.forms import dress

CONFIRMING = Limit("confirm", 5, 5 * 60)
TRACED = {
    "mfa/email/totp_activated": ("second_factor.added", "app"),
    "mfa/email/totp_deactivated": ("second_factor.removed", "app"),
    "mfa/email/webauthn_added": ("second_factor.added", "passkey"),
    "mfa/email/webauthn_removed": ("second_factor.removed", "passkey"),
    "mfa/email/recovery_codes_generated": ("second_factor.added", "recovery_codes"),
    "account/email/password_changed": ("password.changed", "changed"),
    "account/email/password_set": ("password.changed", "set"),
    "account/email/password_reset": ("password.changed", "link"),
}
"""What allauth would write a letter about, and the kind under which the trace keeps it."""


def reach_of(user: User | None) -> Reach:
    """Whoever signs in, before a request carries their reach."""
    mine = sessions.memberships_now(user) if user else []
    return Reach(user=user, membership=mine[0] if mine else None)


def failed(user: User | None, basis: str) -> None:
    """Somebody was not let in: under the account's organisation, or under nobody's; never what was typed."""
    write_entry_first(reach_of(user), "sign_in.failed", user.pk if user else None, outcome="refused", basis=basis)


def _wait_sentence(waiting: Waiting) -> str:
    if waiting.limit in (CONFIRMING, guessing.KNOWN):
        return ngettext(
            "Too many wrong tries. Try again in %(minutes)d minute.",
            "Too many wrong tries. Try again in %(minutes)d minutes.",
            waiting.minutes,
        ) % {"minutes": waiting.minutes}
    return ngettext(
        "Too many wrong tries. Try again in %(minutes)d minute; "
        "in a browser where you have signed in before, you can try now.",
        "Too many wrong tries. Try again in %(minutes)d minutes; "
        "in a browser where you have signed in before, you can try now.",
        waiting.minutes,
    ) % {"minutes": waiting.minutes}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by an administrator; limits, sessions and traces are ours."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail or the password is wrong."),
        "incorrect_password": _("This password is wrong."),
        "enter_current_password": _("This password is wrong."),
        "incorrect_code": _("This code is wrong, or was used already."),
        "too_many_login_attempts": _("Too many wrong tries. Try again in five minutes."),
        "rate_limited": _("Too many wrong tries. Try again in five minutes."),
    }
    taken: list[str]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names, only e-mail addresses."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """What allauth's own limits count by is what ours do."""
        return guessing.address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Take a try before anything is compared, in the same way for accounts that do not exist."""
        email = str(credentials.get("email", ""))
        try:
            self.taken = guessing.take_try(request, email)
        except Waiting as waiting:
            if guessing.first_refusal(waiting, email):
                failed(User.objects.filter(email=email.lower()).first(), waiting.limit.name)
            raise ValidationError(_wait_sentence(waiting), code="too_many_login_attempts") from waiting

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account, if the password is right; the try is then given back."""
        user = super().authenticate(request, **credentials)
        if user:
            give_back(self.taken)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, or an account that is not there: one query and one trace either way."""
        failed(User.objects.filter(email=str(credentials.get("email", "")).lower()).first(), "password")

    def reauthenticate(self, user: Any, password: str) -> bool:
        """The password of whoever is signed in, once more."""
        try:
            taken = take(CONFIRMING, str(user.pk))
        except Waiting as waiting:
            raise ValidationError(_wait_sentence(waiting)) from waiting
        if not user.check_password(password):
            failed(user, "confirm")
            return False
        give_back([taken])
        proof.confirm(context.request)
        return True

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not if it was proved a moment ago."""
        return not proof.is_fresh(context.request)

    def login(self, request: HttpRequest, user: Any) -> None:
        """A session begins."""
        how = [str(one.get("type") or one["method"]) for one in get_authentication_records(request, user)]
        super().login(request, user)
        sessions.begin(request)
        if any(one != "password" for one in how):
            request.session[sessions.SECOND_FACTOR] = True
        write_entry_first(reach_of(user), "signed_in", user.pk, basis="+".join(how)[:60])

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        """The browser is known from now on."""
        response = super().post_login(request, user, **more)
        guessing.remember_browser(request, response, user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        """A session ends."""
        reach: Reach = request.reach  # type: ignore[attr-defined]
        write_entry_first(reach, "signed_out", request.user.pk, basis="asked")
        super().logout(request)

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """What allauth would write a letter about goes into the trace. No letter: mail is the outbox's."""
        kind, basis = TRACED.get(template_prefix, ("", ""))
        if not kind:
            return
        write_entry_first(reach_of(user), kind, user.pk, basis=basis)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the own account where a work waits to be accepted."""
        address: str = super().get_login_redirect_url(request)
        return reverse("accounts:account_page") if sessions.is_offered_work(request.user) else address

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the own account."""
        return reverse("accounts:account_page")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Told only to whoever knows the password."""
        failed(user, "closed")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to prove it once more, in our words."""
        words = {
            "reauthenticate": gettext("By password"),
            "mfa_reauthenticate": gettext("By a code from the app"),
            "mfa_reauthenticate:webauthn": gettext("By a passkey"),
        }
        found = super().get_reauthentication_methods(user)
        return [{**one, "description": words.get(one["id"], one["description"])} for one in found]


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie sealed; the last one cannot be taken off by oneself."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong, or was used already."),
        "cannot_delete_authenticator": _("This is your only second factor. Set up another one first."),
        "cannot_generate_recovery_codes": _("Recovery codes come with a second factor. Set one up first."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the field keys."""
        return ring().seal(text.encode(), bound_to=BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        """Opened."""
        return ring().open(encrypted_text, bound_to=BOUND_TO).decode()

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows: a neutral name."""
        return "Tilts"

    def _get_site_name(self) -> str:
        return "Tilts"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A demonstration asks for none; elsewhere one must stay."""
        return settings.DEMO or has_another(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """A name to begin with."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


def has_another(authenticator: Authenticator) -> bool:
    """Whether the same person has a further second factor."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds).exclude(pk=authenticator.pk)
    return bool(others.exists())


class _Ours:
    """Fields in our words and our dress."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = field.help_text if name == "password1" else ""
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        self.label_suffix = ""
        dress(self)  # type: ignore[arg-type]


PASSWORDS = {
    "oldpassword": _("Password now"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "email": _("Work e-mail"),
}


class ChangePasswordForm(_Ours, account_forms.ChangePasswordForm):
    """The old password and a new one, twice."""

    labels = PASSWORDS


class SetPasswordForm(_Ours, account_forms.SetPasswordForm):
    """A first password."""

    labels = PASSWORDS


class ResetPasswordForm(_Ours, account_forms.ResetPasswordForm):
    """Where the link goes."""

    labels = PASSWORDS


class ResetPasswordKeyForm(_Ours, account_forms.ResetPasswordKeyForm):
    """A new password after a link: one that came by letter proves whose the address is."""

    labels = PASSWORDS

    def save(self) -> None:
        """Set it."""
        super().save()
        self.user.proved_at = None if self.temp_key.startswith(GIVEN) else timezone.now()
        self.user.save(update_fields=["proved_at"])


class ConfirmForm(_Ours, account_forms.ReauthenticateForm):
    """The password once more."""

    labels = PASSWORDS


CODE = {"code": _("Code from the app, or a recovery code")}


class CodeForm(_Ours, mfa_forms.AuthenticateForm):
    """The second step of signing in."""

    labels = CODE

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        failed(self.user, "code")


class ConfirmByCodeForm(_Ours, mfa_forms.ReauthenticateForm):
    """A code once more: as few tries as a password once more has, and counted together with it."""

    labels = CODE

    def clean_code(self) -> str:
        """A try is taken before anything is compared, and given back to whoever was right."""
        try:
            taken = take(CONFIRMING, str(self.user.pk))
        except Waiting as waiting:
            raise ValidationError(_wait_sentence(waiting)) from waiting
        code: str = super().clean_code()
        give_back([taken])
        return code

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        failed(self.user, "code")

    def save(self) -> None:
        """It is still the same person."""
        super().save()
        proof.confirm(context.request)


class ActivateForm(_Ours, totp_forms.ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": _("Code that the app shows")}


class PasskeyForm(_Ours, webauthn_forms.AuthenticateWebAuthnForm):
    """A passkey as the second step."""

    def clean_credential(self) -> Any:
        """As allauth's, with a trace where it fails."""
        try:
            return super().clean_credential()
        except ValidationError:
            failed(self.user, "passkey")
            raise


class ConfirmByPasskeyForm(_Ours, webauthn_forms.ReauthenticateWebAuthnForm):
    """A passkey once more."""

    def clean_credential(self) -> Any:
        """It is still the same person, or a trace."""
        try:
            found = super().clean_credential()
        except ValidationError:
            failed(self.user, "passkey")
            raise
        proof.confirm(context.request)
        return found


class AddPasskeyForm(_Ours, webauthn_forms.AddWebAuthnForm):
    """A new passkey."""

    labels = {"name": _("What you call it")}
