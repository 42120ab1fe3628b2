"""Who offers a case to another organisation, and who answers."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, walls_against
from tilts.cases.models import Transfer, TransferState
from tilts.cases.policy.case import WORKERS, may_write_zone

ANSWERING = (Role.CASE_WORKER, Role.SUPERVISOR)
ANSWERED = _("This offer is answered already.")


@in_folder(Transfer, key="pk", zone="services")
def transfer_rows(reach: Reach, rows: Rows) -> Rows:
    """Offers that one made, or that wait at one's own organisation; never past a wall around the case, new or old."""
    return rows.filter(~Exists(walls_against(reach).filter(folder=OuterRef("case_id"))))


@rule("transfer.read")
def may_read_transfers(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases see the offers within their reach."""
    return Decision(reach.is_one_of(*WORKERS))


@rule("transfer.offered")
def may_offer_transfer(reach: Reach, record: Any = None) -> Decision:
    """Who writes the names of an open case, and so works on it, offers it to another organisation."""
    return may_write_zone(reach, record, "name")


def _answers(reach: Reach, record: Any) -> Decision:
    if record is None:
        return Decision(reach.is_one_of(*ANSWERING))
    if record.state != TransferState.OFFERED:
        return Decision(False, ANSWERED)
    asked = reach.organisation is not None and record.to_id == reach.organisation.pk
    return Decision(asked and reach.is_one_of(*ANSWERING))


@rule("transfer.accepted")
def may_accept_transfer(reach: Reach, record: Any = None) -> Decision:
    """Social workers and supervisors of the organisation that was asked accept an offered case."""
    return _answers(reach, record)


@rule("transfer.declined")
def may_decline_transfer(reach: Reach, record: Any = None) -> Decision:
    """Social workers and supervisors of the organisation that was asked decline, with a reason."""
    return _answers(reach, record)


@rule("transfer.withdrawn")
def may_withdraw_transfer(reach: Reach, record: Any = None) -> Decision:
    """Who offered a case, or supervises them, takes the offer back until it is answered."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if record.state != TransferState.OFFERED:
        return Decision(False, ANSWERED)
    return Decision(reach.is_one_of(*WORKERS) and reach.zones(record.pk).admin == 2)
