"""Who reaches what is planned in a case, and who plans."""

from typing import Any

from tilts.access.opened import ZoneIn
from tilts.access.reach import Decision, Reach, in_folder
from tilts.cases.models import Due, Entitlement, Goal, PlanReview, Step, Task
from tilts.cases.policy.case import case_of, may_write_zone

in_folder(Due, key="folder", zone=ZoneIn("zone", ("contact", "risk", "services")))


in_folder(Task, key="case", zone="services")


in_folder(Goal, key="case", zone="services")


in_folder(Step, key="case", zone="services")


in_folder(PlanReview, key="case", zone="services")


in_folder(Entitlement, key="case", zone="services")


def plans_with_names(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services of an open case, and know its people."""
    case = case_of(record)
    decision = may_write_zone(reach, case, "services")
    if not decision or case is None:
        return decision
    return Decision(reach.zones(case.folder_id).name > 0)
