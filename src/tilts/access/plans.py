"""PostgreSQL keeps the plan of a prepared question for as long as a connection lives.

The row-level policies make plans long: making one took ten times as long as the answer it gave. What differs between
two calls is a parameter with a type; what belongs to the question stands in its text, where the planner sees it. A kept
plan holds nothing of whoever asked first: the policies read the actor's settings at every call, and the server plans
anew by itself where another role asks, a table changes or its rows are counted anew.

Names are kept with the connection and outlive a transaction that is rolled back. They are made of the text, so that one
name never means two questions, whoever prepared it.
"""

import datetime
import hashlib
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

TYPES = {
    UUID: "uuid",
    datetime.datetime: "timestamptz",
    datetime.date: "date",
    datetime.time: "time",
    str: "text",
    bytes: "bytea",
    int: "bigint",
}
MOST_KEPT = 200
"""On one connection; the one that was asked longest ago makes way."""
_prepared: "WeakKeyDictionary[Any, dict[str, None]]" = WeakKeyDictionary()
"""Connection of the driver: names of what is prepared on it, asked last at the end."""


class Plan(NamedTuple):
    """A question as the server keeps it: its name, the statement that prepares it, the one that asks, its values."""

    name: str
    prepare: str
    ask: str
    order: tuple[str, ...]


def plan_of(connection: Any, title: str, sql: str, params: tuple[tuple[str, Any], ...]) -> Plan:
    """Make a compiled question one that is kept.

    `params` are, for each mark in `sql`, the name of the value that goes there and a value of its type, or no name and
    the value itself. `title` is for whoever looks at what the server is doing.
    """
    types: dict[str, str] = {}
    marks = []
    for name, value in params:
        if name:
            types.setdefault(name, next(TYPES[kind] for kind in type(value).__mro__ if kind in TYPES))
            marks.append(f"${list(types).index(name) + 1}")
        else:
            marks.append(connection.ops.compose_sql("%s", [value]))
    text = sql % tuple(marks)
    name = f"{title[-40:]} {hashlib.sha256(text.encode()).hexdigest()[:20]}"
    declared = f" ({', '.join(types.values())})" if types else ""
    given = f" ({', '.join(['%s'] * len(types))})" if types else ""
    return Plan(name, f'PREPARE "{name}"{declared} AS {text}', f'EXECUTE "{name}"{given}', tuple(types))


def keep(connection: Any, plan: Plan) -> None:
    """See to it that the connection knows the question."""
    connection.ensure_connection()
    names = _prepared.setdefault(connection.connection, {})
    if plan.name in names:
        names[plan.name] = names.pop(plan.name)
        return
    with connection.cursor() as cursor:
        if len(names) >= MOST_KEPT:
            oldest = next(iter(names))
            del names[oldest]
            cursor.execute(f'DEALLOCATE "{oldest}"')
        cursor.execute(plan.prepare)
    names[plan.name] = None
