"""The room `projects` as Django knows it."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The room `projects`."""

    name = "tilts.projects"
    default_auto_field = "django.db.models.BigAutoField"
