"""Who keeps a case's numbers elsewhere, and who takes a summary out."""

from typing import Any

from tilts.access.duty import may_take_out
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule
from tilts.cases.models import CaseSummary, ExternalId
from tilts.cases.policy.case import WORKERS, may_write_zone


@in_folder(ExternalId, key="case", zone="codes")
def external_id_rows(reach: Reach, rows: Rows) -> Rows:
    """Numbers of a case in other registers, for those to whom its codes are open."""
    return rows


@in_folder(CaseSummary, key="case", zone="services")
def summary_rows(reach: Reach, rows: Rows) -> Rows:
    """Who took a summary of a case out, for those to whom its services are open."""
    return rows


@rule("case.external_kept")
def may_keep_external(reach: Reach, record: Any = None) -> Decision:
    """Those who write the codes of a case write down its numbers elsewhere."""
    return may_write_zone(reach, record, "codes")


@rule("case.external_voided")
def may_void_external(reach: Reach, record: Any = None) -> Decision:
    """Those who write the codes of a case take a wrong number out."""
    return may_write_zone(reach, record if record is None else record.case, "codes")


@rule("case.summarised")
def may_summarise(reach: Reach, record: Any = None) -> Decision:
    """Those who know the services and names of a case take a summary out, never from an emergency opening."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    zones = reach.zones(record.folder_id)
    if not (reach.is_one_of(*WORKERS) and zones.services and zones.name):
        return Decision(False)
    return may_take_out(reach, record.folder_id)
