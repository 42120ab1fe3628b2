"""Whether a folder in a column is open to the actor: for scopes, and for what panels ask."""

from tilts.access.opened import OpenTo
from tilts.access.reach import Reach


def open_to(reach: Reach, folder: str, zone: str) -> OpenTo:
    """Whether a zone of the folder in this column is open to the actor."""
    organisation = reach.organisation.pk if reach.organisation else None
    return OpenTo(folder, zone, user=reach.user.pk if reach.user else None, organisation=organisation, role=reach.role)
