"""The room `accounts` as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room `accounts`."""

    name = "tilts.accounts"
    default_auto_field = "django.db.models.BigAutoField"
