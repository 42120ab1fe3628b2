"""What of the file waits on my day: children of whom nobody was told yet, files to keep apart, offers; what is open."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from tilts.access.doors import Request
from tilts.access.prepared import ask, number_of
from tilts.access.reach import Reach, Rows, unscoped
from tilts.cases.asks import obligations
from tilts.cases.models import Case, ChildReport, Conflict, ConflictState, Transfer, TransferState
from tilts.kit.panels import panel
from tilts.ui.rail import rail_item

rail_item(
    "child_reports",
    gettext_lazy("Child at risk"),
    "alert-triangle",
    "cases:child_report_list",
    "child_report.read",
    order=37,
)
rail_item("conflicts", gettext_lazy("Files to keep apart"), "lock", "cases:conflict_list", "conflicts.read", order=63)


def unsent(reach: Reach) -> Rows:
    """Reports of a child that are written and not sent, the oldest first."""
    return reach(ChildReport).unsent().select_related("organisation").order_by("at")[:10]


@panel("day", title=gettext_lazy("Child at risk: not sent yet"), order=1, when=lambda: (unsent, {}))
def children(request: Request, subject: Any) -> str:
    """Reports of a child at risk that are written and not sent: they are due the same day."""
    if not request.reach.may("child_report.read"):
        return ""
    told = {"rows": ask(request.reach, unsent), "today": timezone.localdate()}
    return render_to_string("cases/_child_reports.html", told, request=request) if told["rows"] else ""


def found_conflicts(reach: Reach) -> Rows:
    """Pairs of files that nobody has looked at yet."""
    return reach(Conflict).filter(state=ConflictState.FOUND)


@panel("day", title=gettext_lazy("Files to keep apart"), order=7)
def conflicts(request: Request, subject: Any) -> str:
    """How many pairs of files nobody has looked at yet, for those who answer for it."""
    if not request.reach.may("conflicts.read"):
        return ""
    count = number_of(request.reach, found_conflicts)
    return render_to_string("cases/_conflicts_waiting.html", {"count": count}, request=request) if count else ""


def offered_to_us(reach: Reach) -> Rows:
    """Cases that another organisation offers to one's own."""
    waiting = reach(Transfer).filter(state=TransferState.OFFERED, to=reach.organisation)
    return waiting.select_related("organisation", "to")[:10]


@panel("day", title=gettext_lazy("Offered cases"), order=12, when=lambda: (offered_to_us, {}))
def offers(request: Request, subject: Any) -> str:
    """Cases that another organisation offers, and that wait for an answer."""
    if not request.reach.may("transfer.accepted"):
        return ""
    rows = ask(request.reach, offered_to_us)
    return render_to_string("cases/_transfers.html", {"rows": rows}, request=request) if rows else ""


@obligations.answer
def still_open(case: Case) -> list[str]:
    """Reports of a child that were not sent, and an offer that was not answered."""
    reason = "what is still open in a case that somebody closes"
    told = []
    if count := unscoped(ChildReport, reason=reason).filter(case=case, sent_at=None, voided_at=None).count():
        words = ngettext("%(n)d report of a child at risk not sent", "%(n)d reports of a child at risk not sent", count)
        told.append(words % {"n": count})
    waiting = unscoped(Transfer, reason=reason).filter(case=case, state=TransferState.OFFERED, voided_at=None)
    if count := waiting.count():
        words = ngettext("%(n)d offer to another organisation", "%(n)d offers to another organisation", count)
        told.append(words % {"n": count})
    return told


@panel("case.tabs", title=gettext_lazy("Papers of the file"), order=30)
def ways(request: Request, case: Case) -> str:
    """The ways to what is kept beside the course: numbers elsewhere, ends, one's own notes."""
    zones = request.reach.zones(case.folder_id)
    if not zones.services:
        return ""
    own = zones.privileged == 2 and bool(request.reach.may("privileged.noted"))
    return render_to_string("cases/_file_tabs.html", {"case": case, "own": own}, request=request)
