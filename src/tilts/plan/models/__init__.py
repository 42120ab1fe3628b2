"""The tables of `plan`, by noun."""

from tilts.plan.models.appointments import (
    Appointment,
    AppointmentPerson,
    AppointmentPlace,
    AppointmentState,
    CalendarFeed,
    PlaceKind,
)
from tilts.plan.models.entitlements import Entitlement
from tilts.plan.models.orders import Condition, Court, Order, OrderBreach, OrderKind
from tilts.plan.models.plan import Goal, PlanReview, Progress, Step, StepOwner
from tilts.plan.models.tasks import Task

__all__ = [
    "Appointment",
    "AppointmentPerson",
    "AppointmentPlace",
    "AppointmentState",
    "CalendarFeed",
    "Condition",
    "Court",
    "Entitlement",
    "Goal",
    "Order",
    "OrderBreach",
    "OrderKind",
    "PlaceKind",
    "PlanReview",
    "Progress",
    "Step",
    "StepOwner",
    "Task",
]
