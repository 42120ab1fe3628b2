"""Working days in Latvia: the clock that the law runs on.

Public holidays and the days that the Cabinet moves (a free Monday for a working Saturday) come from `holidays`; moved
days of a year are known from the release of that package in which they were added.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from tilts.kit.dates import RIGA

_ONE_DAY = timedelta(days=1)


@cache
def _latvia() -> holidays.HolidayBase:
    """Loaded when it is first asked: the package loads every country of the world along."""
    return holidays.country_holidays("LV")


def is_working_day(day: date) -> bool:
    """Whether offices in Latvia work on this day."""
    return _latvia().is_working_day(day)


def working_day_after(moment: datetime, days: int = 1, tz: ZoneInfo = RIGA) -> date:
    """The first (or `days`-th) working day after the local day of this moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    if days < 1:
        raise ValueError("count at least one working day")
    day = moment.astimezone(tz).date()
    for _step in range(days):
        day += _ONE_DAY
        while not is_working_day(day):
            day += _ONE_DAY
    return day


def end_of_next_working_day(event: datetime, tz: ZoneInfo = RIGA, days: int = 1) -> datetime:
    """The legal deadline for an event: the midnight that ends the next (or `days`-th) working day.

    It is the first moment that is too late, 00:00 of the following day; to people show `working_day_after(event)`,
    "by the end of that day". It ignores the hours of the event: an event at 00:05 and one at 23:55 have the same one.
    """
    return datetime.combine(working_day_after(event, days, tz) + _ONE_DAY, time.min, tzinfo=tz)


def sent_in_time(event: datetime, sent: datetime, tz: ZoneInfo = RIGA, days: int = 1) -> bool:
    """Whether something was sent before the deadline that the event started."""
    return sent < end_of_next_working_day(event, tz, days)
