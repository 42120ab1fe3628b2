"""Dates and numbers as people write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tilts.kit.dates import (
    BadDate,
    BadNumber,
    date_text,
    local_day,
    money_text,
    number_text,
    parse_date,
    parse_minutes,
    parse_number,
)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
CENTS = st.decimals(Decimal("-9999999"), Decimal("9999999"), places=2)


@pytest.mark.parametrize(
    "text",
    ["2018-06-06", "06.06.2018", "06.06.2018.", "6.6.2018.", " 06.06.2018. ", "06. 06. 2018.", "06.\u00a006.2018"],
)
def test_iso_and_latvian_dates_are_understood(text: str) -> None:
    assert parse_date(text) == date(2018, 6, 6)


@pytest.mark.parametrize(
    "text",
    ["", "-", "06/06/2018", "2018.06.06", "06.06.18", "2018-6-6", "20180606", "31.02.2018", "2018-13-01", "00.06.2018"]
    + ["0018-06-06", "06.06.0018", "06.06.2918", "rīt", "06.06.2018..", "٠٦.٠٦.٢٠١٨", "2018-06-06T00:00"],
)
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadDate, match=r"\.$"):
        parse_date(text)


@given(DAYS)
def test_a_printed_date_can_be_read_again(day: date) -> None:
    assert parse_date(date_text(day, "lv")) == parse_date(date_text(day, "en")) == day


def test_dates_are_printed_in_the_language_of_the_page() -> None:
    with translation.override("lv"):
        assert date_text(date(2018, 6, 6)) == "06.06.2018."
    with translation.override("en"):
        assert date_text(date(2018, 6, 6)) == "2018-06-06"


def test_the_local_day_is_that_of_latvia_in_summer_and_in_winter() -> None:
    assert local_day(datetime(2018, 6, 6, 20, 59, tzinfo=UTC)) == date(2018, 6, 6)
    assert local_day(datetime(2018, 6, 6, 21, 0, tzinfo=UTC)) == date(2018, 6, 7)
    assert local_day(datetime(2018, 12, 31, 21, 59, tzinfo=UTC)) == date(2018, 12, 31)
    assert local_day(datetime(2018, 12, 31, 22, 0, tzinfo=UTC)) == date(2019, 1, 1)


def test_a_moment_without_a_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2018, 6, 6, 12, 0))


@pytest.mark.parametrize(
    ("text", "number"),
    [("12,5", "12.5"), ("12.5", "12.5"), ("1 234,50", "1234.50"), ("1\u00a0234\u00a0567", "1234567"), ("0", "0")]
    + [("\u22123", "-3"), ("-3,25", "-3.25"), (" 7 ", "7"), ("1\u202f234", "1234")],
)
def test_numbers_with_comma_or_point_are_understood(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1.234,50", "1 23", "12,", ",5", "1e3", "NaN", "Infinity", "٣"])
def test_what_is_not_a_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadNumber, match=r"\.$"):
        parse_number(text)


@pytest.mark.parametrize(("text", "minutes"), [("45", 45), ("90,0", 90), ("0", 0), ("1440", 1440), ("1 440", 1440)])
def test_whole_minutes_are_understood(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["-5", "1441", "45,5", "99999999999", "", "1:30"])
def test_negative_absurd_and_broken_minutes_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadNumber, match=r"\.$"):
        parse_minutes(text)


def test_numbers_and_money_are_printed_in_the_language_of_the_page() -> None:
    with translation.override("lv"):
        assert number_text(Decimal("12345.5")) == "12\u00a0345,5"
        assert number_text(Decimal("2"), decimals=1) == "2,0"
        assert money_text(Decimal("1234.5")) == "1\u00a0234,50\u00a0€"
    with translation.override("en"):
        assert number_text(Decimal("12345.5")) == "12,345.5"
        assert number_text(Decimal("2.25"), decimals=0) == "2"
        assert money_text(Decimal("1234.5")) == "€1,234.50"


@given(CENTS)
def test_a_printed_latvian_number_can_be_read_again(number: Decimal) -> None:
    assert parse_number(number_text(number, "lv")) == number
