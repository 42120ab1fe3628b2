"""Row-level security of PostgreSQL, made of the same declarations as reach.

`secure()` runs as the owner after every migration: it writes one policy a table (`ENABLE` and `FORCE`), gives the
application its rights, and takes away changing the trace. `prove()` runs at start-up as the application and finds out
whether all of that stands; without it nothing is served. The embedded database has no policies.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.module_loading import autodiscover_modules

from tilts.access.models import AuditEntry
from tilts.access.opened import BY_ROW, ZoneIn, level_of, open_sql, unwalled_sql
from tilts.access.reach import AUTHORED, IN_FOLDER, LENT, THROUGH, WITH_CHILD, WITH_PARENT, has_voiding

SKEW = "2 seconds"
"""How far the clock of the application may be ahead of the database's."""


def _said(name: str) -> str:
    """A setting of the actor. Read for each row: as a subquery, once a question, it made plans longer than answers."""
    return f"nullif(current_setting('tilts.{name}', true), '')"


USER, ORGANISATION = f"{_said('user')}::uuid", f"{_said('organisation')}::uuid"
ROLE, PURPOSE = f"coalesce({_said('role')}, '')", f"coalesce({_said('purpose')}, '')"
ALWAYS = "'job', 'migration', 'backup'"


class Unsafe(RuntimeError):
    """The database does not keep people apart: nothing may be served."""


MOMENT = {"begun": f"clock_timestamp() + interval '{SKEW}'", "now": "clock_timestamp()"}

ASKED = {"user": USER, "organisation": ORGANISATION, "role": ROLE, **MOMENT, "by_row": BY_ROW}


def _open(folder: str, zone: str | ZoneIn, named: str = "") -> str:
    """Whether the actor is let into a folder in a zone and no wall stands, in the words that reach asks."""
    return open_sql(folder, level_of(zone, named), **ASKED)


def _lent(model: Any) -> str:
    """Whether the row is lent to a folder into which the actor is let, in the words that reach asks."""
    (key, zone), lent = IN_FOLDER[model], LENT[model]
    level = level_of(zone, _column(model, zone.column) if isinstance(zone, ZoneIn) else "")
    other = _column(model, lent.column.removesuffix("_id")) if lent.column else ""
    here = {"row": "pk", "voided": "voided_at", "owner": "organisation", "folder": key}
    return lent.sql(level, other=other, **{name: _column(model, column) for name, column in here.items()}, **ASKED)


def _authored(model: Any) -> str:
    """The row is the actor's own, or the actor supervises its author."""
    said = AUTHORED[model]
    author, folder = _column(model, said.author), _column(model, said.key)
    unwalled = unwalled_sql(folder, user=USER, organisation=ORGANISATION, **MOMENT, by_row=BY_ROW)
    return (
        f"({author} = {USER} AND {_open(folder, said.zone)}) OR ({unwalled} AND EXISTS (SELECT 1 FROM "
        f'"{_table(said.supervision)}" ts WHERE ts.user_id = {author} AND ts.supervisor_id = {USER} '
        f"AND ts.organisation_id = {ORGANISATION} AND ts.organisation_id = {_column(model, 'organisation')} "
        f"AND ts.voided_at IS NULL AND ts.starts <= {MOMENT['begun']} "
        f"AND (ts.ends IS NULL OR ts.ends > {MOMENT['now']})))"
    )


def _table(model: Any) -> str:
    return str(model._meta.db_table)


def _column(model: Any, key: str) -> str:
    field = model._meta.pk if key == "pk" else model._meta.get_field(key)
    return f'"{_table(model)}"."{field.column}"'


def _name(model: Any, key: str) -> str:
    return str(model._meta.get_field(key).column)


def _with_rows(model: Any, of: Any, theirs: str, mine: str) -> str:
    """The row is read with a row of another table, whose own policy is asked."""
    there = _table(of)
    return f'EXISTS (SELECT 1 FROM "{there}" other WHERE other."{theirs}" = {_column(model, mine)})'


def _own_rows(model: Any) -> Iterator[str]:
    """What the declarations say of a table's own rows, which are written there too."""
    if model in IN_FOLDER:
        key, zone = IN_FOLDER[model]
        yield _open(_column(model, key), zone, _column(model, zone.column) if isinstance(zone, ZoneIn) else "")
    if model in AUTHORED:
        yield _authored(model)
    if model in WITH_PARENT:
        parent: Any = model._meta.get_field(WITH_PARENT[model]).related_model
        yield _with_rows(model, parent, parent._meta.pk.column, WITH_PARENT[model])
    if model in WITH_CHILD:
        child, key = WITH_CHILD[model]
        yield _with_rows(model, child, _name(child, key), "pk")
    if model in THROUGH:
        link, key, zone = THROUGH[model]
        folder, person = _name(link, "folder"), _name(link, "person")
        yield (
            f'EXISTS (SELECT 1 FROM "{_table(link)}" l WHERE l."{person}" = {_column(model, key)} '
            f"AND {_open(f'l.{folder}', zone)})"
        )


def secured() -> list[Any]:
    """The tables whose rows belong to folders, by name."""
    autodiscover_modules("policy")
    found = {*IN_FOLDER, *AUTHORED, *WITH_PARENT, *WITH_CHILD, *THROUGH}
    return sorted(found, key=_table)


def _using(model: type[Model]) -> str:
    counted = (has_voiding(model) or model in WITH_PARENT) and model not in AUTHORED
    always = ALWAYS + (", 'counting'" if counted else "")
    lent = [_lent(model)] if model in LENT else []
    return f"({PURPOSE} IN ({always}) OR {' OR '.join([*_own_rows(model), *lent])})"


def _check(model: type[Model]) -> str:
    """What may be written: what may be read and is not lent; what hangs on a person is first written, then placed."""
    if model in THROUGH or model in WITH_CHILD:
        return f"({PURPOSE} IN ({ALWAYS}) OR organisation_id = {ORGANISATION} OR {' OR '.join(_own_rows(model))})"
    return f"({PURPOSE} IN ({ALWAYS}) OR {' OR '.join(_own_rows(model))})"


def policies() -> dict[str, str]:
    """Table: the policy that must stand on it, as SQL."""
    made = {
        _table(model): f'CREATE POLICY tilts ON "{_table(model)}" USING {_using(model)} WITH CHECK {_check(model)}'
        for model in secured()
    }
    trace = _table(AuditEntry)
    own_files = f"record IN (SELECT f.id FROM access_folder f WHERE f.organisation_id = {ORGANISATION})"
    mine = f"{ROLE} = 'data_protection' AND (organisation = {ORGANISATION} OR {own_files})"
    made[trace] = (
        f"CREATE POLICY tilts ON {trace} FOR SELECT USING ({PURPOSE} IN ({ALWAYS}, 'trace') OR {mine}); "
        f"CREATE POLICY tilts_write ON {trace} FOR INSERT WITH CHECK (true)"
    )
    return made


def _digest(policy: str) -> str:
    return hashlib.sha256(policy.encode()).hexdigest()[:32]


def secure(cursor: Any, application: str) -> None:
    """Write every policy, and give `application` (the role that serves) its rights. Runs as the owner."""
    for table, policy in policies().items():
        cursor.execute(f'DROP POLICY IF EXISTS tilts ON "{table}"')
        cursor.execute(f'DROP POLICY IF EXISTS tilts_write ON "{table}"')
        cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        cursor.execute(policy)
        cursor.execute(f"COMMENT ON POLICY tilts ON \"{table}\" IS '{_digest(policy)}'")
    name = '"' + application.replace('"', '""') + '"'
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
    cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {_table(AuditEntry)} FROM {name}")


def prove() -> None:
    """Find out, as the application, whether the database keeps people apart; `Unsafe` says what is missing."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            raise Unsafe("the role in DATABASE_URL may pass by row-level security")
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, pg_get_userbyid(c.relowner) = current_user, "
            "obj_description(p.oid, 'pg_policy') FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid "
            "AND p.polname = 'tilts' WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        )
        found = {name: (forced, owned, comment) for name, forced, owned, comment in cursor.fetchall()}
        cursor.execute(f"SELECT has_table_privilege('{_table(AuditEntry)}', 'UPDATE, DELETE, TRUNCATE')")
        may_change_trace = cursor.fetchone()[0]
    if any(owned for _forced, owned, _comment in found.values()):
        raise Unsafe("the role in DATABASE_URL owns the tables; it must be another than the owner (DATABASE_OWNER_URL)")
    for table, policy in policies().items():
        if not found[table][0] or found[table][2] != _digest(policy):
            raise Unsafe(f"the policy on {table} is missing or not this version's")
    if may_change_trace:
        raise Unsafe("the role in DATABASE_URL may change the trace")
