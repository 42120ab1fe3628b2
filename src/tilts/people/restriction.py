"""Data that may only be kept (GDPR article 18)."""

from uuid import UUID

from django.utils.translation import gettext as _

from tilts.people.models import FolderPerson


def kept_only(folder: UUID) -> str:
    """Why the data of this folder may only be kept; empty where nobody has asked for that."""
    persons = FolderPerson._base_manager.filter(folder=folder, person__restricted_at__isnull=False)
    if not persons.exists():
        return ""
    return _("Somebody in this file has asked that their data be kept and not used. Nothing new is shared.")
