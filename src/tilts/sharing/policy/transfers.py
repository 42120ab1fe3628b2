"""Who offers a case to another organisation, and who answers."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, walls_against
from tilts.cases.policy.case import WORKERS
from tilts.sharing.models import Transfer, TransferState

ANSWERING = (Role.CASE_WORKER, Role.SUPERVISOR)
ANSWERED = _("This offer is answered already.")


@in_folder(Transfer, key="pk", zone="services")
def transfer_rows(reach: Reach, rows: Rows) -> Rows:
    """Offers that one made, or that wait at one's own organisation; never past a wall around the case, new or old."""
    return rows.filter(~Exists(walls_against(reach).filter(folder=OuterRef("case_id"))))


@rule("transfer.read", says=_("Offered cases: looked"))
def may_read_transfers(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases see the offers within their reach."""
    return Decision(reach.is_one_of(*WORKERS))


def answers_transfer(reach: Reach, record: Any = None) -> Decision:
    """Social workers and supervisors of the organisation that was asked."""
    if record is None:
        return Decision(reach.is_one_of(*ANSWERING))
    if record.state != TransferState.OFFERED:
        return Decision(False, ANSWERED)
    asked = reach.organisation is not None and record.to_id == reach.organisation.pk
    return Decision(asked and reach.is_one_of(*ANSWERING))


def may_withdraw_transfer(reach: Reach, record: Any = None) -> Decision:
    """Who offered a case, or supervises them, takes the offer back until it is answered."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    if record.state != TransferState.OFFERED:
        return Decision(False, ANSWERED)
    return Decision(reach.is_one_of(*WORKERS) and reach.zones(record.pk).admin == 2)
