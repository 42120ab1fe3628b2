"""Pages of the reports: choose one, read it, open what a figure counted, and take it out of the house."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.asks import folder_codes
from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Folder, FolderKind
from tilts.access.papers import handed_out
from tilts.access.reach import NotAllowed, Reach
from tilts.kit.dates import BadDate, parse_date
from tilts.kit.measures import UnknownMeasure, find_measure
from tilts.kit.periods import BadPeriod, Period
from tilts.kit.questions import merged
from tilts.projects.models import Project, Target
from tilts.projects.policy import project_of
from tilts.reports import own
from tilts.reports.actions import give_out
from tilts.reports.asked import Asked
from tilts.reports.counting import figure, trace
from tilts.reports.forms import ChooseForm, PeriodForm
from tilts.reports.given_out import differences, given_out_of
from tilts.reports.pdf import as_pdf
from tilts.reports.planned import Report, report_on
from tilts.reports.words import figure_words, measure_name, value_label
from tilts.reports.xlsx import as_xlsx
from tilts.ui.paging import page_of

ROWS_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("reports.read")
def report_list(request: Request) -> HttpResponse:
    """Choose a project and a period."""
    projects = list(request.reach(Project).order_by("-starts", "code"))
    form = ChooseForm(projects, request.GET or None)
    if form.is_bound and form.is_valid():
        address = reverse("reports:report_page", kwargs={"code": form.cleaned_data["project_code"]})
        days = QueryDict(mutable=True)
        days.update({name: form.cleaned_data[name].isoformat() for name in ("from", "to")})
        return redirect(f"{address}?{days.urlencode()}")
    return page(request, "reports/report_list.html", form=form, projects=projects, status=400 if form.errors else 200)


def _project(reach: Reach, code: str) -> Project:
    found: Project = reach(Project).select_related("organisation").coded(code).get()
    return found


def _period_form(project: Project, given: QueryDict) -> PeriodForm:
    data = {"from": given.get("from") or project.starts, "to": given.get("to") or project.ends}
    form = PeriodForm(project, data)
    form.is_valid()
    return form


def _report(reach: Reach, project: Project, period: Period) -> Report:
    targets = reach(Target).filter(project=project).select_related("site").order_by("pk")
    return report_on(reach.counting(), project, period, targets, today=timezone.localdate())


@door("reports.read", record_of=project_of)
def report_page(request: Request, code: str) -> HttpResponse:
    """The report of a project for a period, every figure a way to what it counted."""
    project = _project(request.reach, code)
    form = _period_form(project, request.GET)
    report = None if form.errors else _report(request.reach, project, form.period)
    return page(
        request,
        "reports/report_page.html",
        project=project,
        form=form,
        report=report,
        given_out=_given_out(request.reach, project, report),
        may_export=request.reach.may("projects.exported", record=project).allowed,
        status=400 if form.errors else 200,
    )


def _given_out(reach: Reach, project: Project, report: Report | None) -> list[dict[str, Any]]:
    """What was given out of a project; of the period of this page, also what the records give otherwise today."""
    told: list[dict[str, Any]] = []
    for one in given_out_of(reach, project) if report else []:
        same = report is not None and one.period == report.period
        differs = differences(one, report, reach.counting()) if same and report else []
        told.append({"given": one, "same": same, "differs": differs})
    return told


@form_page(give_out, record_of=project_of)
def report_give_out(request: Request, code: str) -> Entry:
    """Keep what the report tells today: it goes to the funder."""
    project = _project(request.reach, code)
    days = {"from": request.GET.get("from") or project.starts, "to": request.GET.get("to") or project.ends}
    form, title = PeriodForm(project, request.POST or None, initial=days), _("Give the report out")
    back = reverse("reports:report_page", args=[project.code])
    words = _("Its figures are kept as they are today. What is put right later is told beside them.")
    entry = Entry(project, form, title, back, lead=project.title, words=words, submit=title)
    entry.values = lambda typed: {"period": Period.of(typed["from"], typed["to"])}
    entry.said, entry.then = _("The report is given out."), lambda one: f"{back}?from={one.first}&to={one.last}"
    return entry


def _asked(given: QueryDict) -> Asked:
    """The question in an address; whatever it cannot be is not found."""
    where = dict(condition.split("=", 1) for condition in given.getlist("where") if "=" in condition)
    try:
        period = Period.of(parse_date(given.get("from", "")), parse_date(given.get("to", "")))
        measure = find_measure(given.get("measure", ""))
    except (BadDate, BadPeriod, UnknownMeasure) as wrong:
        raise Http404 from wrong
    if measure.paid_by is None or set(where) - set(measure.breakdowns):
        raise Http404
    return Asked(measure.key, period, tuple(sorted(where.items())))


@door("reports.read", record_of=project_of)
def report_trace(request: Request, code: str) -> HttpResponse:
    """The records that a figure counted, as far as the viewer's reach goes, and how many more there are."""
    project, asked = _project(request.reach, code), _asked(request.GET)
    targets = request.reach(Target).filter(project=project).select_related("site")
    if not own.is_own(project, targets, asked):
        raise NotAllowed(_("Here only figures that a report of this project holds are opened, for whole months."))
    where, on = dict(asked.where), find_measure(asked.measure).on
    counted = figure(asked.measure, reach=request.reach.counting(), period=asked.period, project=project, where=where)
    rows, hidden = trace(asked.measure, request.reach, asked.period, project, where)
    shown = page_of(rows.order_by(f"-{on}", "pk"), request.GET.get("page"), ROWS_A_PAGE)
    return page(
        request,
        "reports/report_trace.html",
        project=project,
        asked=asked,
        name=measure_name(asked.measure),
        conditions=[value_label(name, value) for name, value in asked.where],
        counted=figure_words(counted),
        count_type=counted.count_type.label,
        shown=shown,
        lines=_lines(request.reach, list(shown), on),
        hidden=own.told(hidden, asked),
    )


def _lines(reach: Reach, acts: list[Any], on: str) -> list[dict[str, Any]]:
    """Day, specialism and length of each act and the case it lies in; never a name."""
    files = {act.pk: _file_of(act) for act in acts}
    cases = _cases(reach, {file for file in files.values() if file})
    return [
        {
            "day": getattr(act, on),
            "specialism": value_label("specialism", getattr(act, "specialism", "")),
            "minutes": getattr(act, "minutes", None),
            "case": cases.get(files[act.pk], ""),
            "url": reverse("cases:case_page", kwargs={"id": files[act.pk]}) if files[act.pk] in cases else "",
        }
        for act in acts
    ]


def _file_of(act: Any) -> Any:
    """The file in which an act lies; a case on an agenda is the key of one; none for what belongs to no file."""
    return getattr(act, "folder_id", None) or getattr(act, "case_id", None)


def _cases(reach: Reach, folders: set[UUID]) -> dict[UUID, str]:
    """The cases among these folders that the viewer may open, by the codes that the room of the cases lends."""
    cases = reach(Folder).filter(pk__in=folders, kind=FolderKind.CASE)
    codes: dict[UUID, str] = dict.fromkeys(cases.values_list("pk", flat=True), _("Open the case"))
    return codes | merged(folder_codes.each(reach, set(codes)))


def _file(request: Request, code: str, made: Callable[[Report], HttpResponse]) -> HttpResponse:
    project = allowed(request, "projects.exported", _project(request.reach, code))
    form = _period_form(project, request.GET)
    if form.errors:
        return page(request, "reports/report_page.html", project=project, form=form, report=None, status=400)
    return made(_report(request.reach, project, form.period))


@door("projects.exported", fresh=True, record_of=project_of)
def report_xlsx(request: Request, code: str) -> HttpResponse:
    """The report as a workbook."""
    return _file(request, code, _workbook)


def _workbook(report: Report) -> HttpResponse:
    response = HttpResponse(as_xlsx(report), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{report.file_stem}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@door("projects.exported", fresh=True, record_of=project_of)
def report_pdf(request: Request, code: str) -> HttpResponse:
    """The report on paper."""
    back = reverse("reports:report_page", args=[code])
    return _file(request, code, lambda report: handed_out(request, as_pdf(report), name=report.file_stem, back=back))
