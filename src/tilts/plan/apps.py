"""The room `plan` as Django knows it."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The room `plan`."""

    name = "tilts.plan"
    default_auto_field = "django.db.models.BigAutoField"
