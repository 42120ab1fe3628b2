"""What of the plan has a day, for the one query of the page of a case (`cases.dated`)."""

from datetime import date
from typing import Any
from uuid import UUID

from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.cases.dated import Row, dated, in_its_case, of_case
from tilts.cases.models import Case, Due
from tilts.plan.due import DueInCase, in_case
from tilts.plan.models import Appointment, Entitlement, Order, PlanReview, Progress, Step, Task


@dated(
    "order",
    of_case(Order),
    newest="starts",
    columns={
        "starts": "starts",
        "ends": "ends",
        "day": "due",
        "other": "applied_on",
        "third": "declined_on",
        "code": "kind",
    },
    by=("starts",),
    backwards=True,
)
def orders(case: Case, row: Row) -> Order:
    """Protection orders, the newest first."""
    facts = {"kind": row["code"], "applied_on": row["other"], "declined_on": row["third"], "due": row["day"]}
    return Order(**in_its_case(case, row), **facts, starts=row["starts"], ends=row["ends"])


@dated(
    "review",
    of_case(PlanReview),
    newest="due",
    columns={"day": "due", "other": "held_on", "who": "held_by__name"},
    by=("day",),
    backwards=True,
)
def reviews(case: Case, row: Row) -> PlanReview:
    """Reviews of the plan, the newest first."""
    who = User(name=row["who"] or "")
    return PlanReview(**in_its_case(case, row), due=row["day"], held_on=row["other"], held_by=who)


@dated(
    "appointment",
    of_case(Appointment),
    newest="starts",
    columns={
        "starts": "starts",
        "day": "day",
        "code": "place_kind",
        "state": "state",
        "who": "staff__name",
        "a": "minutes",
    },
    by=("starts",),
    backwards=True,
)
def appointments(case: Case, row: Row) -> Appointment:
    """Appointments, the newest first."""
    facts = {"place_kind": row["code"], "state": row["state"], "minutes": row["a"], "day": row["day"]}
    return Appointment(**in_its_case(case, row), **facts, starts=row["starts"], staff=User(name=row["who"]))


@dated(
    "entitlement",
    of_case(Entitlement),
    newest="starts",
    columns={
        "day": "starts",
        "other": "ends",
        "code": "kind",
        "person": "person_id",
        "a": "granted",
        "b": "extended",
    },
    by=("day",),
)
def entitlements(case: Case, row: Row) -> Entitlement:
    """What the state pays for."""
    facts = {"kind": row["code"], "granted": row["a"], "extended": row["b"], "person_id": row["person"]}
    return Entitlement(**in_its_case(case, row), **facts, starts=row["day"], ends=row["other"])


def _due(reach: Reach, *, case: UUID, today: date) -> Any:
    return reach(Due).filter(pk__in=in_case(reach, case=case, today=today).values("pk"))


@dated(
    "due",
    _due,
    columns={
        "row": "record",
        "code": "kind",
        "day": "day",
        "other": "shows_from",
        "starts": "moment",
        "a": "timed",
    },
    by=("day", "row"),
)
def due(case: Case, row: Row) -> DueInCase:
    """What is not done in the case, the soonest first."""
    return DueInCase(row["code"], row["row"], row["day"], row["other"], row["starts"], bool(row["a"]))


def _tasks_done(reach: Reach, *, case: UUID, today: date) -> Any:
    return reach(Task).filter(case=case, done_on=today)


def _steps_done(reach: Reach, *, case: UUID, today: date) -> Any:
    return reach(Step).filter(case=case, over_on=today, progress=Progress.DONE)


@dated("task_done", _tasks_done, columns={"day": "done_on"}, by=("row",))
def tasks_done(case: Case, row: Row) -> tuple[str, UUID]:
    """Tasks that were done today: they stay until the evening, and can be undone."""
    return "task", row["row"]


@dated("step_done", _steps_done, columns={"day": "over_on"}, by=("row",))
def steps_done(case: Case, row: Row) -> tuple[str, UUID]:
    """Steps that were done today, the same."""
    return "step", row["row"]
