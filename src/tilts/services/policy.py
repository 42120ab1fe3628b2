"""Who reaches consultations, who writes them and who puts them right."""

from typing import Any

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, granted, in_folder, with_parent
from tilts.people.policy.persons import may_write_in
from tilts.services.models import Participation, Session, SessionAttribution

in_folder(Session, key="folder", zone="services")


@with_parent(Participation, key="session")
def participation_rows(reach: Reach, rows: Rows) -> Rows:
    """Who took part, where services and names are both open to one."""
    return granted(reach, rows, folder="session__folder", zone="name")


with_parent(SessionAttribution, key="act")


def may_put_right(reach: Reach, record: Any = None) -> Decision:
    """Those who write the zone `services` of the file, while it is open; supervisors who read it, also afterwards."""
    if record is None:
        return may_write_in(reach, None, "services")
    here = record.organisation_id == getattr(reach.organisation, "pk", None)
    if here and reach.is_one_of(Role.SUPERVISOR) and reach.zones(record.folder_id).services:
        return Decision(True)
    return may_write_in(reach, record.folder, "services")
