"""Reports of a child at risk on my day, in the course of a case, beside it and at its closing."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tilts.access.doors import Request
from tilts.access.models import GrantKind
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows, unscoped
from tilts.access.relationships import READ, RELATIONSHIPS
from tilts.cases import dated
from tilts.cases.asks import attached, course, obligations
from tilts.cases.beside import CHILD_LAW, HANGS, Beside
from tilts.cases.models import Case, ChildReport
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment, Wanted
from tilts.ui.rail import rail_item

READING = dict.fromkeys(RELATIONSHIPS[GrantKind.ASSIGNED], READ)
rail_item(
    "child_reports",
    gettext_lazy("Child at risk"),
    "alert-triangle",
    "cases:child_report_list",
    "child_report.read",
    order=37,
)


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


@attached.answer
def child_reports(case: Case) -> list[Beside]:
    """Reports of a child from this case: who leads it sends them, once they are sent reads them."""
    rows = unscoped(ChildReport, reason=HANGS).filter(case=case, voided_at=None)
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


@course.part(gettext_lazy("Child at risk"), order=35)
def children_at_risk(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Reports of a child at risk from this case, as far as one may read them: to whom, and whether it was sent."""
    return [_of_child(report) for report in dated.child_reports.of(request, case)]


def _of_child(report: ChildReport) -> Moment:
    sent = report.get_sent_how_display() if report.sent_at else _("not sent yet")
    return Moment(
        at=report.at,
        kind=_("Child at risk"),
        title=f"{_('Child at risk')}: {report.get_told_to_display()}",
        detail=f"{report.which} · {sent}",
        by=str(report.author),
        opens=reverse("cases:child_report", args=[report.pk]),
    )


@obligations.answer
def not_sent(case: Case) -> list[str]:
    """Reports of a child that were not sent."""
    rows = unscoped(ChildReport, reason="what is still open in a case that somebody closes")
    count = rows.filter(case=case, sent_at=None, voided_at=None).count()
    words = ngettext("%(n)d report of a child at risk not sent", "%(n)d reports of a child at risk not sent", count)
    return [words % {"n": count}] if count else []
