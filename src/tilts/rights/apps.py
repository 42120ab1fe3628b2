"""The room `rights` as Django knows it."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """The room `rights`."""

    name = "tilts.rights"
    default_auto_field = "django.db.models.BigAutoField"
