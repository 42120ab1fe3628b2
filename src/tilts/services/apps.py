"""The room `services` as Django knows it."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The room `services`."""

    name = "tilts.services"
    default_auto_field = "django.db.models.BigAutoField"
