"""The room `day` as Django knows it."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    """The room `day`."""

    name = "tilts.day"
    default_auto_field = "django.db.models.BigAutoField"
