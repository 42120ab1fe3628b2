"""The room `meetings` as Django knows it."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The room `meetings`."""

    name = "tilts.meetings"
    default_auto_field = "django.db.models.BigAutoField"
