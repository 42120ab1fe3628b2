"""Sealing everything again under the current key, a little at a time, while others go on working.

A row is written only if its ciphertext is still the one that was read (compare and swap): whoever writes meanwhile
wins, and has sealed with the current key anyway. It may be killed at any moment: what is done stays done, and the next
run goes on. Rooms that seal other things than fields (files) join in by `reseals`.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from tilts.kit.crypto import Unreadable
from tilts.sealing.fields import SealedTextField, sealed_fields
from tilts.sealing.keys import NOTICED_WITHIN, change_ring, keys_path, ring
from tilts.sealing.models import KeyMark

BATCH = 200
Row = tuple[Any, ...]
Acting = Callable[[], AbstractContextManager[None]]


def _say_nothing(line: str) -> None:
    """Nobody listens."""


class RotationRuns(Exception):
    """Another process is rotating the keys."""


@dataclass(frozen=True)
class Sealing:
    """Sealed things of a room other than fields."""

    name: str
    reseal: Callable[[], int]
    left: Callable[[], int]


SEALINGS: dict[str, Sealing] = {}


def reseals(name: str, *, reseal: Callable[[], int], left: Callable[[], int]) -> None:
    """Let sealed things (`documents.files`) take part in the rotation of keys.

    `reseal` seals everything again that is not under `ring().current`, in small steps that may be killed, and says how
    many it did; `left` says how many are not under it.
    """
    SEALINGS[name] = Sealing(name, reseal, left)


@dataclass
class Rotation:
    """What a rotation did: values sealed again, what could not be opened, and which keys are gone."""

    key: str
    resealed: int = 0
    unreadable: set[str] = field(default_factory=set)
    retired: tuple[str, ...] = ()


def sealed_tables() -> list[type[models.Model]]:
    """Every table that has sealed fields."""
    return [model for model in apps.get_models() if sealed_fields(model)]


def rotate(
    acting: Acting,
    record: Callable[[list[str]], object],
    *,
    batch: int = BATCH,
    say: Callable[[str], None] = _say_nothing,
) -> Rotation:
    """Make a new key, or go on with the one that a killed run has made; seal everything with it; retire the others.

    Whoever asks says as whom the rows are opened (`acting`, inside each transaction), and writes into the trace which
    keys came and went (`record`): keys know neither people nor trace.
    """
    with _alone():
        if len(ring().keys) == 1:
            change_ring(ring().with_new_key(*KeyMark.objects.values_list("key", flat=True)))
        made = Rotation(ring().current)
        with transaction.atomic(), acting():
            KeyMark.objects.get_or_create(key=made.key, defaults={"proof": ring().proof(made.key)})
        say(f"key {made.key}")
        _until_noticed()
        while _pass(acting, made, batch, say):
            pass
        for sealing in SEALINGS.values():
            made.resealed += sealing.reseal()
        _retire(acting, record, made)
    return made


@contextmanager
def _alone() -> Iterator[None]:
    """One rotation at a time: two would each make a key and one of them would be lost. Ends with its process."""
    with keys_path().with_suffix(".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise RotationRuns from held
        ring.read_again()
        yield


def _until_noticed() -> None:
    """Every running process seals with the new key before the first row is touched."""
    age = time.time() - keys_path().stat().st_mtime
    time.sleep(max(0.0, min(2 * NOTICED_WITHIN, 2 * NOTICED_WITHIN - age)))


def _pass(acting: Acting, made: Rotation, batch: int, say: Callable[[str], None]) -> int:
    """Once through all tables; how many values were sealed again."""
    done = 0
    for model in sealed_tables():
        after = None
        while True:
            with transaction.atomic(), acting():
                rows = _rows_under_old_keys(model, after, batch)
                swaps = [swap for row in rows for swap in _swaps(model, row, made)]
                _write(swaps)
            done += len(swaps)
            if not rows:
                break
            after = rows[-1][0]
            say(f"{model._meta.label} {done}")
    made.resealed += done
    return done


def _under_old_keys(model: type[models.Model]) -> tuple[str, list[Any]]:
    """The condition on rows with a value that is not under the current key."""
    quote = connection.ops.quote_name
    columns = [quote(str(one.column)) for one in sealed_fields(model)]
    condition = " OR ".join(f"({column} <> '' AND {column} NOT LIKE %s)" for column in columns)
    return f"({condition})", [f"{ring().current}:%"] * len(columns)


def _rows_under_old_keys(model: type[models.Model], after: Any, batch: int) -> list[Row]:
    """The next rows in the order of their ids: the id as the database holds it, and every sealed column."""
    quote = connection.ops.quote_name
    condition, asked = _under_old_keys(model)
    pk = quote(str(model._meta.pk.column))
    columns = ", ".join([pk, *(quote(str(one.column)) for one in sealed_fields(model))])
    if after is not None:
        condition, asked = f"{condition} AND {pk} > %s", [*asked, after]
    sql = f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE {condition} ORDER BY {pk} LIMIT {batch}"
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())


def _swaps(model: type[models.Model], row: Row, made: Rotation) -> Iterator[tuple[SealedTextField, Any, str, str]]:
    """Old and new ciphertext of each value of a row that lies under an old key."""
    for one, old in zip(sealed_fields(model), row[1:], strict=True):
        if not old or old.startswith(f"{made.key}:"):
            continue
        pk = model._meta.pk.to_python(row[0])
        try:
            new = one.reseal(old, pk)
        except Unreadable:
            made.unreadable.add(f"{model._meta.label}.{one.name} {pk}")
        else:
            yield one, row[0], old, new


def _write(swaps: list[tuple[SealedTextField, Any, str, str]]) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for one, pk, old, new in swaps:
            column, key = quote(str(one.column)), quote(str(one.model._meta.pk.column))
            sql = f"UPDATE {quote(one.model._meta.db_table)} SET {column} = %s WHERE {key} = %s AND {column} = %s"
            cursor.execute(sql, [new, pk, old])


def _retire(acting: Acting, record: Callable[[list[str]], object], made: Rotation) -> None:
    """Mark the old keys and take them out of the file, once nothing at all lies under them."""
    old = tuple(sorted(set(ring().keys) - {made.key}))
    with transaction.atomic(), acting():
        _wait_for_writers()
        if left():
            return
        KeyMark.objects.filter(key__in=old, retired_at=None).update(retired_at=timezone.now())
        record([made.key, *old])
    change_ring(ring().without(*old))
    made.retired = old


def _wait_for_writers() -> None:
    """Whoever began to write before us has ended: SQLite has one writer at a time, PostgreSQL is asked."""
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in sealed_tables())
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")


def left() -> dict[str, int]:
    """What does not lie under the current key, by table."""
    found: dict[str, int] = {}
    for model in sealed_tables():
        condition, asked = _under_old_keys(model)
        sql = f"SELECT COUNT(*) FROM {connection.ops.quote_name(model._meta.db_table)} WHERE {condition}"
        with connection.cursor() as cursor:
            cursor.execute(sql, asked)
            found[model._meta.label] = cursor.fetchone()[0]
    found |= {sealing.name: sealing.left() for sealing in SEALINGS.values()}
    return {name: count for name, count in found.items() if count}
