"""The room `places` as Django knows it."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The room `places`."""

    name = "tilts.places"
    default_auto_field = "django.db.models.BigAutoField"
