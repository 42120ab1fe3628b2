"""The room `post` as Django knows it."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """The room `post`."""

    name = "tilts.post"
    default_auto_field = "django.db.models.BigAutoField"
