"""The room `documents` as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room `documents`."""

    name = "tilts.documents"
    default_auto_field = "django.db.models.BigAutoField"
