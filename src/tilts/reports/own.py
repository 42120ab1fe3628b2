"""The questions that a report itself asks: no reader puts another one, for a figure of a chosen day or condition talks.

Whoever asks how many there were on one day, in one village, of one age, learns of one person. A report stands over
whole months, or from where the project begins to where it ends; it breaks down by what its targets and its table name.
"""

from collections.abc import Iterable
from datetime import timedelta

from tilts.access.models import Profession
from tilts.kit.periods import Period
from tilts.projects.models import Project, Target
from tilts.reports.asked import Asked
from tilts.reports.planned import where_of
from tilts.reports.stops import EARLIEST, LATEST
from tilts.reports.tables import MONTHLY
from tilts.reports.words import UNKNOWN

FEW, FEW_OF_THE_ENDANGERED = 5, 10
"""Fewer records than this that a reader may not open are not told as a number: of minors and of trafficking, ten."""
ENDANGERED = {"age_band", "trafficking"}
"""Conditions by which a number is of these."""
CHILDREN = "children"
"""What the keys of measures of children hold."""


def is_own_period(project: Project, period: Period) -> bool:
    """Whether a period is of whole months, but where the project itself begins and ends."""
    begins = period.first.day == 1 or period.first == project.starts
    return begins and (period.after.day == 1 or period.last == project.ends)


def is_own(project: Project, targets: Iterable[Target], asked: Asked) -> bool:
    """Whether a report of this project asks this question."""
    if asked in _outside(project):
        return True
    own = {(MONTHLY, ()), *((MONTHLY, (("specialism", one),)) for one in (*Profession.values, UNKNOWN))}
    own |= {(target.measure, tuple(sorted(where_of(target).items()))) for target in targets}
    return is_own_period(project, asked.period) and (asked.measure, asked.where) in own


def _outside(project: Project) -> tuple[Asked, Asked]:
    """What is charged to the project before its first and after its last day."""
    before, after = Period(EARLIEST, project.starts), Period(project.ends + timedelta(days=1), LATEST)
    return Asked(MONTHLY, before), Asked(MONTHLY, after)


def told(hidden: int, asked: Asked) -> int:
    """How many records one may not open, as far as it is told; 0 where they are few."""
    endangered = CHILDREN in asked.measure or ENDANGERED & {name for name, _value in asked.where}
    return hidden if hidden >= (FEW_OF_THE_ENDANGERED if endangered else FEW) else 0
