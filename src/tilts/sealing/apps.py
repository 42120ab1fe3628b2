"""The room `sealing` as Django knows it."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """The room `sealing`."""

    name = "tilts.sealing"
    default_auto_field = "django.db.models.BigAutoField"
