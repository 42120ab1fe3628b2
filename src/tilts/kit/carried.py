"""What another table tells of a record, and is written anew in the transaction that writes the record.

A room declares it once a table (`carried`). From then on no way of writing passes it by: `save` and `delete` are
heard by Django's own signals, `update`, `bulk_create` and `bulk_update` by the query sets of `sealing.rows`. Outside a
transaction such a table is not written at all, for then one could stand without the other. (`delete` opens its own.)
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.signals import post_delete, post_save, pre_save


class NotCarried(RuntimeError):
    """Rows were to be written in a way that passes by what they carry."""


class NotInTransaction(RuntimeError):
    """A record that carries something with it was written outside a transaction."""


@dataclass(frozen=True)
class Carried:
    """What is called once records were written, and by which columns it asks them.

    `write` takes the keys of the records, and the records themselves where they are new and therefore whole.
    """

    columns: frozenset[str]
    write: Callable[[Collection[Any], Iterable[Any] | None], None]

    def is_touched_by(self, fields: Iterable[str] | None) -> bool:
        """Whether a write of these fields (None: of all) can change what is told."""
        return fields is None or not self.columns.isdisjoint(fields)


CARRIED: dict[type[models.Model], Carried] = {}


def carried(
    model: type[models.Model],
    *,
    columns: Iterable[str],
    write: Callable[[Collection[Any], Iterable[Any] | None], None],
) -> None:
    """Declare that `write` follows every write of `model` that touches one of `columns`, and its deletion."""
    if model in CARRIED:
        raise ValueError(f"{model.__name__} carries something already")
    names = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    told = {names[column] for column in columns}
    CARRIED[model] = Carried(frozenset(name for name, field in names.items() if field in told), write)
    for signal, hears in ((pre_save, _before), (post_save, _saved), (post_delete, _deleted)):
        signal.connect(hears, sender=model, dispatch_uid=f"carried:{hears.__name__}:{model._meta.label}")


def of_update(model: type[models.Model], fields: Iterable[str]) -> Carried | None:
    """What must follow an UPDATE of these fields, if anything; refused outside a transaction."""
    found = CARRIED.get(model)
    if found is None or not found.is_touched_by(fields):
        return None
    check_transaction(model)
    return found


def check_transaction(model: Any) -> None:
    """`NotInTransaction` where a table that carries something is written outside one."""
    if model in CARRIED and not connection.in_atomic_block:
        raise NotInTransaction(f"{model.__name__} is written inside a transaction, with what it carries")


def _before(sender: Any, **said: Any) -> None:
    check_transaction(sender)


def _saved(sender: Any, instance: Any, created: bool, raw: bool, update_fields: Any, **said: Any) -> None:
    """A copy of a whole database (`raw`) brings along what its records carry."""
    if not raw and CARRIED[sender].is_touched_by(update_fields):
        CARRIED[sender].write([instance.pk], [instance] if created else None)


def _deleted(sender: Any, instance: Any, **said: Any) -> None:
    CARRIED[sender].write([instance.pk], None)
