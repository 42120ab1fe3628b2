"""Pages of the projects: the list, and one project made of what the rooms lend."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tilts.access.doors import Request, door, page
from tilts.kit.panels import panels_for
from tilts.projects.models import Project, ProjectPartner, Target
from tilts.projects.policy import project_of
from tilts.ui.paging import page_of


@door("projects.read")
def project_list(request: Request) -> HttpResponse:
    """Projects within reach, newest first."""
    rows = request.reach(Project).select_related("organisation").order_by("-starts", "code")
    shown = page_of(rows, request.GET.get("page"))
    return page(request, "projects/project_list.html", projects=shown, today=timezone.localdate())


@door("projects.read", record_of=project_of)
def project_page(request: Request, code: str) -> HttpResponse:
    """One project: what was promised, what was done, who pays."""
    targets = Prefetch("targets", request.reach(Target).select_related("site").order_by("pk"))
    project = request.reach(Project).select_related("organisation").prefetch_related(targets).coded(code).get()
    partners = request.reach(ProjectPartner).filter(project=project).select_related("organisation")
    return page(
        request,
        "projects/project_page.html",
        project=project,
        partners=[partner.organisation.name for partner in partners.order_by("organisation__name")],
        sites=sorted({target.site.name for target in project.targets.all() if target.site}),
        today=timezone.localdate(),
        main=_lent(request, "project", project),
        side=_lent(request, "project_side", project),
    )


def _lent(request: HttpRequest, place: str, project: Project) -> list[str]:
    sheets = (lent.show(request, project) for lent in panels_for(place))
    return [sheet for sheet in sheets if sheet]
