"""Whether a folder is open to an actor: one text of SQL, asked by reach with values and by row policies with settings.

Written as SQL because every list and every sheet of a page asks it: composing it of query sets took longer than asking.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Expression, F, Subquery
from django.utils import timezone

from tilts.access.models import ZONES

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def moment() -> datetime:
    """This moment, as scopes and conditions ask it; what is prepared for everybody is composed at no moment."""
    return _moment.get() or timezone.now()


@contextmanager
def at_moment(at: datetime) -> Iterator[None]:
    """Let `moment()` be another one until the block ends."""
    token = _moment.set(at)
    try:
        yield
    finally:
        _moment.reset(token)


@dataclass(frozen=True)
class ZoneIn:
    """Each row says in a column in which of these zones it is read; a row that names another is read by nobody."""

    column: str
    zones: tuple[str, ...]

    def __str__(self) -> str:
        return f"{', '.join(self.zones)} as the row's `{self.column}` says"


def level_of(zone: str | ZoneIn, column: str = "") -> str:
    """How far a grant `tg` opens a zone, as SQL; `column` is the row's own, where each row names its zone."""
    named = zone.zones if isinstance(zone, ZoneIn) else (zone,)
    if unknown := set(named) - set(ZONES):
        raise ValueError(f"no zone called {', '.join(sorted(unknown))}")
    if isinstance(zone, str):
        return f"tg.zone_{zone}"
    cases = " ".join(f"WHEN '{one}' THEN tg.zone_{one}" for one in zone.zones)
    return f"(CASE {column} {cases} ELSE 0 END)"


BY_ROW = "OFFSET 0"
"""With it PostgreSQL asks a subquery for each row that is left. Else a plan that is kept for everybody begins with the
grants of a colleague who has few, and reads ten thousand of a supervisor's."""


def open_sql(
    folder: str, level: str, *, user: str, organisation: str, role: str, begun: str, now: str, by_row: str = ""
) -> str:
    """A living grant reaches the actor and opens the zone (`level_of`), and no standing wall is against them."""
    return f"""(EXISTS (SELECT 1 FROM access_grant tg WHERE tg.folder_id = {folder} AND {level} >= 1
        AND tg.starts <= {begun} AND (tg.ends IS NULL OR tg.ends > {now})
        AND ((tg.to_user_id = {user} AND (tg.at_id IS NULL OR tg.at_id = {organisation}))
          OR (tg.to_unit_id = {organisation} AND tg.to_role IN ('', {role}))) IS TRUE {by_row})
      AND {unwalled_sql(folder, user=user, organisation=organisation, begun=begun, now=now, by_row=by_row)})"""


def unwalled_sql(folder: str, *, user: str, organisation: str, begun: str, now: str, by_row: str = "") -> str:
    """No standing wall around the folder is against the actor."""
    return f"""NOT EXISTS (SELECT 1 FROM access_wall tw WHERE tw.folder_id = {folder}
        AND tw.starts <= {begun} AND (tw.ends IS NULL OR tw.ends > {now})
        AND (tw.user_id = {user} OR tw.unit_id = {organisation}) {by_row})"""


def _id(value: UUID | None, connection: Any) -> Any:
    if value is None:
        return None
    return value if connection.features.has_native_uuid_field else value.hex


class _OfActor(Expression):
    """A condition on columns of one row, with the actor and this moment as its values."""

    conditional = True
    output_field = BooleanField()
    columns: tuple[str, ...] = ()
    text = ""

    def __init__(self, *, user: UUID | None, organisation: UUID | None, role: str = "") -> None:
        super().__init__()
        self.user, self.organisation, self.role = user, organisation, role
        self.found: list[Any] = [F(column) for column in self.columns]

    def get_source_expressions(self) -> list[Any]:
        """The columns."""
        return self.found

    def set_source_expressions(self, exprs: Any) -> None:
        """The columns, found."""
        self.found = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The text, each `{value}` of it a mark, and the values in their order."""
        columns = {name: compiler.compile(found) for name, found in zip(self.columns, self.found, strict=True)}
        told = {
            "me": _id(self.user, connection),
            "organisation": _id(self.organisation, connection),
            "my_role": self.role,
            "now": connection.ops.adapt_datetimefield_value(moment()),
        }
        text, values = "", []
        for before, name, _spec, _conversion in Formatter().parse(self.text):
            text += before
            if name in told:
                values.append(told[name])
                text += "%s"
            elif name:
                text += columns[name][0]
                values += columns[name][1]
        return f"({text})", values


class GrantedTo(_OfActor):
    """In a filter of grants: it holds now, and reaches this actor, their organisation, or their role in it."""

    columns = ("to_user", "at", "to_unit", "to_role", "starts", "ends")
    text = (
        "{starts} <= {now} AND ({ends} IS NULL OR {ends} > {now}) AND (({to_user} = {me} AND ({at} IS NULL OR "
        "{at} = {organisation})) OR ({to_unit} = {organisation} AND {to_role} IN ('', {my_role})))"
    )


class WalledFrom(_OfActor):
    """In a filter of walls: it stands now, before this actor or their organisation."""

    columns = ("user", "unit", "starts", "ends")
    text = "{starts} <= {now} AND ({ends} IS NULL OR {ends} > {now}) AND ({user} = {me} OR {unit} = {organisation})"


FEW = 500
"""So many grants from elsewhere to oneself, and so many to one's organisation, are looked through one by one."""
# said as a comparison: a bare `elsewhere` SQLite does not look up in an index
TO_ME = "te.elsewhere = TRUE AND te.to_user_id = {me}"
TO_US = "te.elsewhere = TRUE AND te.to_unit_id = {organisation} AND te.to_role IN ('', {my_role})"
THEY_ARE_FEW = f"""(NOT EXISTS (SELECT 1 FROM access_grant te WHERE {TO_ME} LIMIT 1 OFFSET {FEW})
    AND NOT EXISTS (SELECT 1 FROM access_grant te WHERE {TO_US} LIMIT 1 OFFSET {FEW}))"""


class FewFromElsewhere(_OfActor):
    """Grants from other organisations let this actor into few folders, and this is one of them: here one begins.

    Who is let in is asked by reach itself; here is only where to look.
    """

    columns = ("folder",)
    # where they are many the first half is false whatever the second says: of that no more are read
    text = f"""{THEY_ARE_FEW} AND {{folder}} IN (
        SELECT * FROM (SELECT te.folder_id FROM access_grant te WHERE {TO_ME} LIMIT {FEW}) me
        UNION ALL SELECT * FROM (SELECT te.folder_id FROM access_grant te WHERE {TO_US} LIMIT {FEW}) us)"""


class ManyFromElsewhere(_OfActor):
    """The opposite, said of the day by which an index is read: where they are few, no row of it is looked at."""

    columns = ("opened_on",)
    text = f"{{opened_on}} <= CASE WHEN {THEY_ARE_FEW} THEN '0001-01-01' ELSE '9999-12-31' END"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """There a day is no text."""
        sql, params = self.as_sql(compiler, connection)
        return sql.replace("CASE", "CAST(CASE").replace("END)", "END AS date))"), params


class Among(Expression):
    """In a filter: the row is one of those that these queries of keys give, each with its own order and limit."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, column: str, *queries: Any) -> None:
        super().__init__()
        self.found: list[Any] = [F(column), *(Subquery(query) for query in queries)]

    def get_source_expressions(self) -> list[Any]:
        """The column and the queries."""
        return self.found

    def set_source_expressions(self, exprs: Any) -> None:
        """The column and the queries, found."""
        self.found = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """One list of keys, read once: as several conditions SQLite would read each of them twice."""
        column, params = compiler.compile(self.found[0])
        parts = [compiler.compile(query) for query in self.found[1:]]
        lists = " UNION ALL ".join(f"SELECT * FROM {sql} part{number}" for number, (sql, _params) in enumerate(parts))
        return f"({column} IN ({lists}))", [*params, *(one for _sql, values in parts for one in values)]


@dataclass(frozen=True)
class Lent:
    """What else opens a row beside its folder, to whoever acts for the row's organisation and no other.

    Of both, no wall around its own folder may stand before the actor.

    `table`: lendings, whose `row` may be this one, not voided, `to` a folder that is open in the same zone; a row that
    was voided is not lent. `column`: the row's own second folder.
    """

    table: str = ""
    column: str = ""

    def sql(self, level: str, *, row: str, voided: str, owner: str, folder: str, other: str, **asked: str) -> str:
        """The row is open by a lending, or by its second folder."""
        who = {name: value for name, value in asked.items() if name != "role"}
        opened = open_sql(other if self.column else "tl.to_id", level, **asked)
        if self.table:
            opened = f"""{voided} IS NULL AND EXISTS (SELECT 1 FROM {self.table} tl WHERE tl."row" = {row}
        AND tl.voided_at IS NULL AND {opened} {asked["by_row"]})"""
        return f"({owner} = {asked['organisation']} AND {opened} AND {unwalled_sql(folder, **who)})"


NOT_LENT = Lent()


class OpenTo(_OfActor):
    """In a filter: the folder in this column is open to the actor in this zone, or the row is `lent` to one that is."""

    def __init__(  # noqa: PLR0913 - who asks is three
        self,
        folder: str,
        zone: str | ZoneIn,
        *,
        user: UUID | None,
        organisation: UUID | None,
        role: str,
        lent: Lent = NOT_LENT,
    ) -> None:
        named = {"named": zone.column} if isinstance(zone, ZoneIn) else {}
        more = {"row": "pk", "voided": "voided_at"} if lent.table else {"other": lent.column} if lent.column else {}
        owner = {"owner": "organisation"} if more else {}
        told = {"folder": folder, **named, **more, **owner}
        self.columns = tuple(told)
        super().__init__(user=user, organisation=organisation, role=role)
        self.found = [F(column) for column in told.values()]
        self.zone, self.lent = zone, lent

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The text with its values, in the order in which it asks them."""
        level = level_of(self.zone, "{named}")
        by_row = BY_ROW if connection.vendor == "postgresql" else ""
        self.text = open_sql("{folder}", level, **MARKS, by_row=by_row)
        if self.lent != NOT_LENT:
            here = {name: f"{{{name}}}" for name in ("row", "voided", "owner", "folder", "other")}
            self.text = f"({self.text} OR {self.lent.sql(level, **here, **MARKS, by_row=by_row)})"
        return super().as_sql(compiler, connection)


MARKS = {"user": "{me}", "organisation": "{organisation}", "role": "{my_role}", "begun": "{now}", "now": "{now}"}
"""Where an actor and a moment stand in the text of a condition."""
