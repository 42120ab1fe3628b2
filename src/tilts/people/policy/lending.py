"""Who knows that a row about a person is lent to another file, who lends it and takes that back."""

from typing import Any

from tilts.access.opened import ZoneIn
from tilts.access.reach import Decision, Reach, in_folder
from tilts.people.models import LENT, Lending
from tilts.people.policy.persons import WORKERS, may_write_in

in_folder(Lending, key="folder", zone=ZoneIn("zone", LENT), also="to")


def may_lend(reach: Reach, record: Any = None) -> Decision:
    """Those who arrange the open file (zone `admin`: the lead, a supervisor), and write the zone of what they lend."""
    return may_write_in(reach, record, "admin")


def may_end_lending(reach: Reach, record: Any = None) -> Decision:
    """Those who arrange the file that lends, closed or not; asked about the file or the lending."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    return Decision(reach.is_one_of(*WORKERS) and reach.zones(getattr(record, "folder_id", record.pk)).admin == 2)
