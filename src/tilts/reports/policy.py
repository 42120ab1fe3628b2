"""Who reads live figures; the report itself leaves the house by `projects.exported`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, reaches, rule, scope
from tilts.projects.models import Project
from tilts.reports.models import GivenOut

READERS = (Role.PROJECT_MANAGER, Role.SUPERVISOR, Role.COORDINATOR, Role.CASE_WORKER, Role.SPECIALIST)


@scope(GivenOut, no_folder="figures of a project, which name no client")
def given_out_rows(reach: Reach, rows: Rows) -> Rows:
    """What was given out of the projects one may see."""
    return rows.filter(reaches(reach, Project, "project"))


@rule("reports.read", says=_("Reports: looked"))
def may_read_reports(reach: Reach, record: Any = None) -> Decision:
    """Those who manage or do the work see its live figures; a funder's viewer sees released reports only."""
    return Decision(reach.is_one_of(*READERS))
