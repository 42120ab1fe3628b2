"""The counting engine: the one place where a measure becomes a number, a table, a curve or the list behind it.

Each question is one SQL statement: inside, the distinct (groups, counted thing) of the measure's rows, built by the
ORM under reach; around it, the count or the sum by group. So joins cannot multiply, and nothing is fetched by record.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial, reduce
from itertools import accumulate
from operator import or_
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from tilts.access.actor import acting
from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.kit.figures import CountType, Figure, State
from tilts.kit.measures import TIME, Column, Measure, Source, find_measure
from tilts.kit.periods import Period, month_label, quarter_label, year_label
from tilts.projects.models import Project

UNKNOWN = "unknown"
"""What is printed where nothing was written."""

Dims = dict[str, str]
_LABELS: dict[str, Callable[[date], str]] = {"month": month_label, "quarter": quarter_label, "year": year_label}


class UnknownBreakdown(ValueError):
    """The measure does not break down by this; the message is a sentence for the user."""


@dataclass(frozen=True)
class Table:
    """A number and its groups. The groups need not add up to it: one person may be in several."""

    measure: Measure
    period: Period
    by: tuple[str, ...]
    total: Figure
    rows: list[tuple[Dims, Figure]]


class Trace(NamedTuple):
    """The acts behind a figure that the viewer may open, and how many more there are."""

    rows: Any
    hidden: int


class CalendarLabel(Func):
    """The month, quarter or year of a stored local day, as text; no time zone comes into it."""

    output_field = CharField()
    arity = 1
    SQLITE: ClassVar = {
        "month": "SUBSTR(%(expressions)s, 1, 7)",
        "quarter": "SUBSTR(%(expressions)s, 1, 4) || '-Q' || ((SUBSTR(%(expressions)s, 6, 2) + 2) / 3)",
        "year": "SUBSTR(%(expressions)s, 1, 4)",
    }
    POSTGRESQL: ClassVar = {"month": "YYYY-MM", "quarter": 'YYYY-"Q"Q', "year": "YYYY"}

    def __init__(self, day: str, unit: str = "month") -> None:
        """The label of the column `day`."""
        super().__init__(F(day))
        self.unit = unit

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Days are stored as ISO text."""
        return self.as_sql(compiler, connection, template=self.SQLITE[self.unit])

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Days are dates."""
        template = f"to_char(%(expressions)s, '{self.POSTGRESQL[self.unit]}')"
        return self.as_sql(compiler, connection, template=template)


@dataclass(frozen=True)
class _Question:
    """What is counted, for whom, when, for which project and within which groups."""

    measure: Measure
    reach: Reach
    period: Period
    project: Project | None
    where: Mapping[str, str]

    def __post_init__(self) -> None:
        if self.reach.purpose != "counting":
            raise ValueError("figures are counted under reach.counting(), so that all viewers see the same number")
        if self.project and not self.measure.paid_by:
            raise UnknownBreakdown(_("“%(key)s” is not counted by project.") % {"key": self.measure.key})
        self.check(self.where)

    def check(self, names: Iterable[str]) -> None:
        """Refuse what the measure does not break down by."""
        allowed = self.measure.breakdowns
        for name in names:
            if name not in allowed:
                words = {"key": self.measure.key, "name": name, "allowed": ", ".join(allowed)}
                raise UnknownBreakdown(
                    _("“%(key)s” does not break down by “%(name)s”. It does by: %(allowed)s.") % words
                )

    def rows(self, source: Source, names: Iterable[str] = ()) -> Any:
        """The rows of one source in the period, for the project, with the groups `names` as columns `by_...`."""
        on = self.measure.on
        found = source.rows(self.reach).filter(**{f"{on}__gte": self.period.first, f"{on}__lt": self.period.after})
        if self.project and self.measure.paid_by:
            found = found.filter(pk__in=self.measure.paid_by(self.project))
        groups = {f"by_{name}": self._group(source, name) for name in dict.fromkeys((*names, *self.where))}
        found = found.annotate(**groups).filter(**{f"by_{name}": value for name, value in self.where.items()})
        return found.order_by()

    def _group(self, source: Source, name: str) -> Any:
        if name in TIME:
            return CalendarLabel(self.measure.on, name)
        written = Cast(_expression(source.by[name], self.reach), CharField())
        return Coalesce(NullIf(written, Value("")), Value(UNKNOWN), output_field=CharField())

    def distinct(self, names: Sequence[str], *more: str) -> tuple[str, tuple[Any, ...]]:
        """The SQL of the distinct groups and counted things (with the columns `more`), each once over all sources."""
        columns = [*(f"by_{name}" for name in names), "counted", *more]
        parts = []
        for source in self.measure.sources:
            rows = self.rows(source, names).annotate(counted=_expression(source.counts, self.reach))
            parts.append(rows.values_list(*columns).distinct())
        return _union(parts)


COUNTING = Reach(purpose="counting")
"""What PostgreSQL is told while figures are counted: equal for every viewer, aggregates only."""


def _expression(column: Column, reach: Reach) -> Any:
    return F(column) if isinstance(column, str) else column(reach)


def _union(parts: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    statements: list[str] = []
    values: tuple[Any, ...] = ()
    for part in parts:
        try:
            statement, inner = part.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            continue
        statements.append(statement)
        values += tuple(inner)
    return " UNION ".join(statements), values


def _fetch(select: str, inner: tuple[str, tuple[Any, ...]], group: str = "") -> list[tuple[Any, ...]]:
    statement, values = inner
    if not statement:
        return []
    with acting(COUNTING), connection.cursor() as cursor:
        cursor.execute(f"SELECT {select} FROM ({statement}) AS distinct_rows {group}", values)
        return list(cursor.fetchall())


def _numbers(question: _Question, names: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The count, or sum, of each group that exists; without names the one total, if there is any row."""
    sums = question.measure.sums
    columns = ", ".join(connection.ops.quote_name(f"by_{name}") for name in names)
    taken = f"SUM({connection.ops.quote_name(sums)})" if sums else "COUNT(*)"
    inner = question.distinct(names, *([sums] if sums else []))
    select, group = (f"{columns}, {taken}", f"GROUP BY {columns}") if names else (taken, "")
    for *dims, number in _fetch(select, inner, group):
        yield tuple(str(value) for value in dims), int(number or 0)


def count(
    key: str,
    *,
    reach: Reach,
    period: Period,
    project: Project | None = None,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    fill: bool = False,
) -> Table:
    """The number of a measure in a period, and its groups; `fill` adds the empty ones where all of `by` is time.

    `reach` is a counting one. Groups are sorted; what was not written is `unknown`. Raises `UnknownMeasure` and
    `UnknownBreakdown`.
    """
    question = _Question(find_measure(key), reach, period, project, where or {})
    names = tuple(dict.fromkeys(by))
    question.check(names)
    found = _figures(question, names) if names else {}
    if fill and names and set(names) <= set(TIME):
        found = {
            labels: found.get(labels) or _figure(question, names, labels, 0) for labels in _calendar(names, period)
        }
    rows = [(dict(zip(names, labels, strict=True)), figure) for labels, figure in sorted(found.items(), key=_labels)]
    return Table(question.measure, period, names, _total(question), rows)


def figure(
    key: str,
    *,
    reach: Reach,
    period: Period,
    project: Project | None = None,
    where: Mapping[str, str] | None = None,
) -> Figure:
    """The number of a measure in a period."""
    return _total(_Question(find_measure(key), reach, period, project, where or {}))


def _labels(item: tuple[tuple[str, ...], Figure]) -> tuple[str, ...]:
    return item[0]


def _total(question: _Question) -> Figure:
    return _figures(question, ()).get(()) or _figure(question, (), (), 0)


def _figures(question: _Question, names: tuple[str, ...]) -> dict[tuple[str, ...], Figure]:
    if not question.measure.monthly_mean:
        return {labels: _figure(question, names, labels, number) for labels, number in _numbers(question, names)}
    added: dict[tuple[str, ...], int] = defaultdict(int)
    for (*labels, _month), number in _numbers(question, (*names, "month")):
        added[tuple(labels)] += number
    return {labels: _figure(question, names, labels, number) for labels, number in added.items()}


def _figure(question: _Question, names: tuple[str, ...], labels: tuple[str, ...], number: int) -> Figure:
    """A number of one group with its own period; the mean is over the months of that."""
    group = dict(zip(names, labels, strict=True))
    period = _clipped(question.period, group)
    kind = CountType(question.measure.count_type)
    if not question.measure.monthly_mean:
        return Figure.of(number, kind, period)
    months = _months_within(question.period, {**question.where, **group})
    if not months:
        return Figure.without_number(State.NOT_APPLICABLE, kind, period)
    return Figure.of(Decimal(number) / months, kind, period)


def _time_of(day: date) -> Dims:
    return {unit: label(day) for unit, label in _LABELS.items()}


def _months_within(period: Period, group: Mapping[str, str]) -> int:
    """How many calendar months the period touches that lie in the group's own month, quarter and year."""
    asked = {unit: group[unit] for unit in TIME if unit in group}
    return sum(asked.items() <= _time_of(month.first).items() for month in period.months())


def _clipped(period: Period, group: Mapping[str, str]) -> Period:
    """The part of the period that lies in the group's month, quarter or year."""
    first, after = period.first, period.after
    for unit in TIME:
        for touched in _touched(period, unit) if unit in group else ():
            if _LABELS[unit](touched.first) == group[unit]:
                first, after = max(first, touched.first), min(after, touched.after)
    return Period(first, after) if first < after else period


def _touched(period: Period, unit: str) -> tuple[Period, ...]:
    return {"month": period.months, "quarter": period.quarters, "year": period.years}[unit]()


def _calendar(names: tuple[str, ...], period: Period) -> list[tuple[str, ...]]:
    times = (_time_of(month.first) for month in period.months())
    return list(dict.fromkeys(tuple(time[name] for name in names) for time in times))


def trace_ids(
    key: str, reach: Reach, period: Period, project: Project | None = None, where: Mapping[str, str] | None = None
) -> list[UUID]:
    """The ids of the acts that a figure counts; for seals and proofs, never for a page. `reach` is a counting one."""
    question = _Question(find_measure(key), reach, period, project, where or {})
    sources = question.measure.sources
    with acting(COUNTING):
        found = {pk for source in sources for pk in question.rows(source).values_list("pk", flat=True).distinct()}
    return sorted(found)


def trace(
    key: str,
    reach: Reach,
    period: Period,
    project: Project | None = None,
    where: Mapping[str, str] | None = None,
    organisation: Organisation | None = None,
) -> Trace:
    """The acts behind a figure, opened under the viewer's own reach, and the number of those the viewer may not open.

    `organisation` is the one whose figure it is; without, the whole installation's.
    """
    question = _Question(find_measure(key), reach.counting(organisation), period, project, where or {})
    sources = [question.rows(source) for source in question.measure.sources]
    ((counted,),) = _fetch("COUNT(*)", _union(rows.values_list("pk").distinct() for rows in sources)) or ((0,),)
    within = reduce(or_, (Q(pk__in=rows.values("pk")) for rows in sources))
    opened = reach(sources[0].model).filter(within)
    return Trace(opened, counted - opened.count())


def since_start(
    key: str,
    reach: Reach,
    start: date,
    points: Sequence[date],
    project: Project | None = None,
    where: Mapping[str, str] | None = None,
) -> list[tuple[date, Figure]]:
    """The number from `start` up to and with each of the days; days before the start are left out.

    Except for a monthly mean it never falls: a person counts from the first day on, each act from its own.
    """
    days = sorted(point for point in set(points) if point >= start)
    if not days:
        return []
    measure = find_measure(key)
    if measure.monthly_mean:
        ask = partial(figure, key, reach=reach, project=project, where=where)
        return [(day, ask(period=Period.of(start, day))) for day in days]
    question = _Question(measure, reach, Period.of(start, days[-1]), project, where or {})
    kind = CountType(measure.count_type)
    if kind is CountType.PERSONS_IN_PERIOD:
        kind = CountType.PERSONS_SINCE_START
    totals = accumulate(_new_at(question, days))
    return [(day, Figure.of(n, kind, Period.of(start, day))) for day, n in zip(days, totals, strict=True)]


def _new_at(question: _Question, days: Sequence[date]) -> list[int]:
    """How much came to the number between one of the days and the next, by the first day of each counted thing."""
    on, sums = question.measure.on, question.measure.sums
    amount = f"MAX({connection.ops.quote_name(sums)})" if sums else "1"
    select = f"counted, MIN({connection.ops.quote_name(on)}) AS first_day, {amount} AS amount"
    statement, values = question.distinct([], on, *([sums] if sums else []))
    first = f"SELECT {select} FROM ({statement}) AS each_day GROUP BY counted"
    inner = (first if statement else "", values)
    new = [0] * len(days)
    for day, number in _fetch("first_day, SUM(amount)", inner, "GROUP BY first_day"):
        written = day if isinstance(day, date) else date.fromisoformat(day)
        new[bisect_left(days, written)] += int(number)
    return new
