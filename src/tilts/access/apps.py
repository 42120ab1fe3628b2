"""The room `access` as Django knows it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room `access`."""

    name = "tilts.access"
    default_auto_field = "django.db.models.BigAutoField"
