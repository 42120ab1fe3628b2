"""What is agreed and by when: goals, steps, reviews, tasks, appointments, protection orders."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from tilts.generated import texts
from tilts.generated.draw import Draw, moment
from tilts.generated.files import File
from tilts.generated.rows import Rows
from tilts.plan.actions.orders import latest_end
from tilts.plan.models import (
    Appointment,
    AppointmentPerson,
    AppointmentState,
    Condition,
    Goal,
    Order,
    OrderKind,
    PlaceKind,
    PlanReview,
    Progress,
    Step,
    StepOwner,
    Task,
)

LATE, AHEAD = 6, 30
"""What is open was due so many days ago at the earliest, and is due so many days from now at the latest."""
SETTLED = ((AppointmentState.HELD, 85.0), (AppointmentState.NO_SHOW, 8.0), (AppointmentState.CANCELLED, 7.0))
PLACES = ((PlaceKind.OFFICE, 60.0), (PlaceKind.VISIT, 20.0), (PlaceKind.PHONE, 15.0), (PlaceKind.COURT, 5.0))
OWNERS = ((StepOwner.COLLEAGUE, 45.0), (StepOwner.CLIENT, 40.0), (StepOwner.INSTITUTION, 15.0))
CONDITIONS = [Condition.LEAVE, Condition.DISTANCE_HOME, Condition.NO_CONTACT]
COURT_ORDER = timedelta(days=365)


def _own(file: File, day: date) -> dict[str, Any]:
    return {"organisation": file.organisation, "case": file.case, "created_at": moment(day, time(11))}


def _still_due(draw: Draw, file: File) -> date:
    return file.until + timedelta(days=draw.randrange(-LATE, AHEAD))


def write_plan(draw: Draw, rows: Rows, file: File, *, goals: int, steps: int, open_steps: int, reviews: int) -> None:
    """Goals with steps, reviews held, and the day of the next one while the case is open."""
    if not goals:
        return
    first = file.case.opened_on
    made = [
        rows.add(Goal(id=draw.id(), text=draw.choice(texts.GOALS), agreed_on=first, **_own(file, first)))
        for _number in range(goals)
    ]
    for number in range(steps):
        _step(draw, rows, file, draw.choice(made), is_open=number < open_steps)
    for day in sorted(file.day(draw) for _number in range(reviews)):
        held = {"due": day, "held_on": day, "held_by": file.lead, "found": draw.choice(texts.FOUND)}
        rows.add(PlanReview(id=draw.id(), **held, **_own(file, day)))
    if file.case.closed_on is None and not file.next_review:
        due = file.until + timedelta(days=draw.randrange(1, 90))
        rows.add(PlanReview(id=draw.id(), due=due, **_own(file, file.last)))


def _step(draw: Draw, rows: Rows, file: File, goal: Goal, *, is_open: bool) -> None:
    kind = draw.weighted(OWNERS)
    due = _still_due(draw, file) if is_open else file.day(draw)
    facts: dict[str, Any] = {"progress": Progress.PLANNED if is_open else Progress.DONE}
    if not is_open:
        facts["over_on"] = due
    if kind == StepOwner.COLLEAGUE:
        facts["owner"] = draw.choice(file.team)[0]
    if kind == StepOwner.INSTITUTION:
        facts["owner_name"] = "Bāriņtiesa"
    what = draw.choice(texts.STEPS)
    rows.add(
        Step(
            id=draw.id(),
            goal=goal,
            what=what,
            owner_kind=kind,
            due=due,
            **facts,
            **_own(file, min(due, file.last)),
        )
    )


def write_tasks(draw: Draw, rows: Rows, file: File, *, done: int, still: int) -> None:
    """Things that somebody of the team did, and things still to do."""
    for number in range(done + still):
        is_open = number < still
        due = _still_due(draw, file) if is_open else file.day(draw)
        owner = draw.choice(file.team)[0]
        facts: dict[str, Any] = {} if is_open else {"done_on": due, "done_by": owner}
        own = _own(file, min(due, file.last))
        told = {"what": draw.choice(texts.TASKS), "owner": owner, "due": due, "given_by": file.lead}
        rows.add(Task(id=draw.id(), **told, **facts, **own))


def write_appointments(draw: Draw, rows: Rows, file: File, *, past: int, coming: int) -> None:
    """Appointments that were, settled, and those that are planned."""
    for number in range(past + coming):
        ahead = number < coming
        day = file.until + timedelta(days=draw.randrange(0, 14)) if ahead else file.day(draw)
        at = moment(day, draw.hour())
        own = _own(file, min(day, file.last))
        appointment = rows.add(
            Appointment(
                id=draw.id(),
                starts=at,
                day=day,
                minutes=draw.choice((30, 45, 60)),
                place_kind=draw.weighted(PLACES),
                staff=draw.choice(file.team)[0],
                state=AppointmentState.PLANNED if ahead else draw.weighted(SETTLED),
                **own,
            )
        )
        expected = {"organisation": file.organisation, "created_at": own["created_at"], "person": file.people[0]}
        rows.add(AppointmentPerson(id=draw.id(), appointment=appointment, **expected))


def write_orders(draw: Draw, rows: Rows, file: File, many: int) -> None:
    """Separations with their application to the court, and orders of courts."""
    for _number in range(many):
        day = file.day(draw)
        starts = moment(day, draw.hour())
        facts: dict[str, Any] = {"kind": OrderKind.COURT, "ends": starts + COURT_ORDER}
        if draw.happens(0.6):
            facts = {"kind": OrderKind.SEPARATION, "ends": latest_end(starts)}
        last = timezone.localdate(facts["ends"] - timedelta(microseconds=1))
        if facts["kind"] == OrderKind.SEPARATION and (last < file.until or draw.happens(0.5)):
            facts["applied_on"] = min(day + timedelta(days=draw.randrange(1, 8)), file.until)
        own = _own(file, day) | {"created_at": starts}
        order = rows.add(Order(id=draw.id(), starts=starts, due=last, conditions=CONDITIONS, **facts, **own))
        file.trace(draw, rows, "order.recorded", starts, order)
