"""What falls due, of all kinds, in one table: my day, what is next, red deadlines and the calendar are asked of it.

A row says where it lies and who may read it (folder and zone), when, whose it is, and of which record it tells: no
text. A room declares beside a model what its records make fall due (`falls_due`); the rows are written in the
transaction that writes the record, whichever verb it is (`kit.carried`). What a case says for all of them - who
leads it, whether it is closed - stays with the case and is asked there.
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.guard import GuardedRows
from tilts.access.models import Folder, Organisation, User
from tilts.cases.models.case import Case
from tilts.kit.carried import carried
from tilts.kit.dates import RIGA
from tilts.sealing.models import EveryRow

OF_SOMEBODY = Q(owner__isnull=False)
"""What bears a name. What bears none is found by its case: such an index would only lead the database astray."""


class DueRows(GuardedRows[Any]):
    """Things that fall due."""

    def open(self) -> Self:
        """Not done."""
        return self.filter(done=False)


class Due(models.Model):
    """One thing that falls due: its record, its moment, whose it is (`owner`; empty: of who leads the case).

    `moment` is the hour it falls due; where it has none (`timed` is false) the end of its local `day`. From the local
    day `shows_from` on it stands on somebody's day. The key is made of record and kind: written again it is the same.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    zone = models.CharField(max_length=10)
    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    moment = models.DateTimeField()
    timed = models.BooleanField(default=False)
    day = models.DateField()
    shows_from = models.DateField()
    done = models.BooleanField(default=False)
    owner = models.ForeignKey(User, models.PROTECT, null=True, db_index=False, related_name="+")

    objects: ClassVar[Any] = DueRows.as_manager()
    every_row: ClassVar[Any] = EveryRow.as_manager()

    class Meta:
        base_manager_name = "every_row"
        ordering = ["moment", "record"]
        indexes = [
            models.Index(fields=["owner", "shows_from"], condition=OF_SOMEBODY & Q(done=False), name="due_of_owner"),
            models.Index(fields=["owner", "kind", "day"], condition=OF_SOMEBODY, name="due_of_owner_by_kind"),
            models.Index(fields=["case", "owner", "shows_from"], condition=Q(done=False), name="due_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind"],
                name="due_once_of_its_kind",
                violation_error_message=_("This deadline is written down already."),
            ),
            models.CheckConstraint(
                condition=Q(shows_from__lte=models.F("day")),
                name="due_shows_before_its_day",
                violation_error_message=_("A deadline is not shown later than on its day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.record}"


@dataclass(frozen=True)
class Falls:
    """What one record makes fall due, as its declaration says it; where it lies is the declaration's."""

    kind: str
    day: date
    moment: datetime | None = None
    shows_from: date | None = None
    done: bool = False
    owner: UUID | None = None


R = TypeVar("R", bound=models.Model)
Told = Callable[[R], Iterable[Falls]]


@dataclass(frozen=True)
class Source:
    """A table whose records fall due: as which kinds, in which zone of the folder under `key`."""

    model: type[models.Model]
    kinds: tuple[str, ...]
    key: str
    zone: str
    reads: tuple[str, ...]
    told: Callable[[Any], Iterable[Falls]]

    def rows(self, record: Any) -> Iterable[Due]:
        """What falls due of one record; nothing of one that is voided."""
        if record.voided_at is not None:
            return
        column = "pk" if self.key == "pk" else f"{self.key}_id"
        for one in self.told(record):
            yield Due(
                id=uuid.uuid5(record.pk, one.kind),
                folder_id=getattr(record, column),
                zone=self.zone,
                organisation_id=record.organisation_id,
                case_id=record.case_id,
                kind=one.kind,
                record=record.pk,
                moment=one.moment or end_of_day(one.day),
                timed=one.moment is not None,
                day=one.day,
                shows_from=min(one.shows_from or one.day, one.day),
                done=one.done,
                owner_id=one.owner,
            )

    def read(self, keys: Collection[UUID]) -> Iterable[Any]:
        """The records as they lie in the database, with the columns that are asked for and no others."""
        return list(self.model._base_manager.filter(pk__in=keys).only(*self.columns))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns by which a record says what falls due, those that place it among them."""
        placing = () if self.key == "pk" else (self.key,)
        return tuple(dict.fromkeys((*placing, "case", "organisation", "voided_at", *self.reads)))

    def write(self, keys: Collection[UUID], new: Iterable[Any] | None = None) -> None:
        """Write anew what falls due of these records; `new` are they themselves, where nothing was told before."""
        records = self.read(keys) if new is None else list(new)
        rows = [row for record in records for row in self.rows(record)]
        for kind in self.kinds if new is None else ():
            gone = set(keys) - {row.record for row in rows if row.kind == kind}
            if gone:
                Due._base_manager.filter(kind=kind, record__in=gone).delete()
        if rows:
            Due._base_manager.bulk_create(
                rows, update_conflicts=True, unique_fields=["record", "kind"], update_fields=KEPT_UP, batch_size=500
            )


KEPT_UP = ["folder", "zone", "organisation", "case", "moment", "timed", "day", "shows_from", "done", "owner"]
SOURCES: dict[type[models.Model], Source] = {}
"""Every table of which records fall due; a house test writes each of them in every way there is."""


def falls_due(
    model: type[R], *, kinds: Iterable[str], zone: str, reads: Iterable[str], key: str = "case"
) -> Callable[[Told[R]], Told[R]]:
    """Declare what the records of a table make fall due, once beside the table.

    The function gets a record with the columns of `reads` (and its case) and says each kind at most once; nothing of
    one that is voided. Zone and folder are those in which the record itself is read: a house test compares them.
    """

    def declare(told: Told[R]) -> Told[R]:
        source = Source(model, tuple(kinds), key, zone, tuple(reads), told)
        carried(model, columns=source.columns, write=source.write)
        SOURCES[model] = source
        return told

    return declare


def end_of_day(day: date) -> datetime:
    """The moment at which a local day is over: what is due on a day without an hour is late from then on."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=RIGA)
