"""Who reads live figures; the report itself leaves the house by `projects.exported`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, rule

READERS = (Role.PROJECT_MANAGER, Role.SUPERVISOR, Role.COORDINATOR, Role.CASE_WORKER, Role.SPECIALIST)


@rule("reports.read", says=_("Reports: looked"))
def may_read_reports(reach: Reach, record: Any = None) -> Decision:
    """Those who manage or do the work see its live figures; a funder's viewer sees released reports only."""
    return Decision(reach.is_one_of(*READERS))
