"""The verbs of `plan`, by noun."""

from tilts.plan.actions.appointments import (
    end_feed,
    hash_of_secret,
    make_appointment,
    make_feed,
    move_appointment,
    settle_appointment,
)
from tilts.plan.actions.entitlements import extend_entitlement, grant_entitlement
from tilts.plan.actions.orders import answer_order, end_order, latest_end, record_breach, record_order
from tilts.plan.actions.passing import pass_on
from tilts.plan.actions.plan import add_goal, add_step, change_step, move_step_on, reach_goal, review_plan, void_step
from tilts.plan.actions.taking_over import into_the_plan
from tilts.plan.actions.tasks import add_task, change_task, finish_task, reopen_task

__all__ = [
    "add_goal",
    "add_step",
    "add_task",
    "answer_order",
    "change_step",
    "change_task",
    "end_feed",
    "end_order",
    "extend_entitlement",
    "finish_task",
    "grant_entitlement",
    "hash_of_secret",
    "into_the_plan",
    "latest_end",
    "make_appointment",
    "make_feed",
    "move_appointment",
    "move_step_on",
    "pass_on",
    "reach_goal",
    "record_breach",
    "record_order",
    "reopen_task",
    "review_plan",
    "settle_appointment",
    "void_step",
]
