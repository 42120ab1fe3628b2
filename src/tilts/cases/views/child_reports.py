"""Telling of a child at risk: from any role that works with people, with or without a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.forms import ChildReportForm, ChildSentForm, now_for_form
from tilts.cases.models import Case, ChildReport
from tilts.cases.views.pages import case_of, form_page
from tilts.ui.paging import page_of

LIST = "cases:child_report_list"


@door("child_report.read")
def child_report_list(request: Request) -> HttpResponse:
    """Reports of a child at risk within reach: those not sent yet first."""
    rows = request.reach(ChildReport).select_related("organisation").order_by("sent_at", "-at", "pk")
    waiting = list(rows.unsent()[:50])
    sent = page_of(rows.exclude(sent_at=None).order_by("-sent_at", "pk"), request.GET.get("page"))
    today = timezone.localdate()
    return page(request, "cases/child_report_list.html", waiting=waiting, sent=sent, today=today)


def _write(request: Request, case: Case | None, back: str) -> HttpResponse:
    form = ChildReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report = actions.write_child_report(request.reach, case, **form.facts())
        messages.success(request, _("The report is written. Send it today and write down how."))
        return redirect("cases:child_report", id=report.pk)
    words = _("In danger now? Call 112 first. The report is sent the same day; no permission is asked for it.")
    title, submit = _("Report a child at risk"), _("Write the report")
    return form_page(request, form, title=title, submit=submit, back=back, case=case, words=words)


@door("child_report.written")
def child_report_new(request: Request) -> HttpResponse:
    """Report a child at risk without a case."""
    return _write(request, None, reverse(LIST))


@door("child_report.written")
def child_report_of_case(request: Request, id: UUID) -> HttpResponse:
    """Report a child at risk from a case."""
    case = allowed(request, "child_report.written", case_of(request, id))
    return _write(request, case, reverse("cases:case_page", args=[case.pk]))


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


@door("child_report.kept")
def child_report_change(request: Request, id: UUID) -> HttpResponse:
    """Change what is not sent yet; the second writer is told and keeps the text."""
    report = allowed(request, "child_report.kept", _report_of(request, id))
    known = {name: getattr(report, name) for name in ("told_to", "which", "child", "place", "known", "version")}
    form = ChildReportForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        facts = {**form.facts(), "seen_version": form.cleaned_data["version"] or 0}
        if done(form, None, actions.keep_child_report, request.reach, report, **facts):
            messages.success(request, _("The report is changed."))
            return redirect("cases:child_report", id=report.pk)
    back = reverse("cases:child_report", args=[report.pk])
    return form_page(request, form, title=_("Change the report"), submit=_("Save"), back=back)


@door("child_report.sent")
def child_report_send(request: Request, id: UUID) -> HttpResponse:
    """Write down how it was sent, when, and the number it got."""
    report = allowed(request, "child_report.sent", _report_of(request, id))
    form = ChildSentForm(request.POST or None, initial={"sent_at": now_for_form(), "version": report.version})
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts["seen_version"] = facts.pop("version")
        if done(form, "sent_at", actions.send_child_report, request.reach, report, **facts):
            messages.success(request, _("It is written down that the report was sent."))
            return redirect("cases:child_report", id=report.pk)
    back = reverse("cases:child_report", args=[report.pk])
    return form_page(request, form, title=_("It was sent"), submit=_("Save"), back=back)
