"""Counts for a monitoring meeting, taken from the measures: whole institutions, no case."""

from datetime import date
from typing import Any

from tilts.access.actor import acting
from tilts.access.models import Organisation
from tilts.access.reach import Reach
from tilts.kit.measures import MEASURES, Measure, find_measure

TOLD = (
    "risk.questionnaires",
    "risk.assessments",
    "services.consultations",
    "meetings.held",
    "meetings.cases_discussed",
)


def countable() -> list[str]:
    """The measures that a monitoring meeting talks about, as far as their rooms are here."""
    return [key for key in TOLD if key in MEASURES and isinstance(MEASURES[key].sources[0].counts, str)]


def counted(reach: Reach, key: str, first: date, last: date, organisations: list[Organisation]) -> int:
    """How many there were in these institutions together, both days included."""
    measure = find_measure(key)
    return sum(_in_one(reach.counting(one), measure, first, last) for one in organisations)


def _in_one(counting: Reach, measure: Measure, first: date, last: date) -> int:
    source = measure.sources[0]
    within: dict[str, Any] = {f"{measure.on}__gte": first, f"{measure.on}__lte": last}
    with acting(counting):
        rows = source.rows(counting).filter(**within).order_by()
        return int(rows.values(source.counts).distinct().count())
