"""The room `ui` as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The room `ui`."""

    name = "tilts.ui"
