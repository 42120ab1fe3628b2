"""Data that may only be kept (GDPR article 18)."""

from uuid import UUID

from django.utils.translation import gettext as _

from tilts.access.actor import JOB, acting
from tilts.people.models import FolderPerson


def kept_only(folder: UUID) -> str:
    """Why the data of this folder may only be kept; empty where nobody has asked for that."""
    persons = FolderPerson._base_manager.filter(folder=folder, person__restricted_at__isnull=False)
    with acting(JOB):  # it holds for those, too, to whom the names are shut
        asked = persons.exists()
    if not asked:
        return ""
    return _("Somebody in this file has asked that their data be kept and not used. Nothing new is shared.")
