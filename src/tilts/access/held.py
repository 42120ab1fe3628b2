"""Two at once: what a verb is done with is held until the transaction ends, and is what the view saw.

PostgreSQL lets several write at the same time. Each verb holds the row of its record, so whoever does something with
the same record waits. Where it changed between the look of the view and the verb, the door takes everything back and
lets the view look anew: then a late press finds what the first one did, and says so. The embedded database has one
writer, who looks after having got the turn.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, connection, models

from tilts.sealing.fields import sealed_fields

AGAIN = 12
"""How often a view looks anew before it goes on with what it has."""
_looked: ContextVar[bool] = ContextVar("looked", default=False)
"""Whether nothing was written yet since a view looked, and it can look once more."""
_held: ContextVar[set[tuple[Any, ...]] | None] = ContextVar("held", default=None)
"""Which records the open verbs hold."""


class ChangedMeanwhile(Exception):
    """Somebody wrote between the look and the verb: look once more."""


@contextmanager
def look(*, once_more: bool) -> Iterator[None]:
    """A view looks and writes in this block; it may begin anew as long as `once_more`."""
    token = _looked.set(once_more)
    try:
        yield
    finally:
        _looked.reset(token)


@contextmanager
def holding(record: models.Model | None) -> Iterator[None]:
    """Hold the record of a verb, in the transaction that is open; verbs within it hold it already."""
    before = _held.get()
    held = set() if before is None else before
    token = _held.set(held)
    try:
        if record is not None and connection.features.has_select_for_update and not record._state.adding:
            _hold(record, held)
        _looked.set(False)
        yield
    finally:
        _held.reset(token)


def _hold(record: models.Model, held: set[tuple[Any, ...]]) -> None:
    """No key of it is held, so rows which only lead to it are written meanwhile. What is out of sight is not held."""
    model = record._meta.model
    if (model, record.pk) in held:
        return
    held.add((model, record.pk))
    unread = record.get_deferred_fields() | {field.attname for field in sealed_fields(model)}
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in unread]
    seen = {name: getattr(record, name) for name in names}
    now = model._base_manager.select_for_update(no_key=True).filter(pk=record.pk).values(*names).first()
    if _looked.get() and now is not None and now != seen:
        raise ChangedMeanwhile


def hold(record: models.Model) -> None:
    """Hold a record until the transaction ends: what is one by nature is asked for and written by one at a time.

    For a verb that has no record of its own, or makes a thing of another one; that of the verb is held already.
    """
    type(record)._base_manager.select_for_update(no_key=True).filter(pk=record.pk).values_list("pk").first()


def say_the_same(rows: Iterable[models.Model], **facts: Any) -> bool:
    """Whether one of these rows says just this: compared here, for what lies sealed cannot be asked of the database."""
    return any(all(getattr(row, name) == value for name, value in facts.items()) for row in rows)


def begins_anew(fault: Exception) -> bool:
    """Whether all that was done is taken back and may be done anew: a late look, or two who waited for each other."""
    if isinstance(fault, ChangedMeanwhile):
        return True
    return isinstance(fault, OperationalError) and getattr(fault.__cause__, "sqlstate", "") == "40P01"
