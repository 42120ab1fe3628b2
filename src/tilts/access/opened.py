"""Whether a folder is open to an actor: one text of SQL, asked by reach with values and by row policies with settings.

Written as SQL because every list and every sheet of a page asks it: composing it of query sets took longer than asking.
"""

from string import Formatter
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Expression, F
from django.utils import timezone

from tilts.access.models import ZONES


def open_sql(folder: str, zone: str, *, user: str, organisation: str, role: str, begun: str, now: str) -> str:
    """A living grant reaches the actor and opens the zone, and no standing wall is against them."""
    if zone not in ZONES:
        raise ValueError(f"no zone called {zone}")
    return f"""(EXISTS (SELECT 1 FROM access_grant tg WHERE tg.folder_id = {folder} AND tg.zone_{zone} >= 1
        AND tg.starts <= {begun} AND (tg.ends IS NULL OR tg.ends > {now})
        AND ((tg.to_user_id = {user} AND (tg.at_id IS NULL OR tg.at_id = {organisation}))
          OR (tg.to_unit_id = {organisation} AND tg.to_role IN ('', {role}))))
      AND NOT EXISTS (SELECT 1 FROM access_wall tw WHERE tw.folder_id = {folder}
        AND tw.starts <= {begun} AND (tw.ends IS NULL OR tw.ends > {now})
        AND (tw.user_id = {user} OR tw.unit_id = {organisation})))"""


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
        columns = {name: compiler.compile(found)[0] for name, found in zip(self.columns, self.found, strict=True)}
        told = {
            "me": _id(self.user, connection),
            "organisation": _id(self.organisation, connection),
            "my_role": self.role,
            "now": connection.ops.adapt_datetimefield_value(timezone.now()),
        }
        text, values = "", []
        for before, name, _spec, _conversion in Formatter().parse(self.text):
            text += before
            if name in told:
                values.append(told[name])
                text += "%s"
            elif name:
                text += columns[name]
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


class OpenTo(Expression):
    """In a filter: the folder in this column is open to the actor in this zone."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, folder: str, zone: str, *, user: UUID | None, organisation: UUID | None, role: str) -> None:
        super().__init__()
        self.folder: Any = F(folder)
        self.zone, self.user, self.organisation, self.role = zone, user, organisation, role

    def get_source_expressions(self) -> list[Any]:
        """The column."""
        return [self.folder]

    def set_source_expressions(self, exprs: Any) -> None:
        """The column, found."""
        (self.folder,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The text with its values, in the order in which it asks them."""
        folder, values = compiler.compile(self.folder)
        actor = {
            "user": _id(self.user, connection),
            "organisation": _id(self.organisation, connection),
            "role": self.role,
        }
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        order = ("begun", "now", "user", "organisation", "organisation", "role", "begun", "now", "user", "organisation")
        told = {**actor, "begun": now, "now": now}
        marks = dict.fromkeys(("user", "organisation", "role", "begun", "now"), "%s")
        asked = [told[name] for name in order]
        return open_sql(folder, self.zone, **marks), [*values, *asked[:6], *values, *asked[6:]]
