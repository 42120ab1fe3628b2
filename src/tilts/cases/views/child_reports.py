"""Telling of a child at risk: from any role that works with people, with or without a case."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.cases import actions
from tilts.cases.forms import ChildReportForm, ChildSentForm, now_for_form
from tilts.cases.models import Case, ChildReport
from tilts.cases.pages import back_to, case_of
from tilts.ui.paging import page_of

LIST, REPORT = "cases:child_report_list", "cases:child_report"


@door("child_report.read")
def child_report_list(request: Request) -> HttpResponse:
    """Reports of a child at risk within reach: those not sent yet first."""
    rows = request.reach(ChildReport).select_related("organisation").order_by("sent_at", "-at", "pk")
    waiting = list(rows.unsent()[:50])
    sent = page_of(rows.exclude(sent_at=None).order_by("-sent_at", "pk"), request.GET.get("page"))
    today = timezone.localdate()
    return page(request, "cases/child_report_list.html", waiting=waiting, sent=sent, today=today)


def _new(request: Request, case: Case | None, back: str) -> Entry:
    last = request.reach(ChildReport).order_by("-at").first()
    told = {"told_to": last.told_to, "which": last.which} if last else {}
    return Entry(
        case,
        ChildReportForm(request.POST or None, initial=told),
        _("Report a child at risk"),
        back,
        submit=_("Write the report"),
        said=_("The report is written. Send it today and write down how."),
        words=_("In danger now? Call 112 first. The report is sent the same day; no permission is asked for it."),
        without=["version"],
        then=lambda report: reverse(REPORT, args=[report.pk]),
    )


@form_page(actions.write_child_report)
def child_report_new(request: Request) -> Entry:
    """Report a child at risk without a case."""
    return _new(request, None, reverse(LIST))


@form_page(actions.write_child_report)
def child_report_of_case(request: Request, id: UUID) -> Entry:
    """Report a child at risk from a case."""
    return _new(request, case := case_of(request, id), back_to(case))


def _report_of(request: Request, id: UUID) -> ChildReport:
    rows = request.reach(ChildReport).select_related("organisation", "author", "sent_by")
    found: ChildReport = rows.get(pk=id)
    return found


@door("child_report.read")
def child_report(request: Request, id: UUID) -> HttpResponse:
    """The report as a sheet that is printed, with what was done about it."""
    report = _report_of(request, id)
    case = request.reach(Case).filter(pk=report.case_id).first() if report.case_id else None
    may = bool(request.reach.may("child_report.sent", record=report))
    return page(request, "cases/child_report.html", report=report, case=case, may=may, today=timezone.localdate())


@form_page(actions.keep_child_report)
def child_report_change(request: Request, id: UUID) -> Entry:
    """Change what is not sent yet; the second writer is told and keeps the text."""
    report = _report_of(request, id)
    known = {name: getattr(report, name) for name in ("told_to", "which", "child", "place", "known")}
    form, back = ChildReportForm(request.POST or None, initial=known), reverse(REPORT, args=[report.pk])
    return Entry(report, form, _("Change the report"), back, said=_("The report is changed."))


@form_page(actions.send_child_report, at="sent_at")
def child_report_send(request: Request, id: UUID) -> Entry:
    """Write down how it was sent, when, and the number it got."""
    report, form = _report_of(request, id), ChildSentForm(request.POST or None, initial={"sent_at": now_for_form()})
    said, back = _("It is written down that the report was sent."), reverse(REPORT, args=[report.pk])
    return Entry(report, form, _("Mark as sent"), back, said=said)
