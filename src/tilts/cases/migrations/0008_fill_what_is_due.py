"""What falls due of the records that were written before the table stood; said apart, for the rules go on changing."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import migrations

RIGA = ZoneInfo("Europe/Riga")
DAY = timedelta(days=1)
PLACE = ("case", "organisation", "pk")
Told = tuple[str, date, datetime | None, date, bool, Any]
"""Kind, day, hour, from which day it shows, whether it is done, whose it is."""


def _rows(apps: Any, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    rows = apps.get_model("cases", name)._base_manager.filter(voided_at=None)
    yield from rows.order_by("pk").values_list(*PLACE, *columns).iterator(chunk_size=2000)


def _services(apps: Any) -> Iterator[tuple[str, tuple[Any, ...], Told]]:
    for *place, due, remind_on, done_on, owner in _rows(apps, "Task", "due", "remind_on", "done_on", "owner"):
        yield "services", tuple(place), ("task", due, None, remind_on or due, done_on is not None, owner)
    for *place, due, progress, owner in _rows(apps, "Step", "due", "progress", "owner"):
        yield "services", tuple(place), ("step", due, None, due, progress in ("done", "not_possible"), owner)
    for *place, due, held_on in _rows(apps, "PlanReview", "due", "held_on"):
        yield "services", tuple(place), ("review", due, None, due, held_on is not None, None)
    for *place, starts, day, staff, state in _rows(apps, "Appointment", "starts", "day", "staff", "state"):
        if state != "moved":
            yield "services", tuple(place), ("appointment", day, starts, day, state != "planned", staff)


def _others(apps: Any) -> Iterator[tuple[str, tuple[Any, ...], Told]]:
    for *place, due, agreed, done_on in _rows(apps, "FollowUp", "due", "agreed", "done_on"):
        if agreed:
            yield "contact", tuple(place), ("follow_up", due, None, due, done_on is not None, None)
    columns = ("kind", "ends", "due", "applied_on", "declined_on")
    for *place, kind, ends, due, applied_on, declined_on in _rows(apps, "Order", *columns):
        if due and kind == "separation":
            answered = applied_on is not None or declined_on is not None
            yield "risk", tuple(place), ("order", due, ends, due - DAY, answered, None)
        elif due:
            yield "risk", tuple(place), ("order_end", due, ends, due - 13 * DAY, False, None)


def fill(apps: Any, schema_editor: Any) -> None:
    """Write a row for everything that falls due."""
    model = apps.get_model("cases", "Due")
    made = []
    for rows in (_services(apps), _others(apps)):
        for zone, (case, organisation, record), (kind, day, moment, shows_from, done, owner) in rows:
            end = moment or datetime.combine(day + DAY, time.min, tzinfo=RIGA)
            place = {"folder_id": case, "case_id": case, "organisation_id": organisation, "zone": zone}
            when = {"moment": end, "timed": moment is not None, "day": day, "shows_from": min(shows_from, day)}
            made.append(
                model(id=uuid5(record, kind), **place, **when, kind=kind, record=record, done=done, owner_id=owner)
            )
            if len(made) == 2000:
                model._base_manager.bulk_create(made)
                made = []
    model._base_manager.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_what_is_due"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
