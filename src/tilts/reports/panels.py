"""What reports lend to a project's page: planned against achieved, the months, and what stops the report."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.doors import Request
from tilts.kit.panels import panel
from tilts.kit.periods import Period
from tilts.projects.models import Project
from tilts.reports.planned import Report, report_on
from tilts.ui.rail import rail_item

rail_item("reports", _("Reports"), "clipboard-data", "reports:report_list", "reports.read", order=45)
KEPT = "_report_of_project"


def _report(request: Request, project: Project) -> Report | None:
    """The report of the project's whole period, counted once a request; None for whom live figures are not.

    The page hands the project over with its targets, had through reach.
    """
    if not request.reach.may("reports.read"):
        return None
    kept: dict[object, Report] = request.__dict__.setdefault(KEPT, {})
    if project.pk not in kept:
        period = Period.of(project.starts, project.ends)
        kept[project.pk] = report_on(
            request.reach.counting(), project, period, project.targets.all(), today=timezone.localdate()
        )
    return kept[project.pk]


def _shown(request: Request, project: Project, template: str) -> str:
    report = _report(request, project)
    return render_to_string(template, {"report": report, "project": project}, request) if report else ""


@panel("project", title=_("Planned and achieved"), order=10)
def planned_and_achieved(request: Request, project: Project) -> str:
    """Each target with what the records give so far."""
    return _shown(request, project, "reports/parts/planned.html")


@panel("project", title=_("Consultations by month"), order=20)
def by_month(request: Request, project: Project) -> str:
    """Consultations by month and specialism, as a chart and as a table."""
    return _shown(request, project, "reports/parts/months.html")


@panel("project_side", title=_("What stops the report"), order=30)
def what_stops_it(request: Request, project: Project) -> str:
    """What must be put right before the report can go."""
    return _shown(request, project, "reports/parts/stops.html")
