"""The room `questionnaires` as Django knows it."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """The room `questionnaires`."""

    name = "tilts.questionnaires"
    default_auto_field = "django.db.models.BigAutoField"
