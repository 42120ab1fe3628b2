"""Periods of local days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilts.kit.periods import BadPeriod, Period, month_label, month_of, quarter_label, quarter_of, year_label, year_of

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))
PERIODS = st.builds(lambda first, more: Period.of(first, first + timedelta(days=more)), DAYS, st.integers(0, 1500))


def test_a_period_counts_its_first_and_its_last_day_and_no_other() -> None:
    period = Period.of(date(2018, 6, 1), date(2018, 6, 30))
    assert period.after == date(2018, 7, 1)
    assert period.last == date(2018, 6, 30)
    assert period.days == 30
    assert period.contains(date(2018, 6, 1)) and period.contains(date(2018, 6, 30))
    assert not period.contains(date(2018, 5, 31)) and not period.contains(date(2018, 7, 1))


def test_a_period_may_be_a_single_day() -> None:
    assert Period.of(date(2018, 6, 1), date(2018, 6, 1)).days == 1


@pytest.mark.parametrize("last", [date(2018, 5, 31), date(2017, 6, 1)])
def test_an_end_before_the_start_is_refused_in_a_sentence(last: date) -> None:
    with pytest.raises(BadPeriod, match=r"01\.06\.2018.*\.$"):
        Period.of(date(2018, 6, 1), last)


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(BadPeriod):
        Period(date(2018, 6, 1), date(2018, 6, 1))


def test_the_last_day_of_the_calendar_is_refused_not_a_crash() -> None:
    with pytest.raises(BadPeriod):
        Period.of(date(2018, 6, 1), date.max)


@pytest.mark.parametrize(("year", "month"), [(2018, 0), (2018, 13), (0, 1), (9999, 12)])
def test_a_month_that_is_not_in_the_calendar_is_refused(year: int, month: int) -> None:
    with pytest.raises(BadPeriod):
        Period.month(year, month)


@pytest.mark.parametrize("quarter", [0, 5])
def test_a_fifth_quarter_is_refused(quarter: int) -> None:
    with pytest.raises(BadPeriod):
        Period.quarter(2018, quarter)


def test_february_has_its_leap_day() -> None:
    assert Period.month(2020, 2).last == date(2020, 2, 29)
    assert Period.month(2019, 2).last == date(2019, 2, 28)


def test_december_and_the_fourth_quarter_end_with_the_year() -> None:
    assert Period.month(2018, 12).last == Period.quarter(2018, 4).last == Period.year(2018).last == date(2018, 12, 31)


def test_labels_are_those_of_the_contract() -> None:
    assert Period.month(2018, 6).label() == month_label(date(2018, 6, 30)) == "2018-06"
    assert Period.quarter(2018, 2).label() == quarter_label(date(2018, 6, 30)) == "2018-Q2"
    assert Period.year(2018).label() == year_label(date(2018, 6, 30)) == "2018"
    assert Period.of(date(2018, 6, 2), date(2018, 6, 2)).label() == "2018-06-02"
    assert Period.of(date(2018, 6, 2), date(2018, 7, 3)).label() == "2018-06-02 \u2013 2018-07-03"


def test_every_calendar_month_touched_is_given_whole() -> None:
    period = Period.of(date(2017, 12, 31), date(2018, 2, 1))
    assert [month.label() for month in period.months()] == ["2017-12", "2018-01", "2018-02"]
    assert [quarter.label() for quarter in period.quarters()] == ["2017-Q4", "2018-Q1"]
    assert [year.label() for year in period.years()] == ["2017", "2018"]


def test_a_period_that_ends_on_the_last_of_a_month_does_not_touch_the_next() -> None:
    assert len(Period.of(date(2018, 1, 1), date(2018, 1, 31)).months()) == 1


def test_a_moment_is_no_local_day() -> None:
    with pytest.raises(TypeError):
        Period.year(2018).contains(datetime(2018, 6, 1, 12, 0))


@given(PERIODS)
def test_months_touched_follow_one_another_and_cover_the_period(period: Period) -> None:
    for parts in (period.months(), period.quarters(), period.years()):
        assert parts[0].contains(period.first) and parts[-1].contains(period.last)
        assert all(one.after == following.first for one, following in zip(parts, parts[1:], strict=False))


@given(DAYS)
def test_every_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    month, quarter, year = month_of(day), quarter_of(day), year_of(day)
    assert month.contains(day) and quarter.contains(day) and year.contains(day)
    assert quarter.months().count(month) == 1 and year.quarters().count(quarter) == 1
    assert len(quarter.months()) == 3 and len(year.months()) == 12


@given(PERIODS, PERIODS)
def test_overlapping_means_a_day_in_common(one: Period, other: Period) -> None:
    common = max(one.first, other.first) <= min(one.last, other.last)
    assert one.overlaps(other) is other.overlaps(one) is common
