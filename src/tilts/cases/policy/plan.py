"""Who reaches what is planned in a case, and who plans."""

from typing import Any

from tilts.access.opened import ZoneIn
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule
from tilts.cases.models import Due, Entitlement, Goal, PlanReview, Step, Task
from tilts.cases.policy.case import may_write_zone


@in_folder(Due, key="folder", zone=ZoneIn("zone", ("contact", "risk", "services")))
def due_rows(reach: Reach, rows: Rows) -> Rows:
    """What falls due, each for those to whom the zone that it names is open: that of the record of which it tells."""
    return rows


@in_folder(Task, key="case", zone="services")
def task_rows(reach: Reach, rows: Rows) -> Rows:
    """Tasks of a case, for those to whom its services zone is open."""
    return rows


@in_folder(Goal, key="case", zone="services")
def goal_rows(reach: Reach, rows: Rows) -> Rows:
    """Goals of a plan, for those to whom the services zone of the case is open."""
    return rows


@in_folder(Step, key="case", zone="services")
def step_rows(reach: Reach, rows: Rows) -> Rows:
    """Steps of a plan, for those to whom the services zone of the case is open."""
    return rows


@in_folder(PlanReview, key="case", zone="services")
def review_rows(reach: Reach, rows: Rows) -> Rows:
    """Days on which a plan is reviewed, for those to whom the services zone of the case is open."""
    return rows


@in_folder(Entitlement, key="case", zone="services")
def entitlement_rows(reach: Reach, rows: Rows) -> Rows:
    """What the state pays for, for those to whom the services zone of the case is open."""
    return rows


def _may_plan(reach: Reach, record: Any) -> Decision:
    case = getattr(record, "case", record)
    return may_write_zone(reach, case, "services")


@rule("task.added")
def may_add_task(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case give tasks in it."""
    return _may_plan(reach, record)


@rule("task.changed")
def may_change_task(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case change whose a task is and by when."""
    return _may_plan(reach, record)


@rule("task.done")
def may_do_task(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case say that a task is done."""
    return _may_plan(reach, record)


@rule("task.reopened")
def may_reopen_task(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case open a task again."""
    return _may_plan(reach, record)


@rule("plan.goal_added")
def may_add_goal(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case add goals to its plan."""
    return _may_plan(reach, record)


@rule("plan.goal_reached")
def may_reach_goal(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case say that a goal is reached, or not yet."""
    return _may_plan(reach, record)


@rule("plan.step_added")
def may_add_step(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case add steps to its plan."""
    return _may_plan(reach, record)


@rule("plan.step_changed")
def may_change_step(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case change a step: the old one stays in the history."""
    return _may_plan(reach, record)


@rule("plan.step_moved_on")
def may_move_step_on(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case say how far a step is."""
    return _may_plan(reach, record)


@rule("plan.step_voided")
def may_void_step(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case take a step out of the plan, with a reason."""
    return _may_plan(reach, record)


@rule("plan.reviewed")
def may_review_plan(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case review its plan and set the next day."""
    return _may_plan(reach, record)


@rule("entitlement.granted")
def may_grant_entitlement(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case, and know its people, note what the state pays for."""
    return _with_names(reach, record)


@rule("entitlement.extended")
def may_extend_entitlement(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case, and know its people, note that it was extended."""
    return _with_names(reach, record)


def _with_names(reach: Reach, record: Any) -> Decision:
    decision, case = _may_plan(reach, record), getattr(record, "case", record)
    if not decision or case is None:
        return decision
    return Decision(reach.zones(case.folder_id).name > 0)
