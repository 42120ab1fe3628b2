"""Periods: half-open ranges of local days, and the calendar months, quarters and years they touch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

from tilts.kit.dates import date_text

MONTHS_IN_A_QUARTER = 3
MONTHS_IN_A_YEAR = 12


class BadPeriod(ValueError):
    """The days given are no period; the message is a sentence for the user."""


@dataclass(frozen=True, order=True)
class Period:
    """Local days from `first` up to, but without, `after`."""

    first: date
    after: date

    def __post_init__(self) -> None:
        """Refuse a period that holds no day."""
        if self.after <= self.first:
            last = self.after - timedelta(days=1)
            raise BadPeriod(
                _("The period ends (%(last)s) before it starts (%(first)s).")
                % {"last": date_text(last), "first": date_text(self.first)}
            )

    @classmethod
    def of(cls, first: date, last: date) -> Self:
        """From the first day to the last day, both counted: the way people and `--to` say it."""
        try:
            return cls(first, last + timedelta(days=1))
        except OverflowError as error:
            raise BadPeriod(_("The last day of the period is too far away.")) from error

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """One calendar month, 1 to 12."""
        return cls._of_months(year, month, 1, last_number=MONTHS_IN_A_YEAR)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """One calendar quarter, 1 to 4."""
        return cls._of_months(year, quarter, MONTHS_IN_A_QUARTER, last_number=4)

    @classmethod
    def year(cls, year: int) -> Self:
        """One calendar year."""
        return cls._of_months(year, 1, MONTHS_IN_A_YEAR, last_number=1)

    @classmethod
    def _of_months(cls, year: int, number: int, length: int, *, last_number: int) -> Self:
        if not 1 <= number <= last_number or not date.min.year <= year < date.max.year:
            raise BadPeriod(_("There is no such month, quarter or year in the calendar."))
        first = date(year, (number - 1) * length + 1, 1)
        years, month = divmod(first.month - 1 + length, MONTHS_IN_A_YEAR)
        return cls(first, date(year + years, month + 1, 1))

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.after - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days the period holds."""
        return (self.after - self.first).days

    def contains(self, day: date) -> bool:
        """Whether this local day counts."""
        return self.first <= day < self.after

    def overlaps(self, other: "Period") -> bool:
        """Whether a day counts in both."""
        return self.first < other.after and other.first < self.after

    def months(self) -> tuple["Period", ...]:
        """Every calendar month touched, whole ones."""
        return self._touched(month_of)

    def quarters(self) -> tuple["Period", ...]:
        """Every calendar quarter touched, whole ones."""
        return self._touched(quarter_of)

    def years(self) -> tuple["Period", ...]:
        """Every calendar year touched, whole ones."""
        return self._touched(year_of)

    def _touched(self, around: "Callable[[date], Period]") -> tuple["Period", ...]:
        found = [around(self.first)]
        while found[-1].after < self.after:
            found.append(around(found[-1].after))
        return tuple(found)

    def label(self) -> str:
        """`2018-06`, `2018-Q2` or `2018` for a whole one of these; otherwise its first and last day."""
        if self == month_of(self.first):
            return month_label(self.first)
        if self == quarter_of(self.first):
            return quarter_label(self.first)
        if self == year_of(self.first):
            return year_label(self.first)
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()} \u2013 {self.last.isoformat()}"


def _quarter_number(day: date) -> int:
    return (day.month - 1) // MONTHS_IN_A_QUARTER + 1


def month_of(day: date) -> Period:
    """The calendar month in which this day lies."""
    return Period.month(day.year, day.month)


def quarter_of(day: date) -> Period:
    """The calendar quarter in which this day lies."""
    return Period.quarter(day.year, _quarter_number(day))


def year_of(day: date) -> Period:
    """The calendar year in which this day lies."""
    return Period.year(day.year)


def month_label(day: date) -> str:
    """`YYYY-MM`."""
    return f"{day.year:04d}-{day.month:02d}"


def quarter_label(day: date) -> str:
    """`YYYY-Qn`."""
    return f"{day.year:04d}-Q{_quarter_number(day)}"


def year_label(day: date) -> str:
    """`YYYY`."""
    return f"{day.year:04d}"
