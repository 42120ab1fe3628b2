"""The room `sharing` as Django knows it."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The room `sharing`."""

    name = "tilts.sharing"
    default_auto_field = "django.db.models.BigAutoField"
