"""Acts by month and specialism: one grouped query gives the table, its sums and the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tilts.access.models import Profession
from tilts.kit.figures import CountType, Figure, State, combine
from tilts.kit.periods import Period, month_label
from tilts.projects.models import Project
from tilts.reports.asked import Asked, Counter, countable, so_far
from tilts.reports.counting import count
from tilts.reports.words import UNKNOWN, figure_words, value_label

MONTHLY = "services.consultations"
ROW_HEIGHT = 26
LABELS_END, BARS_END = 20.0, 91.0
"""Between which hundredths of the width the bars lie."""


@dataclass(frozen=True)
class Cell:
    """One figure and the question it answers."""

    figure: Figure
    asked: Asked

    @property
    def words(self) -> str:
        """The figure as it is printed."""
        return figure_words(self.figure)


@dataclass(frozen=True)
class MonthRow:
    """One month: a cell for each specialism, and all together."""

    month: Period
    cells: tuple[Cell, ...]
    together: Cell


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, in hundredths of the chart's width; strings, for an address of a pixel knows no comma."""

    label: str
    value: str
    left: str
    width: str
    tone: int


@dataclass(frozen=True)
class Bar:
    """One month of the chart."""

    month: Period
    top: int
    text_at: int
    segments: tuple[Segment, ...]
    total: str
    total_left: str


@dataclass(frozen=True)
class Matrix:
    """Consultations by month (rows) and specialism (columns)."""

    specialisms: tuple[str, ...]
    rows: tuple[MonthRow, ...]
    together: tuple[Cell, ...]
    total: Cell

    @property
    def headings(self) -> list[str]:
        """The columns in words."""
        return [value_label("specialism", one) for one in self.specialisms]

    @property
    def height(self) -> int:
        """The chart's height in pixels."""
        return len(self.rows) * ROW_HEIGHT + 4

    @property
    def bars(self) -> list[Bar]:
        """The same numbers as bars, the longest as wide as there is room."""
        longest = max((int(row.together.figure.value or 0) for row in self.rows), default=0)
        return [_bar(self, number, row, longest) for number, row in enumerate(self.rows)]


def _bar(matrix: Matrix, number: int, row: MonthRow, longest: int) -> Bar:
    left = LABELS_END
    segments = []
    for tone, (label, cell) in enumerate(zip(matrix.headings, row.cells, strict=True)):
        value = int(cell.figure.value or 0)
        if not value:
            continue
        width = value / longest * (BARS_END - LABELS_END)
        segments.append(Segment(label, cell.words, f"{left:.2f}%", f"{width:.2f}%", tone % 6))
        left += width
    top = number * ROW_HEIGHT
    return Bar(row.month, top + 4, top + 18, tuple(segments), row.together.words, f"{left:.2f}%")


def matrix_of(counter: Counter, period: Period) -> Matrix | None:
    """Count consultations of a project by month and specialism; None where no room counts consultations."""
    if not countable(MONTHLY):
        return None
    begun = so_far(period, counter.today)
    counted: dict[tuple[str, str], Figure] = {}
    if begun:
        by = ("month", "specialism")
        table = count(MONTHLY, reach=counter.reach, period=begun, project=counter.project, by=by)
        counted = {(row["month"], row["specialism"]): figure for row, figure in table.rows}
        counter.known[Asked(MONTHLY, period)] = table.total
    specialisms = _in_order({specialism for _month, specialism in counted})
    rows = tuple(_month_row(counter, month, period, specialisms, counted) for month in period.months())
    sums = tuple(
        Cell(_sum([row.cells[at] for row in rows], period), Asked(MONTHLY, period, (("specialism", one),)))
        for at, one in enumerate(specialisms)
    )
    total = Cell(_sum([row.together for row in rows], period), Asked(MONTHLY, period))
    return Matrix(specialisms, rows, sums, total)


def _in_order(found: set[str]) -> tuple[str, ...]:
    known = [one for one in (*Profession.values, UNKNOWN) if one in found]
    return tuple(known + sorted(found.difference(known)))


def _clip(month: Period, period: Period) -> Period:
    return Period(max(month.first, period.first), min(month.after, period.after))


def _month_row(
    counter: Counter,
    month: Period,
    period: Period,
    specialisms: Sequence[str],
    counted: dict[tuple[str, str], Figure],
) -> MonthRow:
    part = _clip(month, period)
    empty = _empty(part, counter.project, counter.today)
    cells = []
    for specialism in specialisms:
        found = counted.get((month_label(month.first), specialism))
        figure = Figure.of(found.value, found.count_type, part) if found and found.value is not None else empty
        cells.append(Cell(figure, Asked(MONTHLY, part, (("specialism", specialism),))))
    return MonthRow(month, tuple(cells), Cell(_row_sum(cells, empty), Asked(MONTHLY, part)))


def _empty(part: Period, project: Project, today: date) -> Figure:
    if part.first > today:
        return Figure.without_number(State.NOT_REPORTED, CountType.ACTS, part)
    if part.last < project.starts or part.first > project.ends:
        return Figure.without_number(State.NOT_APPLICABLE, CountType.ACTS, part)
    return Figure.of(0, CountType.ACTS, part)


def _row_sum(cells: Sequence[Cell], empty: Figure) -> Figure:
    told = [cell.figure for cell in cells if cell.figure.state.has_number]
    return combine(told, apart_by="specialism") if told else empty


def _sum(cells: Sequence[Cell], period: Period) -> Figure:
    """The sum of the months that tell a number; one that has not begun takes nothing away from it."""
    states = {cell.figure.state for cell in cells}
    if State.HIDDEN in states:
        return Figure.without_number(State.HIDDEN, CountType.ACTS, period)
    told = [cell.figure for cell in cells if cell.figure.state.has_number]
    if not told:
        return Figure.without_number(State.NOT_REPORTED, CountType.ACTS, period)
    return combine(told)
