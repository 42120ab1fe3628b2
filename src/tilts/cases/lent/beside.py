"""What of this room hangs beside a case: reports of a child at risk, and offers to other organisations."""

from tilts.access.models import GrantKind
from tilts.access.reach import unscoped
from tilts.access.relationships import READ, RELATIONSHIPS
from tilts.cases.asks import attached
from tilts.cases.beside import CHILD_LAW, Beside
from tilts.cases.models import Case, ChildReport, Transfer, TransferState

WHY = "what hangs beside a case goes with it"
READING = dict.fromkeys(RELATIONSHIPS[GrantKind.ASSIGNED], READ)


@attached.answer
def child_reports(case: Case) -> list[Beside]:
    """Reports of a child from this case: who leads it sends them, once they are sent reads them."""
    rows = unscoped(ChildReport, reason=WHY).filter(case=case, voided_at=None)
    return [
        Beside(
            one.folder,
            lead=GrantKind.ASSIGNED,
            basis=CHILD_LAW,
            because=one,
            lead_zones=READING if one.sent_at else None,
            author=one.author_id,
            supervised=one.organisation,
        )
        for one in rows.select_related("folder", "organisation")
    ]


@attached.answer
def offers(case: Case) -> list[Beside]:
    """Offers of this case that wait: who leads it takes them back."""
    rows = unscoped(Transfer, reason=WHY).filter(case=case, state=TransferState.OFFERED, voided_at=None)
    return [
        Beside(one.folder, lead=GrantKind.ASSIGNED, basis=one.basis, because=None, supervised=one.organisation)
        for one in rows.select_related("folder", "organisation")
    ]
