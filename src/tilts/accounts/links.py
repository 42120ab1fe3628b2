"""Links for a password: one that came by mail proves the address, one that an organisation hands over does not."""

from typing import Any

from allauth.account.forms import UserTokenForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.crypto import get_random_string

from tilts.access.models import User

GIVEN = "given-"
"""How the key of a link begins that an organisation hands over."""


class GivenTokens(PasswordResetTokenGenerator):
    """Keys of links that are handed over; none of them is one of those that go by mail."""

    key_salt = "tilts link handed over"


given_tokens = GivenTokens()


class _Either:
    """Knows a key by how it begins."""

    def check_token(self, user: User, key: str) -> bool:
        """Whether this key opens this account."""
        if key.startswith(GIVEN):
            return given_tokens.check_token(user, key.removeprefix(GIVEN))
        return bool(default_token_generator.check_token(user, key))


class TokenForm(UserTokenForm):
    """The key of the address that somebody opened."""

    token_generator = _Either()


def link_to(user: User, *, opens: bool) -> str:
    """The one-time path where a password is set. One that `opens` nothing looks the same: it tells of no account."""
    token = given_tokens.make_token(user)
    if not opens:
        begun, _dash, rest = token.partition("-")
        token = f"{begun}-{get_random_string(len(rest), '0123456789abcdef')}"
    facts: dict[str, Any] = {"uidb36": user_pk_to_url_str(user), "key": f"{GIVEN}{token}"}
    return reverse("account_reset_password_from_key", kwargs=facts)
