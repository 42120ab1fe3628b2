"""Chance that comes out the same: everything that is drawn, the ids too, follows from a seed."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

T = TypeVar("T")
FRIDAY = 4
FIRST_HOUR, LAST_HOUR = 8, 17
"""Between these hours an office works."""


class Draw(random.Random):
    """Draws for one part of the country; `Draw("7/case/12")` is the same in every run."""

    def id(self) -> UUID:
        """A random id."""
        return UUID(int=self.getrandbits(128), version=4)

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of these, each as likely as its weight says."""
        return self.choices([one for one, _weight in choices], [weight for _one, weight in choices])[0]

    def happens(self, chance: float) -> bool:
        """Whether something of this likelihood happens."""
        return self.random() < chance

    def working_day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, a Friday instead of a day of the weekend where that still fits."""
        day = first + timedelta(days=self.randrange((last - first).days + 1)) if last > first else first
        weekend = max(0, day.weekday() - FRIDAY)
        return max(first, day - timedelta(days=weekend))

    def hour(self) -> time:
        """A quarter of an hour in which an office works."""
        return time(self.randrange(FIRST_HOUR, LAST_HOUR), self.choice((0, 15, 30, 45)))


def moment(day: date, hour: time) -> datetime:
    """This hour by the clock on the wall."""
    return timezone.make_aware(datetime.combine(day, hour))
