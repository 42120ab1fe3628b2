"""The room `exchange` as Django knows it."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room `exchange`."""

    name = "tilts.exchange"
    default_auto_field = "django.db.models.BigAutoField"
