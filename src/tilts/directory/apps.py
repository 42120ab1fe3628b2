"""The room `directory` as Django knows it."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room `directory`."""

    name = "tilts.directory"
    default_auto_field = "django.db.models.BigAutoField"
