"""The report of a project as one object: every screen, workbook, paper and command prints this and counts nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tilts.access.reach import Reach
from tilts.kit.figures import Figure
from tilts.kit.measures import MEASURES
from tilts.kit.periods import Period
from tilts.projects.models import Project, Target
from tilts.reports.asked import Asked, Counter, countable
from tilts.reports.stops import Stop, stops_of
from tilts.reports.tables import MONTHLY, Cell, Matrix, matrix_of
from tilts.reports.words import measure_name, planned_words, value_label

CONSULTING = "services."
"""Measures of consultations: a project without a target or a record of them has no months to show."""
PLAN_MARK = Decimal(87)
"""Where on a bar of 100 the plan stands, so that more than planned can be seen too."""


@dataclass(frozen=True)
class Promised:
    """One target: what was planned, and what the records give in the period and since the project began."""

    target: Target
    label: str
    in_period: Cell
    since_start: Cell

    @property
    def plan(self) -> str:
        """The plan in words: `planned 5\N{EN DASH}10`."""
        return planned_words(self.target)

    @property
    def sentence(self) -> str:
        """`4 (planned 5\N{EN DASH}10)`."""
        return f"{self.since_start.words} ({self.plan})" if self.plan else self.since_start.words

    @property
    def done_width(self) -> str:
        """How long the bar of what was done is."""
        return _on_bar(self.since_start.figure.value or 0, self.target.value)

    @property
    def plan_mark(self) -> str:
        """Where the plan stands on the bar."""
        return f"{PLAN_MARK}%"

    @property
    def low_mark(self) -> str:
        """Where the low end of a range stands on the bar; empty where there is none."""
        return "" if self.target.low is None else _on_bar(self.target.low, self.target.value)


@dataclass(frozen=True)
class Report:
    """Everything a reader sees, counted once."""

    project: Project
    period: Period
    today: date
    promised: tuple[Promised, ...]
    matrix: Matrix | None
    stops: tuple[Stop, ...]
    definitions: tuple[tuple[str, str], ...]

    @property
    def begins_with_project(self) -> bool:
        """Whether the period begins with the project: then both achieved figures are one and the same."""
        return self.period.first <= self.project.starts

    @property
    def file_stem(self) -> str:
        """The name of a file that holds it: code and days, nothing of anybody."""
        return f"{self.project.code}-{self.period.first.isoformat()}-{self.period.last.isoformat()}"


def _on_bar(value: Decimal | int, planned: Decimal | None) -> str:
    if not planned:
        return "0%"
    return f"{max(Decimal(0), min(Decimal(100), Decimal(value) / planned * PLAN_MARK)):.1f}%"


def where_of(target: Target) -> dict[str, str]:
    """The conditions of a target, its site among them."""
    conditions = {str(name): str(value) for name, value in target.where.items()}
    return {"site": target.site.code, **conditions} if target.site else conditions


def label_of(target: Target) -> str:
    """What is promised: the measure, then its site and conditions."""
    site = [target.site.name] if target.site else []
    conditions = [value_label(str(name), str(value)) for name, value in target.where.items()]
    return " · ".join([measure_name(target.measure), *site, *conditions])


def in_force(targets: Iterable[Target], day: date) -> list[Target]:
    """The targets in force on this day: of those for the same thing, the latest."""
    found: dict[tuple[object, ...], Target] = {}
    for target in sorted(targets, key=lambda one: (one.in_force_from, one.pk)):
        if target.in_force_from <= day:
            found[(target.measure, *sorted(where_of(target).items()))] = target
    return sorted(found.values(), key=lambda one: one.pk)


def _promised(counter: Counter, targets: Sequence[Target], period: Period) -> tuple[Promised, ...]:
    since = Period.of(min(counter.project.starts, period.first), period.last)
    asked: list[tuple[Target, Asked, Asked]] = []
    for target in (one for one in targets if countable(one.measure)):
        where = tuple(sorted(where_of(target).items()))
        asked.append((target, Asked(target.measure, period, where), Asked(target.measure, since, where)))
    counter.prepare(list(dict.fromkeys(one for _target, *both in asked for one in both)))
    return tuple(
        Promised(target, label_of(target), Cell(counter(now), now), Cell(counter(start), start))
        for target, now, start in asked
    )


def report_on(counting: Reach, project: Project, period: Period, targets: Iterable[Target], *, today: date) -> Report:
    """Count a project's report for a period, under a reach that counts."""
    every_target = list(targets)
    counter = Counter(counting, project, today)
    matrix = matrix_of(counter, period)
    if matrix and not matrix.specialisms and not any(one.measure.startswith(CONSULTING) for one in every_target):
        matrix = None
    promised = _promised(counter, in_force(every_target, period.last), period)
    keys = dict.fromkeys([*(row.target.measure for row in promised), MONTHLY])
    return Report(
        project=project,
        period=period,
        today=today,
        promised=promised,
        matrix=matrix,
        stops=stops_of(counter, period, every_target, matrix),
        definitions=tuple((measure_name(key), MEASURES[key].meaning) for key in keys if key in MEASURES),
    )


def figures_of(report: Report) -> list[Figure]:
    """Every figure of the report in the order of the screen; what tests hold against each copy of it."""
    figures = [cell.figure for row in report.promised for cell in (row.in_period, row.since_start)]
    if report.matrix:
        figures += [cell.figure for row in report.matrix.rows for cell in (*row.cells, row.together)]
        figures += [cell.figure for cell in (*report.matrix.together, report.matrix.total)]
    return figures
