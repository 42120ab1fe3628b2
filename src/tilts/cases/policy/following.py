"""Who asks how it goes after a case is closed."""

from typing import Any

from tilts.access.reach import Decision, Reach, in_folder
from tilts.cases.models import FollowUp
from tilts.cases.policy.case import WORKERS, case_of

in_folder(FollowUp, key="case", zone="contact")


def may_follow_up(reach: Reach, record: Any = None) -> Decision:
    """Those who may close a case, or write its services, and know the safe way; also when it is closed."""
    case = case_of(record)
    if case is None:
        return Decision(reach.is_one_of(*WORKERS))
    zones = reach.zones(case.folder_id)
    return Decision(reach.is_one_of(*WORKERS) and zones.contact > 0 and max(zones.services, zones.admin) == 2)
