"""The room `people` as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "tilts.people"
    default_auto_field = "django.db.models.BigAutoField"
