"""Offers of a case to another organisation: on my day, beside the case and at its closing."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy, ngettext

from tilts.access.doors import Request
from tilts.access.models import GrantKind
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows, unscoped
from tilts.cases.asks import attached, obligations
from tilts.cases.beside import HANGS, Beside
from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.sharing.models import Transfer, TransferState


def offered_to_us(reach: Reach) -> Rows:
    """Cases that another organisation offers to one's own."""
    waiting = reach(Transfer).filter(state=TransferState.OFFERED, to=reach.organisation)
    return waiting.select_related("organisation", "to")[:10]


@panel("day", title=gettext_lazy("Offered cases"), order=11, when=lambda: (offered_to_us, {}))
def offers(request: Request, subject: Any) -> str:
    """Cases that another organisation offers, and that wait for an answer."""
    if not request.reach.may("transfer.accepted"):
        return ""
    rows = ask(request.reach, offered_to_us)
    return render_to_string("sharing/_transfers.html", {"rows": rows}, request=request) if rows else ""


@attached.answer
def waiting_offers(case: Case) -> list[Beside]:
    """Offers of this case that wait: who leads it takes them back."""
    rows = unscoped(Transfer, reason=HANGS).filter(case=case, state=TransferState.OFFERED, voided_at=None)
    return [
        Beside(one.folder, lead=GrantKind.ASSIGNED, basis=one.basis, because=None, supervised=one.organisation)
        for one in rows.select_related("folder", "organisation")
    ]


@obligations.answer
def unanswered(case: Case) -> list[str]:
    """An offer that was not answered."""
    rows = unscoped(Transfer, reason="what is still open in a case that somebody closes")
    count = rows.filter(case=case, state=TransferState.OFFERED, voided_at=None).count()
    words = ngettext("%(n)d offer to another organisation", "%(n)d offers to another organisation", count)
    return [words % {"n": count}] if count else []
