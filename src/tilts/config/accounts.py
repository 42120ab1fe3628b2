"""How allauth behaves here: nobody signs up; accounts are given."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names, only e-mail addresses."""
