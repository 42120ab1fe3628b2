"""Whether a folder is open to an actor: one text of SQL, asked by reach with values and by row policies with settings.

Written as SQL because every list and every sheet of a page asks it: composing it of query sets took longer than asking.
"""

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
            "user": self._id(self.user, connection),
            "organisation": self._id(self.organisation, connection),
            "role": self.role,
        }
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        order = ("begun", "now", "user", "organisation", "organisation", "role", "begun", "now", "user", "organisation")
        told = {**actor, "begun": now, "now": now}
        marks = dict.fromkeys(("user", "organisation", "role", "begun", "now"), "%s")
        asked = [told[name] for name in order]
        return open_sql(folder, self.zone, **marks), [*values, *asked[:6], *values, *asked[6:]]

    @staticmethod
    def _id(value: UUID | None, connection: Any) -> Any:
        if value is None:
            return None
        return value if connection.features.has_native_uuid_field else value.hex
