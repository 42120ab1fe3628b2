"""Who keeps a case's numbers elsewhere, and who takes a summary out."""

from typing import Any

from tilts.access.duty import may_take_out
from tilts.access.reach import Decision, Reach, in_folder
from tilts.cases.policy.case import WORKERS
from tilts.sharing.models import CaseSummary, ExternalId

in_folder(ExternalId, key="case", zone="codes")


in_folder(CaseSummary, key="case", zone="services")


def may_summarise(reach: Reach, record: Any = None) -> Decision:
    """Those who know the services and names of a case take a summary out, never from an emergency opening."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    zones = reach.zones(record.folder_id)
    if not (reach.is_one_of(*WORKERS) and zones.services and zones.name):
        return Decision(False)
    return may_take_out(reach, record.folder_id)
