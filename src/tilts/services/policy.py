"""Who reaches consultations, who writes them and who puts them right."""

from tilts.access.reach import Reach, Rows, granted, in_folder, with_parent
from tilts.services.models import Participation, Session, SessionAttribution

in_folder(Session, key="folder", zone="services")


@with_parent(Participation, key="session")
def participation_rows(reach: Reach, rows: Rows) -> Rows:
    """Who took part, where services and names are both open to one."""
    return granted(reach, rows, folder="session__folder", zone="name")


with_parent(SessionAttribution, key="act")
