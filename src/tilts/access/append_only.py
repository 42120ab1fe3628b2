"""The trace is only ever added to: on the embedded database by triggers, on PostgreSQL by rights and row policies.

Whoever holds the file can drop a trigger; that is what the keyed chain and the heads sent off are for. The triggers
keep the application itself, and whoever finds a hole in it, from changing or deleting an entry.
"""

from typing import Any

from django.db import connection

_REFUSALS = {
    "trace_no_update": "BEFORE UPDATE ON access_auditentry",
    "trace_no_delete": "BEFORE DELETE ON access_auditentry",
    "trace_head_no_delete": "BEFORE DELETE ON access_audithead",
    "trace_head_no_return": "BEFORE UPDATE OF number ON access_audithead WHEN NEW.number < OLD.number",
}
TRIGGERS = {
    name: f"CREATE TRIGGER IF NOT EXISTS {name} {when} "
    "BEGIN SELECT RAISE(ABORT, 'the trace is only ever added to'); END"
    for name, when in _REFUSALS.items()
}
"""Name and statement of each trigger."""


def keep_append_only(database: Any = connection) -> None:
    """Put the triggers in place where they are not; a table that a migration made anew has lost its own."""
    if database.vendor != "sqlite":
        return
    with database.cursor() as cursor:
        for statement in TRIGGERS.values():
            cursor.execute(statement)


def let_go(database: Any = connection) -> None:
    """Take the triggers away: for a migration that must change old entries, and for emptying a test's tables."""
    if database.vendor != "sqlite":
        return
    with database.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
