"""Is the list of what is due what the records say? Worked out here from the records alone, in words of its own.

The declarations beside the models are not asked: what would be wrong there would be wrong here too. `rebuild` writes
the list anew by the declarations, where somebody wrote to the database by hand.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tilts.access.reach import unscoped
from tilts.cases.models import SOURCES, Due, FollowUp
from tilts.kit.dates import RIGA
from tilts.plan.models import Appointment, Order, PlanReview, Step, Task

REASON = "the list of what is due is compared with the records"
BATCH = 2000
Key = tuple[UUID, str]
"""The record and the kind."""
Row = tuple[Any, ...]
COLUMNS = ("folder", "zone", "organisation", "case", "day", "shows_from", "moment", "timed", "done", "owner")


@dataclass(frozen=True)
class Compared:
    """How many rows of one kind there are, and how many of them are wrong in which way."""

    kind: str
    rows: int
    missing: int
    pointless: int
    different: int

    @property
    def agrees(self) -> bool:
        """Whether the list says of this kind what the records say."""
        return not (self.missing or self.pointless or self.different)

    def __str__(self) -> str:
        if self.agrees:
            return f"{self.kind}: {self.rows} rows, as the records say"
        told = f"{self.missing} missing, {self.pointless} that point to nothing, {self.different} different"
        return f"{self.kind}: {self.rows} rows, {told}"


def _of_case(record: Any, zone: str) -> Row:
    return (record.case_id, zone, record.organisation_id, record.case_id)


def _day(record: Any, zone: str, *, show: Any = None, done: bool, owner: Any = None) -> Row:
    """What has no hour."""
    shown = record.due if show is None else show
    return (*_of_case(record, zone), record.due, shown, _midnight_after(record.due), False, done, owner)


def _midnight_after(day: date) -> datetime:
    return datetime.fromisoformat((day + timedelta(days=1)).isoformat()).replace(tzinfo=RIGA)


def _expected() -> Iterator[tuple[Key, Row]]:
    """What there must be: every record that is not voided, and the day of each."""
    yield from _of_plan()
    for order in _records(Order):
        if order.due is None:
            continue
        place = _of_case(order, "risk")
        over = order.ends or _midnight_after(order.due)
        timed = order.ends is not None
        if order.kind == "separation":
            answered = bool(order.applied_on or order.declined_on)
            eve = order.due - timedelta(days=1)
            yield (order.pk, "order"), (*place, order.due, eve, over, timed, answered, None)
        else:
            before = order.due - timedelta(days=13)
            yield (order.pk, "order_end"), (*place, order.due, before, over, timed, False, None)
    for met in _records(Appointment):
        if met.state != "moved":
            when = (met.day, met.day, met.starts, True, met.state != "planned")
            yield (met.pk, "appointment"), (*_of_case(met, "services"), *when, met.staff_id)


def _of_plan() -> Iterator[tuple[Key, Row]]:
    for task in _records(Task):
        done = task.done_on is not None
        yield (task.pk, "task"), _day(task, "services", show=task.remind_on, done=done, owner=task.owner_id)
    for step in _records(Step):
        over = step.progress in ("done", "not_possible")
        yield (step.pk, "step"), _day(step, "services", done=over, owner=step.owner_id)
    for review in _records(PlanReview):
        yield (review.pk, "review"), _day(review, "services", done=review.held_on is not None)
    for later in _records(FollowUp):
        if later.agreed:
            yield (later.pk, "follow_up"), _day(later, "contact", done=later.done_on is not None)


def _records(model: Any) -> Iterator[Any]:
    yield from unscoped(model, reason=REASON).filter(voided_at=None).order_by("pk").iterator(chunk_size=BATCH)


def compare() -> list[Compared]:
    """The list against the records, kind by kind."""
    there, missing, different, pointless = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    with transaction.atomic():
        wanted = dict(_expected())
        for record, kind, *row in unscoped(Due, reason=REASON).values_list("record", "kind", *COLUMNS).iterator():
            there[kind] += 1
            said = wanted.pop((record, kind), None)
            pointless[kind] += said is None
            different[kind] += said is not None and said != tuple(row)
    missing.update(kind for _record, kind in wanted)
    kinds = sorted({*there, *missing, *(kind for source in SOURCES.values() for kind in source.kinds)})
    return [Compared(kind, there[kind], missing[kind], pointless[kind], different[kind]) for kind in kinds]


def rebuild() -> int:
    """Write the list anew by the declarations; how many rows there are."""
    with transaction.atomic():
        unscoped(Due, reason=REASON).delete()
        for source in SOURCES.values():
            keys = list(source.model._base_manager.order_by("pk").values_list("pk", flat=True))
            for begin in range(0, len(keys), BATCH):
                some = keys[begin : begin + BATCH]
                source.write(some, source.read(some))
        rows: int = unscoped(Due, reason=REASON).count()
    return rows
