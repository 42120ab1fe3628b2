"""What the database refuses, in the sentence that the model says at the constraint.

PostgreSQL tells a constraint by its name. SQLite tells a check so, but what is unique by its table and columns: no two
unique keys of a table have the same (a house test looks). What has no sentence is a fault of ours, and stays one.
"""

import functools
import logging
import re
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import BaseConstraint, CheckConstraint, Field, Q, UniqueConstraint
from django.db.models.fields import PositiveIntegerRelDbTypeMixin
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilts.access.reach import Refused

TWICE = _("This is written down already. Look at it again.")
BELOW_ZERO = _("This cannot be below zero.")
GONE = _("What this belongs to was changed or removed meanwhile. Look at it again.")
ON_SQLITE = re.compile(r"(UNIQUE|CHECK|FOREIGN KEY) constraint failed(?:: (.+))?")
FOREIGN_KEY = "23503"
"""The code of PostgreSQL where a row is missing, or still needed."""
log = logging.getLogger(__name__)


@contextmanager
def in_sentences() -> Iterator[None]:
    """A constraint broken in this block is `Refused`, in its sentence and at its field.

    Stands around a transaction, never in it: what was written is taken back first, and keys are looked at when it ends.
    """
    try:
        yield
    except IntegrityError as error:
        broken = _which(error)
        if broken not in _sentences():
            raise
        log.warning("refused by the database: %s", broken)
        raise Refused(*_sentences()[broken]) from None  # the database's own words repeat what was typed


def sentence_of(constraint: BaseConstraint | Field[Any, Any]) -> str | Promise:
    """The sentence of a constraint or of a unique field: what its model says of it, or nothing."""
    if isinstance(constraint, Field):
        said = constraint.error_messages["unique"]
        return "" if said == Field.default_error_messages["unique"] else said
    words = constraint.violation_error_message
    return "" if words is None or words == BaseConstraint.default_violation_error_message else words


def field_of(constraint: BaseConstraint) -> str:
    """The field a constraint is about: the first that a check names, the last of what is unique."""
    if isinstance(constraint, UniqueConstraint):
        return constraint.fields[-1]
    return _first(constraint.condition) if isinstance(constraint, CheckConstraint) else ""


def _first(condition: Any) -> str:
    child = condition.children[0]
    return _first(child) if isinstance(child, Q) else str(child[0]).split("__")[0]


@functools.cache
def _sentences() -> dict[Hashable, tuple[str | Promise, str]]:
    """Sentence and field, by a constraint's name, by table and columns of what is unique, by a column below zero."""
    found: dict[Hashable, tuple[str | Promise, str]] = {FOREIGN_KEY: (GONE, "")}
    for model in (one for one in apps.get_models() if one.__module__.startswith("tilts.")):
        table = model._meta.db_table
        for constraint in model._meta.constraints:
            told = sentence_of(constraint), field_of(constraint)
            found[constraint.name] = told
            if isinstance(constraint, UniqueConstraint):
                fields: Any = [model._meta.get_field(name) for name in constraint.fields]
                found[table, frozenset(field.column for field in fields)] = told
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                found[table, frozenset([field.column])] = sentence_of(field) or TWICE, field.name
            if isinstance(field, PositiveIntegerRelDbTypeMixin):
                found[field.column] = BELOW_ZERO, field.name
    return {key: told for key, told in found.items() if told[0]}


def _which(error: IntegrityError) -> Hashable:
    """The constraint as `_sentences` knows it; None where the database said something else."""
    told = getattr(error.__cause__, "diag", None)
    if told is None:
        return _on_sqlite(str(error))
    if told.sqlstate == FOREIGN_KEY:
        return FOREIGN_KEY
    name: str | None = told.constraint_name
    if name is None or name in _sentences():
        return name
    with connection.cursor() as cursor:  # what a column itself refuses has a name of PostgreSQL's own
        own = connection.introspection.get_constraints(cursor, told.table_name)[name]
    return own["columns"][0] if own["check"] else (told.table_name, frozenset(own["columns"]))


def _on_sqlite(words: str) -> Hashable:
    found = ON_SQLITE.fullmatch(words)
    if found is None:
        return None
    kind, what = found.groups()
    if kind == "UNIQUE":
        tables, columns = zip(*(one.split(".") for one in what.split(", ")), strict=True)
        return tables[0], frozenset(columns)
    return what if kind == "CHECK" else FOREIGN_KEY
