"""What a report told when it was given out, and what the records give today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tilts.access.reach import Reach
from tilts.kit.figures import CountType, Figure, State
from tilts.kit.measures import find_measure
from tilts.kit.periods import Period
from tilts.projects.models import Project
from tilts.reports.asked import Asked, Counter, countable
from tilts.reports.models import GivenOut
from tilts.reports.planned import Report
from tilts.reports.tables import Cell
from tilts.reports.words import figure_words, measure_name, value_label

MOST = 20
"""The newest of a project that a page tells."""


@dataclass(frozen=True)
class Differs:
    """A figure that was told, and what the records give today."""

    asked: Asked
    then: str
    now: str

    @property
    def label(self) -> str:
        """What is counted."""
        conditions = [value_label(name, value) for name, value in self.asked.where]
        return " · ".join([measure_name(self.asked.measure), *conditions])


def cells_of(report: Report) -> Iterator[Cell]:
    """Every figure of a report, in the order of the screen."""
    for row in report.promised:
        yield from (row.in_period, row.since_start)
    if report.matrix:
        for month in report.matrix.rows:
            yield from (*month.cells, month.together)
        yield from (*report.matrix.together, report.matrix.total)


def told_by(report: Report) -> list[list[Any]]:
    """The figures of a report as they are kept, each question once."""
    return [_kept(asked, figure) for asked, figure in {cell.asked: cell.figure for cell in cells_of(report)}.items()]


def _kept(asked: Asked, figure: Figure) -> list[Any]:
    days = [asked.period.first.isoformat(), asked.period.last.isoformat()]
    value = None if figure.value is None else str(figure.value)
    return [asked.measure, *days, [list(one) for one in asked.where], value, figure.state.value]


def _read(line: list[Any]) -> tuple[Asked, Figure]:
    measure, first, last, where, value, state = line
    period = Period.of(date.fromisoformat(first), date.fromisoformat(last))
    number = None if value is None else int(value) if value.isdecimal() else Decimal(value)
    kind = CountType(find_measure(measure).count_type)
    return Asked(measure, period, tuple((name, of) for name, of in where)), Figure(number, kind, State(state), period)


def given_out_of(reach: Reach, project: Project) -> list[GivenOut]:
    """The reports of a project that were given out, the newest first."""
    return list(reach(GivenOut).filter(project=project)[:MOST])


def differences(given: GivenOut, report: Report, counting: Reach) -> list[Differs]:
    """What the records give otherwise today than the report told when it was given out; of one period both."""
    today = {cell.asked: cell.figure for cell in cells_of(report)}
    counter = Counter(counting, report.project, report.today, today)
    told = [_read(line) for line in given.figures if countable(line[0])]
    return [
        Differs(asked, figure_words(then), figure_words(now))
        for asked, then in told
        if ((now := counter(asked)).value, now.state) != (then.value, then.state)
    ]
