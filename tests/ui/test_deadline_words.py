"""A deadline says weekday, day and hour; a night is said by both its days, across midnight and when clocks change."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from tilts.kit.dates import RIGA
from tilts.ui import local

TODAY = date(2026, 11, 27)


def at(*moment, **more):
    return datetime(*moment, tzinfo=RIGA, **more)


@pytest.mark.parametrize(
    ("moment", "lv", "en"),
    [
        (
            at(2026, 11, 30, 1, 40),
            "30. novembrī plkst. 1.40, naktī no svētdienas uz pirmdienu",
            "30 November at 01:40, in the night from Sunday to Monday",
        ),
        (
            at(2026, 11, 29, 23, 59),
            "29. novembrī plkst. 23.59, naktī no svētdienas uz pirmdienu",
            "29 November at 23:59, in the night from Sunday to Monday",
        ),
        (
            at(2026, 12, 1, 0, 0),
            "1. decembrī plkst. 0.00, naktī no pirmdienas uz otrdienu",
            "1 December at 00:00, in the night from Monday to Tuesday",
        ),
        (at(2026, 11, 27, 15), "piektdien, 27. novembrī plkst. 15.00", "Friday, 27 November at 15:00"),
        (at(2027, 1, 4, 10), "pirmdien, 2027. gada 4. janvārī plkst. 10.00", "Monday, 4 January 2027 at 10:00"),
        (
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            "25. oktobrī plkst. 3.30, otro reizi, naktī no sestdienas uz svētdienu",
            "25 October at 03:30, the second time, in the night from Saturday to Sunday",
        ),
        (
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
            "29. martā plkst. 4.00, naktī no sestdienas uz svētdienu",
            "29 March at 04:00, in the night from Saturday to Sunday",
        ),
        (date(2026, 12, 2), "trešdien, 2. decembrī", "Wednesday, 2 December"),
    ],
)
def test_the_day_and_the_hour_are_said_so_that_nobody_mistakes_them(moment, lv, en):
    for language, words in (("lv", lv), ("en", en)):
        with override(language):
            assert local.deadline_words(moment, TODAY) == words


def test_a_narrow_place_says_of_a_night_its_second_day():
    with override("lv"):
        assert local.deadline_words(at(2026, 11, 30, 1, 40), TODAY, short=True) == (
            "naktī uz pirmdienu, 30. novembrī plkst. 1.40"
        )
        assert local.deadline_words(at(2026, 11, 30, 7), TODAY, short=True) == "pirmdien, 30. novembrī plkst. 7.00"


def test_how_much_time_is_left():
    with override("lv"):
        assert local.left_words(at(2026, 11, 30, 1, 40) - at(2026, 11, 27, 9, 20)) == "vēl 2 dienas 16 h"
        assert local.left_words(at(2026, 11, 27, 15) - at(2026, 11, 27, 9, 20)) == "vēl 5 h 40 min"
