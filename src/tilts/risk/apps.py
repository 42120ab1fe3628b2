"""The room `risk` as Django knows it."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """The room `risk`."""

    name = "tilts.risk"
    default_auto_field = "django.db.models.BigAutoField"
