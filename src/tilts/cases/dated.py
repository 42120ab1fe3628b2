"""What the page of a case shows without its texts, in one query: what has a day in it, what is due, who is in the team.

A room declares each kind by its rows, their columns and what becomes of a row (`@dated`); the page asks all kinds at
once. Nothing sealed is asked. What comes back are records that are only to be shown: they hold the columns named in
the declaration and nothing else, and are never saved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Model, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from tilts.access.doors import Request
from tilts.access.models import User
from tilts.access.prepared import ask
from tilts.access.reach import Reach
from tilts.cases.models import Case, ChildReport, FollowUp, Party, TeamMember, Violence
from tilts.people.models import Standing

MOST = 100
"""Of each kind the newest so many: a five-year file is not read whole for its first page."""
COLUMNS: dict[str, Any] = {
    "row": UUIDField,
    "starts": DateTimeField,
    "ends": DateTimeField,
    "day": DateField,
    "other": DateField,
    "third": DateField,
    "code": CharField,
    "state": CharField,
    "who": CharField,
    "text": CharField,
    "person": UUIDField,
    "a": IntegerField,
    "b": IntegerField,
}
"""The columns that every kind has in the one query; what a kind does not name is empty in its rows."""
R = TypeVar("R")
Row = Mapping[str, Any]
Made = Callable[[Case, Row], R]


class RowsOf(Protocol):
    """The rows of one kind in a case."""

    def __call__(self, reach: Reach, *, case: UUID, today: date) -> Any:
        """As a question that is prepared: it reads no more of the actor than role and purpose."""


@dataclass(frozen=True)
class Dated(Generic[R]):
    """One kind of what has a day in a case.

    `columns` says which column of the query holds which of the table; `newest` by which only the newest are taken
    (empty: all of the rows); `by` which columns they stand, the last one first where it is `backwards`.
    """

    kind: str
    rows: RowsOf
    columns: Mapping[str, str]
    newest: str
    by: tuple[str, ...]
    backwards: bool
    made: Made[R]

    def branch(self, reach: Reach, *, case: UUID, today: date) -> Any:
        """The branch of the union: the newest rows with their columns."""
        rows = self.rows(reach, case=case, today=today)
        if not self.newest:
            return self._typed(rows.order_by())
        ordered = rows.order_by(f"-{self.newest}", "pk")
        if connection.features.supports_slicing_ordering_in_compound:
            return self._typed(ordered)[:MOST]
        return self._typed(rows.filter(pk__in=ordered.values("pk")[:MOST]).order_by())

    def _typed(self, rows: Any) -> Any:
        """Rows with these columns, and empty ones of the right type for the others."""
        named = {"row": F("pk")} | {name: F(source) for name, source in self.columns.items()}
        typed = {
            f"c_{name}": Cast(
                named.get(name, Value(None)), output_field=made(max_length=200) if made is CharField else made()
            )
            for name, made in COLUMNS.items()
        }
        return rows.annotate(c_kind=Value(self.kind, output_field=CharField()), **typed).values_list("c_kind", *typed)

    def of(self, request: Request, case: Case) -> list[R]:
        """These records of a case, as far as they are open to the actor; a page asks once for all kinds."""
        kept: dict[UUID, dict[str, list[Row]]] = request.__dict__.setdefault("dated_in_case", {})
        if case.pk not in kept:
            kept[case.pk] = dated_in(request.reach, case)
        rows = sorted(kept[case.pk].get(self.kind, ()), key=itemgetter(*self.by), reverse=self.backwards)
        return [self.made(case, row) for row in rows]


def is_asked(request: Request, case: Case) -> bool:
    """Whether the page has asked for all kinds of this case."""
    return case.pk in request.__dict__.get("dated_in_case", {})


DATED: dict[str, Dated[Any]] = {}
"""Every kind that the page of a case asks."""


def dated(
    kind: str,
    rows: RowsOf,
    *,
    columns: Mapping[str, str],
    by: tuple[str, ...],
    newest: str = "",
    backwards: bool = False,
) -> Callable[[Made[R]], Dated[R]]:
    """Declare a kind by what becomes of a row; `kind.of(request, case)` gives its records."""

    def declare(made: Made[R]) -> Dated[R]:
        if kind in DATED:
            raise ValueError(f"the kind {kind} is declared twice")
        DATED[kind] = told = Dated(kind, rows, columns, newest, by, backwards, made)
        return told

    return declare


def of_case(model: type[Model]) -> RowsOf:
    """All rows of a table whose `case` it is, as far as they are open to the actor."""

    def rows(reach: Reach, *, case: UUID, today: date) -> Any:
        return reach(model).filter(case=case)

    return rows


def dates_of(reach: Reach, *, case: UUID, today: date) -> Any:
    """The newest of each kind in a case, as rows of the same columns."""
    first, *others = (DATED[kind].branch(reach, case=case, today=today) for kind in sorted(DATED))
    return first.union(*others, all=True)


def dated_in(reach: Reach, case: Case) -> dict[str, list[Row]]:
    """What has a day in this case, by kind, as far as it is open to the actor; one query."""
    found: dict[str, list[Row]] = {}
    for kind, *values in ask(reach, dates_of, case=case.pk, today=timezone.localdate()):
        found.setdefault(kind, []).append(dict(zip(COLUMNS, values, strict=True)))
    return found


def in_its_case(case: Case, row: Row) -> dict[str, Any]:
    """By what a record of a case is known: its key, and where it lies."""
    return {"pk": row["row"], "organisation_id": case.organisation_id, "case_id": case.pk}


def _standings(reach: Reach, *, case: UUID, today: date) -> Any:
    people = reach(Party).filter(case=case).order_by().values("person")
    return reach(Standing).filter(person__in=people, starts__year__gt=1900)


@dated(
    "standing",
    _standings,
    newest="starts",
    columns={"day": "starts", "code": "status", "state": "support_level", "person": "person_id"},
    by=("day",),
)
def standings(case: Case, row: Row) -> Standing:
    """Status and support level of the people of the case, from a day on."""
    facts = {"status": row["code"], "support_level": row["state"], "person_id": row["person"], "starts": row["day"]}
    return Standing(pk=row["row"], organisation_id=case.organisation_id, **facts)


@dated(
    "follow_up",
    of_case(FollowUp),
    newest="due",
    columns={"day": "due", "other": "done_on", "state": "outcome", "a": "agreed"},
    by=("day",),
)
def follow_ups(case: Case, row: Row) -> FollowUp:
    """What was agreed for the time after closing."""
    facts = {"outcome": row["state"], "agreed": bool(row["a"]), "due": row["day"], "done_on": row["other"]}
    return FollowUp(**in_its_case(case, row), **facts)


@dated(
    "child_report",
    of_case(ChildReport),
    newest="at",
    columns={
        "starts": "at",
        "ends": "sent_at",
        "code": "told_to",
        "text": "which",
        "state": "sent_how",
        "who": "author__name",
    },
    by=("starts",),
    backwards=True,
)
def child_reports(case: Case, row: Row) -> ChildReport:
    """Reports of a child at risk."""
    facts = {"told_to": row["code"], "which": row["text"], "sent_how": row["state"], "author": User(name=row["who"])}
    return ChildReport(**in_its_case(case, row), **facts, at=row["starts"], sent_at=row["ends"])


def _team(reach: Reach, *, case: UUID, today: date) -> Any:
    return reach(TeamMember).filter(case=case, ends=None)


@dated(
    "team",
    _team,
    newest="starts",
    columns={"day": "starts", "code": "profession", "who": "user__name", "person": "user_id"},
    by=("day", "row"),
)
def team(case: Case, row: Row) -> TeamMember:
    """Who works on the case now."""
    user = User(pk=row["person"], name=row["who"])
    return TeamMember(**in_its_case(case, row), user=user, profession=row["code"], starts=row["day"])


def _violence(reach: Reach, *, case: UUID, today: date) -> Any:
    return reach(Violence).filter(folder=case)


@dated(
    "violence",
    _violence,
    newest="told_on",
    columns={"day": "told_on", "code": "kind", "state": "setting", "text": "relation", "who": "alleged_sex"},
    by=("day", "row"),
)
def violence(case: Case, row: Row) -> Violence:
    """Kinds of violence that were told of, without of whom."""
    facts = {"kind": row["code"], "setting": row["state"], "relation": row["text"], "alleged_sex": row["who"]}
    return Violence(pk=row["row"], organisation_id=case.organisation_id, told_on=row["day"], **facts)
