"""A birth date that says less and counts the same.

An erased person keeps the year of birth. Figures ask for completed years on the day of an act; so the day is moved to
the earliest one of the same year from which every age at which something is counted comes out as before.
"""

from collections.abc import Iterable
from datetime import date, timedelta


def _in_year(day: date) -> int:
    return day.month * 100 + day.day


def blurred_birth_date(born: date, edges: Iterable[date]) -> date:
    """The earliest day of the birth year on the same side of each act in `edges` as the true day.

    `edges` are the days of acts in a year in which the person passes an age that is counted; usually there are none,
    and what is left is 1 January.
    """
    before_birthday = [_in_year(day) for day in edges if _in_year(day) < _in_year(born)]
    last = max(before_birthday, default=0)
    day = date(born.year, 1, 1)
    while _in_year(day) <= last:
        day += timedelta(days=1)
    return day


def passes(born: date, day: date, ages: Iterable[int]) -> bool:
    """Whether in the year of `day` somebody born then completes one of these ages."""
    return day.year - born.year in set(ages)
