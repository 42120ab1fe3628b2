"""What `risk` lends: the waiting reports, the course of risk on the case page, drafts on my day."""

from datetime import datetime, time
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.cases.models import Case
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment
from tilts.risk.clocks import clocks_of
from tilts.risk.models import DoorstepReport, Questionnaire, ReportState
from tilts.ui.rail import rail_item

rail_item("doorstep", gettext_lazy("My reports"), "shield-exclamation", "risk:report_list", "report.begun", order=15)


def _for_desk(request: Any) -> Any:
    rows = request.reach(DoorstepReport).filter(desk=request.reach.organisation)
    return rows.select_related("territory", "desk", "organisation", "to_user")


def _with_clocks(reports: Any) -> list[dict[str, Any]]:
    return [{"report": report, "clocks": clocks_of(report)} for report in reports]


@panel("inbox", title=gettext_lazy("Waiting for an answer"), order=10)
def waiting(request: Any, subject: Any) -> str:
    """Reports that wait, no names."""
    rows = _with_clocks(_for_desk(request).waiting()[:100])
    return render_to_string("risk/_reports.html", {"rows": rows}, request=request)


@panel("inbox", title=gettext_lazy("Taken up, no case yet"), order=20)
def taken(request: Any, subject: Any) -> str:
    """Reports one took up that are not yet joined to a case."""
    rows = _for_desk(request).filter(state=ReportState.TAKEN_UP, case=None, taken_by=request.reach.user)[:100]
    return render_to_string("risk/_reports.html", {"rows": _with_clocks(rows)}, request=request) if rows else ""


@panel("inbox.acts", title=gettext_lazy("Register a report"), order=10)
def register(request: Any, subject: Any) -> str:
    """The button that registers a report that came another way."""
    return render_to_string("risk/_register.html", {}, request=request)


@panel("day", title=gettext_lazy("Waiting for an answer"), order=10)
def waiting_today(request: Any, subject: Any) -> str:
    """The newest waiting reports on my day."""
    if not request.reach.may("inbox.read"):
        return ""
    rows = _with_clocks(_for_desk(request).waiting()[:5])
    return render_to_string("risk/_reports.html", {"rows": rows}, request=request)


@panel("day", title=gettext_lazy("My reports"), order=20)
def my_reports(request: Any, subject: Any) -> str:
    """Drafts and sent reports of an officer, and the button that begins one."""
    if not request.reach.may("report.begun"):
        return ""
    rows = request.reach(DoorstepReport).filter(sender=request.reach.user).select_related("territory", "desk")
    return render_to_string("risk/_my_reports.html", {"reports": rows.drafts_first()[:8]}, request=request)


@panel("case.tabs", title=gettext_lazy("Assess risk"), order=10)
def assess(request: Any, case: Case) -> str:
    """The way to the fuller questionnaire."""
    if case.closed_on or not request.reach.may("risk.assessed", record=case):
        return ""
    return render_to_string("risk/_assess.html", {"case": case}, request=request)


@panel("case", title=gettext_lazy("Risk"), order=10)
def course_of_risk(request: Any, case: Case) -> str:
    """Every questionnaire of the case: instrument, day, computed and professional level side by side."""
    rows = request.reach(Questionnaire).filter(case=case).select_related("answers", "organisation")[:20]
    return render_to_string("risk/_course.html", {"rows": rows, "case": case}, request=request) if rows else ""


@panel("case.timeline", title=gettext_lazy("Risk"), order=20)
def moments(request: Any, case: Case) -> list[Moment]:
    """Reports and questionnaires in the course of the case."""
    reports = request.reach(DoorstepReport).filter(case=case).select_related("organisation")[:100]
    found = [
        Moment(
            at=report.sent_at,
            kind=_("Risk"),
            title=_("Report %(number)s") % {"number": report.number},
            detail=report.get_channel_display(),
            by=report.organisation.name,
            key=True,
        )
        for report in reports
    ]
    found += [
        Moment(at=report.contacted_at, kind=_("Risk"), title=_("First safe contact"))
        for report in reports
        if report.contacted_at
    ]
    full = request.reach(Questionnaire).filter(case=case, report=None).select_related("answers", "filled_by")[:100]
    found += [
        Moment(
            at=timezone.make_aware(datetime.combine(act.filled_on, time(12))),
            kind=_("Risk"),
            title=_("Risk assessment"),
            detail=f"{act.get_level_display()}",
            by=str(act.filled_by or ""),
            key=act.level == "high",
            all_day=True,
        )
        for act in full
    ]
    return found
