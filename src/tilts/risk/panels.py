"""What `risk` lends: the waiting reports, the course of risk on the case page, drafts on my day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tilts.access.doors import Request
from tilts.access.models import Role
from tilts.access.prepared import Size, ask
from tilts.access.reach import Reach, Rows, unscoped
from tilts.access.relationships import WRITE
from tilts.cases.asks import attached, course
from tilts.cases.beside import Beside
from tilts.cases.frame import RECORD, case_addition
from tilts.cases.models import Case
from tilts.cases.taking_over import labels_of
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment, Wanted, newest
from tilts.risk.beside import beside
from tilts.risk.clocks import clocks_of
from tilts.risk.models import DoorstepReport, Questionnaire, ReportState
from tilts.ui.rail import rail_item

NOON = time(12)
"""Where an act without an hour stands in its day."""
MOST_REPORTS = 200
REPORTS = "risk.reports"
"""Under this a page notes the reports of a case."""
MOST_ACTS = Size(200)
"""Newest questionnaires that a first page of a case may show, those of its reports among them."""

case_addition(
    RECORD,
    pgettext_lazy("Add to a case", "a risk assessment"),
    "risk:assessment_new",
    order=40,
    icon="clipboard-data",
    rule="risk.assessed",
    letter=pgettext_lazy("Key of the menu: risk", "R"),
)
rail_item("doorstep", gettext_lazy("My reports"), "shield-exclamation", "risk:report_list", "report.begun", order=15)


def for_desk(reach: Reach) -> Rows:
    """Reports to the desk of one's own organisation."""
    rows = reach(DoorstepReport).filter(desk=reach.organisation)
    return rows.select_related("territory", "desk", "organisation", "to_user")


def waiting_at_desk(reach: Reach, *, most: Size) -> Rows:
    """Those that wait for an answer."""
    return for_desk(reach).waiting()[:most]


def taken_without_case(reach: Reach) -> Rows:
    """Those that this colleague took up and has not joined to a case."""
    return for_desk(reach).filter(state=ReportState.TAKEN_UP, case=None, taken_by=reach.user)[:100]


def sent_by_me(reach: Reach) -> Rows:
    """An officer's own reports, drafts first."""
    rows = reach(DoorstepReport).filter(sender=reach.user).select_related("territory", "desk")
    return rows.drafts_first()[:8]


def joined_to(reach: Reach, *, case: UUID) -> Rows:
    """The reports that were joined to a case."""
    return reach(DoorstepReport).filter(case=case).select_related("organisation")[:MOST_REPORTS]


def filled_in(reach: Reach, *, case: UUID, until: date | None, most: Size) -> Rows:
    """The newest questionnaires of a case, also what was taken out; with a day, what the course tells until then."""
    told = Q(report=None) | Q(corrected_at__isnull=False) | Q(voided_at__isnull=False)
    rows = reach(Questionnaire, taken_out=True).filter(case=case)
    rows = rows.filter(told, filled_on__lte=until) if until else rows
    return rows.select_related("answers", "organisation", "filled_by").order_by("-filled_on", "pk")[:most]


def _with_clocks(reports: Any) -> list[dict[str, Any]]:
    return [{"report": report, "clocks": clocks_of(report)} for report in reports]


@panel("inbox", title=gettext_lazy("Waiting for an answer"), order=10)
def waiting(request: Request, subject: Any) -> str:
    """Reports that wait, no names."""
    rows = _with_clocks(ask(request.reach, waiting_at_desk, most=Size(100)))
    return render_to_string("risk/_reports.html", {"rows": rows}, request=request)


@panel("inbox", title=gettext_lazy("Taken up, no case yet"), order=20)
def taken(request: Request, subject: Any) -> str:
    """Reports one took up that are not yet joined to a case."""
    rows = ask(request.reach, taken_without_case)
    return render_to_string("risk/_reports.html", {"rows": _with_clocks(rows)}, request=request) if rows else ""


@panel("inbox.acts", title=gettext_lazy("Register a report"), order=10)
def register(request: Request, subject: Any) -> str:
    """The button that registers a report that came another way."""
    return render_to_string("risk/_register.html", {}, request=request)


@panel("day", title=gettext_lazy("Waiting for an answer"), order=10)
def waiting_today(request: Request, subject: Any) -> str:
    """The newest waiting reports on my day."""
    if not request.reach.may("inbox.read"):
        return ""
    rows = _with_clocks(ask(request.reach, waiting_at_desk, most=Size(5)))
    return render_to_string("risk/_reports.html", {"rows": rows}, request=request)


@panel("day", title=gettext_lazy("My reports"), order=20)
def my_reports(request: Request, subject: Any) -> str:
    """Drafts and sent reports of an officer, and the button that begins one."""
    if not request.reach.may("report.begun"):
        return ""
    return render_to_string("risk/_my_reports.html", {"reports": ask(request.reach, sent_by_me)}, request=request)


@panel("case.risk", title=gettext_lazy("Risk questionnaires"), order=20)
@panel("case", title=gettext_lazy("Risk"), order=10)
def course_of_risk(request: Request, case: Case) -> str:
    """Every questionnaire of the case: instrument, day, computed and professional level side by side."""
    rows = [act for act in _newest_acts(request, case) if act.voided_at is None][:20]
    reports = _reports_of(request, case)
    if not rows and not reports:
        return ""
    told = {"rows": rows, "case": case, "reports": [(one, labels_of(one.left_out)) for one in reports]}
    return render_to_string("risk/_course.html", told, request=request)


@course.part(gettext_lazy("Risk"), order=20)
def moments(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Reports and questionnaires in the course of the case, the newest at or before a moment."""
    found = [moment for report in _reports_of(request, case) for moment in _of_report(report)]
    if wanted.until:
        there = timezone.localtime(wanted.until)
        last = there.date() if there.time() >= NOON else there.date() - timedelta(days=1)
        full = ask(request.reach, filled_in, case=case.pk, until=last, most=Size.of_page(wanted.limit))[: wanted.limit]
    else:
        full = [act for act in _newest_acts(request, case) if _is_told(act)][: wanted.limit]
    mine = not case.closed_on and request.reach.zones(case.folder_id).risk == WRITE
    mine = mine or request.reach.is_one_of(Role.SUPERVISOR)
    return newest(found + [_of_act(act, case, mine) for act in full], wanted)


def _is_told(act: Questionnaire) -> bool:
    """Whether the course tells of it by itself: the questionnaire of a report only once it was put right."""
    return bool(act.report_id is None or act.corrected_at or act.voided_at)


def _reports_of(request: Request, case: Case) -> list[DoorstepReport]:
    """The reports of the case that one reads; the sheet and the timeline of one page ask for them once."""
    kept: list[DoorstepReport] | None = request.reach.found(REPORTS, case.folder_id)
    if kept is None:
        kept = ask(request.reach, joined_to, case=case.pk)
        request.reach.note(REPORTS, case.folder_id, kept)
    return kept


def _newest_acts(request: Request, case: Case) -> list[Questionnaire]:
    """The newest questionnaires of the case; the sheet and the timeline of one page ask for them once."""
    kept: dict[Any, list[Questionnaire]] = request.__dict__.setdefault("lent_by_risk", {})
    if case.pk not in kept:
        kept[case.pk] = ask(request.reach, filled_in, case=case.pk, until=None, most=MOST_ACTS)
    return kept[case.pk]


def _of_report(report: DoorstepReport) -> Iterator[Moment]:
    yield Moment(
        at=report.sent_at or report.created_at,
        kind=_("Risk"),
        title=_("Report %(number)s") % {"number": report.number},
        detail=report.get_channel_display(),
        by=report.organisation.name,
        key=True,
        opens=reverse("risk:report_page", args=[report.pk]),
    )
    if report.contacted_at:
        yield Moment(at=report.contacted_at, kind=_("Risk"), title=_("First safe contact"))


def _of_act(act: Questionnaire, case: Case, mine: bool) -> Moment:
    gone = act.voided_at is not None
    by = [str(act.filled_by or ""), _("corrected") if act.corrected_at else ""]
    return Moment(
        at=timezone.make_aware(datetime.combine(act.filled_on, NOON)),
        kind=_("Risk"),
        title=_("Risk questionnaire taken out") if gone else _("Risk assessment"),
        detail=act.taken_out_words if gone else f"{act.get_level_display()}",
        by=" · ".join(word for word in by if word),
        all_day=True,
        opens="" if gone else reverse("risk:assessment_read", args=[case.pk, act.pk]),
        url=reverse("risk:questionnaire_correct", args=[case.pk, act.pk]) if mine and not gone else "",
        act=_("Correct") if mine and not gone else "",
    )


@attached.answer
def beside_case(case: Case) -> list[Beside]:
    """The reports that were joined to the case."""
    rows = unscoped(DoorstepReport, reason="what hangs beside a case goes with it").filter(case=case, voided_at=None)
    return [beside(one) for one in rows.select_related("folder", "desk")]
