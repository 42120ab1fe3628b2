"""What falls due in a case stands by danger, then by what is late, then by day and hour."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tilts.cases.frame import Deadline
from tilts.kit.dates import RIGA
from tilts.plan.deadlines import by_danger, how_pressing
from tilts.plan.due import DueInCase

FRIDAY = datetime(2026, 11, 27, 9, 20, tzinfo=RIGA)
MONDAY_NIGHT = datetime(2026, 11, 30, 1, 40, tzinfo=RIGA)
DAY = timedelta(days=1)


def due(kind, moment, shows_from=None, *, timed=True):
    day = moment.date() if timed else (moment - DAY).date()
    return DueInCase(kind, uuid4(), day, shows_from or day, moment, timed)


@pytest.mark.parametrize(
    ("one", "now", "kind"),
    [
        (due("order", MONDAY_NIGHT), FRIDAY, "danger"),
        (due("order_end", MONDAY_NIGHT), FRIDAY, "danger"),
        (due("order", MONDAY_NIGHT), FRIDAY - 2 * DAY, ""),
        (due("order", MONDAY_NIGHT, (FRIDAY - 2 * DAY).date()), FRIDAY - 2 * DAY, "danger"),
        (due("order", FRIDAY - DAY), FRIDAY, "danger"),
        (due("task", MONDAY_NIGHT), FRIDAY, ""),
        (due("appointment", FRIDAY.replace(hour=15)), FRIDAY, "soon"),
        (due("appointment", FRIDAY.replace(hour=9, minute=0)), FRIDAY, "late"),
        (due("review", datetime(2026, 11, 28, tzinfo=RIGA), timed=False), FRIDAY, "soon"),
        (due("review", datetime(2026, 11, 27, tzinfo=RIGA), timed=False), FRIDAY, "late"),
        # the last Friday before Christmas: offices open again on the 28th
        (due("order", datetime(2026, 12, 28, 7, tzinfo=RIGA)), datetime(2026, 12, 23, 12, tzinfo=RIGA), "danger"),
    ],
)
def test_protection_that_ends_before_the_next_working_day_begins_is_danger_today(one, now, kind):
    assert how_pressing(one, now) == kind


def test_danger_stands_first_then_what_is_late_then_the_hour():
    def told(words, moment, kind="", *, timed=True):
        return Deadline(words, "/", moment.date(), moment if timed else None, kind)

    rows = [
        told("day", FRIDAY, timed=False),
        told("15.00", FRIDAY.replace(hour=15), "soon"),
        told("late", FRIDAY - 3 * DAY, "late"),
        told("Monday", MONDAY_NIGHT, "danger"),
    ]
    assert [row.words for row in by_danger(rows)] == ["Monday", "late", "15.00", "day"]
