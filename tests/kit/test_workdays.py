"""The legal clock: sent within one working day of the event."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilts.kit.dates import RIGA
from tilts.kit.workdays import end_of_next_working_day, is_working_day, sent_in_time, working_day_after


def riga(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


@pytest.mark.parametrize(
    ("event", "day"),
    [
        pytest.param("2018-06-06T12:00", "2018-06-07", id="an ordinary Wednesday"),
        pytest.param("2018-06-08T12:00", "2018-06-11", id="a Friday"),
        pytest.param("2018-06-09T12:00", "2018-06-11", id="a Saturday"),
        pytest.param("2018-06-10T12:00", "2018-06-11", id="a Sunday"),
        pytest.param("2025-11-14T12:00", "2025-11-19", id="18 November with the Monday moved before it"),
        pytest.param("2018-11-16T12:00", "2018-11-20", id="18 November on a Sunday is kept on Monday"),
        pytest.param("2019-12-23T12:00", "2019-12-27", id="Christmas, 24 to 26 December"),
        pytest.param("2020-12-23T12:00", "2020-12-28", id="Christmas before a weekend"),
        pytest.param("2018-03-29T12:00", "2018-04-03", id="Easter, Good Friday to Monday"),
        pytest.param("2021-04-01T12:00", "2021-04-06", id="Easter of another year"),
        pytest.param("2020-04-30T12:00", "2020-05-05", id="1 May a Friday, 4 May a Monday"),
        pytest.param("2018-04-27T12:00", "2018-05-02", id="1 May with the moved Monday before it"),
        pytest.param("2025-05-02T12:00", "2025-05-06", id="4 May on a Sunday is kept on Monday"),
        pytest.param("2022-06-22T12:00", "2022-06-27", id="Jāņi, 23 and 24 June before a weekend"),
        pytest.param("2018-12-28T12:00", "2019-01-02", id="New Year"),
        pytest.param("2018-04-20T12:00", "2018-04-21", id="a Saturday made a working day"),
    ],
)
def test_the_day_by_whose_end_a_report_must_be_sent(event: str, day: str) -> None:
    moment = riga(event)
    last = date.fromisoformat(day)
    assert working_day_after(moment) == last
    assert end_of_next_working_day(moment) == riga(f"{last + timedelta(days=1)}T00:00")


def test_the_minute_before_midnight_and_the_minute_after_have_different_deadlines() -> None:
    assert working_day_after(riga("2018-06-06T23:59")) == date(2018, 6, 7)
    assert working_day_after(riga("2018-06-07T00:00")) == date(2018, 6, 8)


def test_midnight_is_that_of_latvia_not_of_greenwich() -> None:
    assert working_day_after(datetime(2018, 6, 6, 20, 59, tzinfo=UTC)) == date(2018, 6, 7)
    assert working_day_after(datetime(2018, 6, 6, 21, 0, tzinfo=UTC)) == date(2018, 6, 8)
    assert working_day_after(datetime(2018, 1, 10, 21, 59, tzinfo=UTC)) == date(2018, 1, 11)
    assert working_day_after(datetime(2018, 1, 10, 22, 0, tzinfo=UTC)) == date(2018, 1, 12)


def test_the_last_moment_is_in_time_and_midnight_is_late() -> None:
    event = riga("2018-06-06T12:00")
    assert sent_in_time(event, riga("2018-06-07T23:59:59.999999"))
    assert not sent_in_time(event, riga("2018-06-08T00:00"))


@pytest.mark.parametrize(
    ("event", "deadline"),
    [
        pytest.param("2018-03-24T12:00", "2018-03-26T21:00", id="clocks go forward on 25 March"),
        pytest.param("2018-03-25T02:30", "2018-03-26T21:00", id="before they go forward"),
        pytest.param("2018-03-25T04:30", "2018-03-26T21:00", id="after they went forward"),
        pytest.param("2018-10-27T12:00", "2018-10-29T22:00", id="clocks go back on 28 October"),
        pytest.param("2018-10-28T02:30", "2018-10-29T22:00", id="before they go back"),
        pytest.param("2018-10-28T04:30", "2018-10-29T22:00", id="after they went back"),
    ],
)
def test_the_deadline_is_local_midnight_over_both_changes_of_the_clock(event: str, deadline: str) -> None:
    assert end_of_next_working_day(riga(event)).astimezone(UTC) == datetime.fromisoformat(deadline + "+00:00")


def test_the_hour_that_comes_twice_has_one_deadline() -> None:
    twice = riga("2018-10-28T03:30")
    assert end_of_next_working_day(twice) == end_of_next_working_day(twice.replace(fold=1))


def test_a_service_may_count_more_working_days() -> None:
    assert working_day_after(riga("2018-06-07T12:00"), days=3) == date(2018, 6, 12)


@pytest.mark.parametrize("days", [0, -1])
def test_no_working_day_at_all_is_an_error(days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        working_day_after(riga("2018-06-07T12:00"), days=days)


def test_a_moment_without_a_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        end_of_next_working_day(datetime(2018, 6, 6, 12, 0))


@given(st.datetimes(datetime(2015, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)))
def test_the_deadline_is_always_later_ends_a_working_day_and_skips_none(event: datetime) -> None:
    day = working_day_after(event)
    assert end_of_next_working_day(event) > event
    assert is_working_day(day)
    between = event.astimezone(RIGA).date() + timedelta(days=1)
    while between < day:
        assert not is_working_day(between)
        between += timedelta(days=1)
