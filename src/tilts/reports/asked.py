"""Questions put to the records of one project, each of them once, and so that every viewer gets the same number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from tilts.access.reach import Reach
from tilts.kit.figures import CountType, Figure, State
from tilts.kit.measures import MEASURES, find_measure
from tilts.kit.periods import Period
from tilts.projects.models import Project
from tilts.reports.counting import count, figure

FEW = 2
"""So many like questions cost no more apart than in one grouped query."""


@dataclass(frozen=True)
class Asked:
    """What was counted, in words an address can carry: its trace puts the same question."""

    measure: str
    period: Period
    where: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """The trace's query: `measure=...&from=...&to=...&where=specialism=lawyer`."""
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        conditions = [("where", f"{name}={value}") for name, value in self.where]
        return urlencode([("measure", self.measure), ("from", first), ("to", last), *conditions])


def countable(key: str) -> bool:
    """Whether a room counts this, and for a project."""
    return key in MEASURES and MEASURES[key].paid_by is not None


def so_far(period: Period, today: date) -> Period | None:
    """The part of a period that has begun; None where nothing has."""
    if period.first > today:
        return None
    return Period.of(period.first, min(period.last, today))


@dataclass(frozen=True)
class Counter:
    """Answers questions about one project under a reach that counts."""

    reach: Reach
    project: Project
    today: date
    known: dict[Asked, Figure] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Figure:
        """The figure of one question, of the part of its period that has begun."""
        if asked not in self.known:
            self.known[asked] = self._counted(asked)
        return self.known[asked]

    def _counted(self, asked: Asked) -> Figure:
        begun = so_far(asked.period, self.today)
        if begun is None:
            kind = CountType(find_measure(asked.measure).count_type)
            return Figure.without_number(State.NOT_REPORTED, kind, asked.period)
        where = dict(asked.where)
        return figure(asked.measure, reach=self.reach, period=begun, project=self.project, where=where)

    def prepare(self, questions: Sequence[Asked]) -> None:
        """Put questions that differ only in the values of their conditions together: one grouped query for them all."""
        together: dict[tuple[object, ...], list[Asked]] = {}
        for asked in questions:
            key = (asked.measure, asked.period, tuple(name for name, _value in asked.where))
            together.setdefault(key, []).append(asked)
        for alike in together.values():
            if len(alike) > FEW and alike[0].where:
                self._answer_together(alike)

    def _answer_together(self, alike: Sequence[Asked]) -> None:
        begun = so_far(alike[0].period, self.today)
        if begun is None:
            return
        by = tuple(name for name, _value in alike[0].where)
        table = count(alike[0].measure, reach=self.reach, period=begun, project=self.project, by=by)
        rows = {tuple(row[name] for name in by): counted for row, counted in table.rows}
        nothing = Figure.of(0, table.total.count_type, begun)
        for asked in alike:
            self.known[asked] = rows.get(tuple(value for _name, value in asked.where), nothing)
