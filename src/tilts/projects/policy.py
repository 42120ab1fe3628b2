"""Who sees a project and its figures."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.duty import may_take_out
from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, reaches, rule, scope
from tilts.projects.models import BudgetLine, Project, ProjectAlias, ProjectPartner, Target


@scope(Project, no_folder="a project names no client")
def project_rows(reach: Reach, rows: Rows) -> Rows:
    """Projects that one's own organisation leads or carries out."""
    partner = ProjectPartner.objects.filter(organisation=reach.organisation).values("project")
    return rows.filter(Q(organisation=reach.organisation) | Q(pk__in=partner))


def project_of(reach: Reach, code: str) -> UUID | None:
    """Which project an address means, for the trace of the door; none where there is none within reach."""
    found: UUID | None = reach(Project).coded(code).order_by("pk").values_list("pk", flat=True).first()
    return found


def _of_project(reach: Reach, rows: Rows) -> Rows:
    return rows.filter(reaches(reach, Project, "project"))


@scope(Target, no_folder="part of a project, which names no client")
def target_rows(reach: Reach, rows: Rows) -> Rows:
    """Targets of the projects one may see."""
    return _of_project(reach, rows)


@scope(BudgetLine, no_folder="part of a project, which names no client")
def budget_rows(reach: Reach, rows: Rows) -> Rows:
    """Budget lines of the projects one may see, for those who account for them."""
    return _of_project(reach, rows) if reach.is_one_of(*ACCOUNTING) else rows.none()


@scope(ProjectAlias, no_folder="part of a project, which names no client")
def alias_rows(reach: Reach, rows: Rows) -> Rows:
    """Other spellings of the projects one may see."""
    return _of_project(reach, rows)


@scope(ProjectPartner, no_folder="part of a project, which names no client")
def partner_rows(reach: Reach, rows: Rows) -> Rows:
    """Who carries out the projects one may see."""
    return _of_project(reach, rows)


ACCOUNTING = (Role.PROJECT_MANAGER, Role.SUPERVISOR)


@rule("projects.read", says=_("Projects: looked"))
def may_read_projects(reach: Reach, record: Any = None) -> Decision:
    """Project managers, supervisors, coordinators and those who do the work see their organisation's projects."""
    return Decision(
        reach.is_one_of(
            Role.PROJECT_MANAGER, Role.SUPERVISOR, Role.COORDINATOR, Role.CASE_WORKER, Role.SPECIALIST, Role.FUNDER
        )
    )


@rule("projects.exported", says=_("Report of a project: taken out as a file"))
def may_export(reach: Reach, record: Any = None) -> Decision:
    """Those who account for a project take its report out of the house; not what they opened in an emergency."""
    if record is None or not reach.is_one_of(*ACCOUNTING):
        return Decision(reach.is_one_of(*ACCOUNTING))
    return may_take_out(reach, record.pk)
