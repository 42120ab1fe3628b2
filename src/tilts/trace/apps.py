"""The room `trace` as Django knows it."""

from django.apps import AppConfig


class TraceConfig(AppConfig):
    """The room `trace`."""

    name = "tilts.trace"
    default_auto_field = "django.db.models.BigAutoField"
