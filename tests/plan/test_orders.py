"""Protection orders: eight days by the clock on the wall, two red ones at the end, breaches."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.cast import a_case

from tilts.access.actions import Stale
from tilts.access.reach import NotAllowed, Refused
from tilts.plan.actions import answer_order, end_order, latest_end, record_breach, record_order
from tilts.plan.due import KINDS, MINE
from tilts.plan.models import Order, OrderBreach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
RIGA = ZoneInfo("Europe/Riga")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def mine(reach, day):
    """The keys of what is this colleague's on a day, by kind, the soonest first."""
    rows = sorted((one for rows in MINE for one in rows(reach, today=day)), key=lambda one: (one.day, one.record))
    return {kind: [one.record for one in rows if one.kind == kind] for kind in KINDS}


def at(*parts):
    return datetime(*parts, tzinfo=RIGA)


def a_separation(cast, case, starts=None, **facts):
    begun = starts or timezone.now() - HOUR
    return record_order(cast.worker, case, kind="separation", starts=begun, **facts)


@pytest.mark.parametrize(
    ("starts", "ends", "last"),
    [
        (at(2026, 6, 1, 23, 40), at(2026, 6, 9, 23, 40), date(2026, 6, 9)),
        (at(2026, 6, 1, 0, 0), at(2026, 6, 9, 0, 0), date(2026, 6, 8)),
        (at(2026, 6, 1, 0, 1), at(2026, 6, 9, 0, 1), date(2026, 6, 9)),
        (at(2026, 3, 25, 14, 0), at(2026, 4, 2, 14, 0), date(2026, 4, 2)),
        (at(2026, 10, 20, 14, 0), at(2026, 10, 28, 14, 0), date(2026, 10, 28)),
    ],
    ids=["before midnight", "at midnight", "after midnight", "spring", "autumn"],
)
def test_a_separation_ends_after_eight_days_by_the_clock_on_the_wall(cast, starts, ends, last):
    case, _person = a_case(cast.worker, opened_on=date(2026, 1, 2))
    order = a_separation(cast, case, starts)
    assert (order.ends, order.due) == (ends, last)
    assert order.holds(ends - timedelta(seconds=1)) and not order.holds(ends)


def test_eight_days_over_a_change_of_the_clock_are_an_hour_shorter_or_longer():
    spring, autumn = at(2026, 3, 25, 14, 0), at(2026, 10, 20, 14, 0)
    assert latest_end(spring).timestamp() - spring.timestamp() == (8 * 24 - 1) * 3600
    assert latest_end(autumn).timestamp() - autumn.timestamp() == (8 * 24 + 1) * 3600


def test_longer_than_eight_days_is_refused_by_the_minute(cast):
    case, _person = a_case(cast.worker)
    start = at(2026, 10, 20, 14, 0)
    assert a_separation(cast, case, start, ends=at(2026, 10, 28, 14, 0)).ends == at(2026, 10, 28, 14, 0)
    with pytest.raises(Refused, match="8 days at most"):
        a_separation(cast, case, start, ends=at(2026, 10, 28, 14, 1))


@pytest.mark.parametrize("kind", ["separation", "court", "other"])
def test_an_order_that_ends_before_it_starts_is_refused(cast, kind):
    case, _person = a_case(cast.worker)
    now = timezone.now()
    for ends in (now, now - HOUR):
        with pytest.raises(Refused, match="cannot end before it starts"):
            record_order(cast.worker, case, kind=kind, starts=now, ends=ends)
    assert not cast.worker(Order).exists()


def test_the_last_two_days_of_a_separation_are_red_until_it_is_answered(cast):
    case, _person = a_case(cast.worker)
    order = a_separation(cast, case, at(2026, 6, 1, 12, 0))
    red = [day for day in range(1, 13) if order.is_red(date(2026, 6, day))]
    assert red == [8, 9, 10, 11, 12]
    order.applied_on = date(2026, 6, 3)
    assert not order.is_red(date(2026, 6, 9))


def test_the_red_line_stands_on_case_page_and_my_day_until_it_is_recorded(cast, enter):
    case, _person = a_case(cast.worker)
    order = a_separation(cast, case, timezone.now() - 7 * DAY)
    browser = enter(cast.worker.user)
    red = {"/": "note high", f"/cases/{case.pk}/": 'class="due danger"'}
    for address, sign in red.items():
        page = browser.get(address).content.decode()
        assert sign in page and f"/orders/{order.pk}/" in page, address
    told = {"applied": "true", "on": timezone.localdate().isoformat(), "version": order.version}
    assert browser.post(f"/cases/{case.pk}/orders/{order.pk}/application/", told).status_code == 302
    for address, sign in red.items():
        assert sign not in browser.get(address).content.decode(), address


def test_on_the_case_page_the_red_line_stands_before_the_course_so_that_a_phone_shows_it_first(cast, enter):
    case, _person = a_case(cast.worker)
    a_separation(cast, case, timezone.now() - 7 * DAY)
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert page.count("Record the application") == 1
    assert page.index("Record the application") < page.index('class="timeline"')


def test_it_is_red_too_when_she_was_asked_and_nothing_recorded_and_not_when_she_declined(cast):
    case, _person = a_case(cast.worker)
    order = a_separation(cast, case, timezone.now() - 9 * DAY)
    assert mine(cast.worker, timezone.localdate())["order"] == [order.pk]
    with pytest.raises(Refused, match="future"):
        answer_order(cast.worker, order, seen_version=1, applied=True, on=timezone.localdate() + DAY)
    with pytest.raises(Refused, match="before the separation"):
        answer_order(cast.worker, order, seen_version=1, applied=True, on=timezone.localdate() - 20 * DAY)
    answer_order(cast.worker, order, seen_version=1, applied=False, on=timezone.localdate())
    assert mine(cast.worker, timezone.localdate())["order"] == []
    with pytest.raises(Stale):
        answer_order(cast.worker, order, seen_version=1, applied=True, on=timezone.localdate())


def test_after_a_courts_order_no_application_is_due(cast):
    case, _person = a_case(cast.worker)
    order = record_order(cast.worker, case, kind="court", starts=timezone.now() - 40 * DAY)
    assert order.due is None and order.ends is None and order.holds() and not order.is_red()
    with pytest.raises(Refused, match="Only after a police decision"):
        answer_order(cast.worker, order, seen_version=1, applied=True, on=timezone.localdate())
    end_order(cast.worker, order, seen_version=1, ends=timezone.now() - HOUR)
    assert not order.holds()


def test_the_end_of_a_courts_order_is_on_my_day_two_weeks_ahead_and_gone_once_it_is_over(cast, enter):
    case, _person = a_case(cast.worker)
    order = record_order(cast.worker, case, kind="court", starts=timezone.now() - 20 * DAY)
    today = timezone.localdate()
    for days, told in ((20, []), (13, [order]), (0, [order]), (-1, [])):
        ends = max(timezone.now() + days * DAY, order.starts + DAY)
        order = end_order(cast.worker, order, seen_version=order.version, ends=ends)
        assert order.due == timezone.localdate(ends), days
        assert mine(cast.worker, today)["order_end"] == [one.pk for one in told], days
        assert not order.waits and mine(cast.worker, today)["order"] == []
    end_order(cast.worker, order, seen_version=order.version, ends=timezone.now() + 3 * DAY)
    browser = enter(cast.worker.user)
    page = browser.get("/").content.decode()
    assert "An order ends" in page and "note high" not in page and f"/cases/{case.pk}/orders/{order.pk}/" in page
    page = browser.get(f"/cases/{case.pk}/orders/{order.pk}/").content.decode()
    assert "The application to the court is due by" not in page
    assert not mine(cast.second_worker, today)["order_end"], "a colleague has their own cases"


def test_a_breach_lies_within_the_order(cast):
    case, _person = a_case(cast.worker)
    order = a_separation(cast, case, timezone.now() - 3 * DAY)
    with pytest.raises(Refused, match="not in force"):
        record_breach(cast.worker, order, at=timezone.now() - 4 * DAY, what="Stāvēja pie durvīm")
    with pytest.raises(Refused, match="future"):
        record_breach(cast.worker, order, at=timezone.now() + HOUR, what="Stāvēja pie durvīm")
    record_breach(cast.worker, order, at=timezone.now() - DAY, what="Stāvēja pie durvīm", police_told=True)
    assert cast.worker(OrderBreach).get().what == "Stāvēja pie durvīm"


def test_who_reads_no_risk_reads_no_order(cast, enter):
    case, _person = a_case(cast.worker)
    order = a_separation(cast, case, number="VP-1234", issued_by="Balvu iecirknis")
    record_breach(cast.worker, order, at=timezone.now(), what="Zvanīja naktī")
    address = f"/cases/{case.pk}/orders/{order.pk}/"
    assert "VP-1234" in enter(cast.worker.user).get(address).content.decode()
    for who in (cast.second_worker, cast.stranger):
        assert enter(who.user).get(address).status_code == 404
        assert not who(Order).exists() and not who(OrderBreach).exists()
    assert "separation" not in enter(cast.second_worker.user).get(f"/cases/{case.pk}/").content.decode()
    with pytest.raises(NotAllowed):
        record_order(cast.second_worker, case, kind="court", starts=timezone.now())


def test_an_order_is_recorded_in_the_browser(cast, enter):
    case, _person = a_case(cast.worker)
    browser, start = enter(cast.worker.user), f"/cases/{case.pk}/orders/"
    told = {"kind": "separation", "starts": "2026-06-01T22:10", "ends": "2026-05-31T22:10", "conditions": ["leave"]}
    answer = browser.post(f"{start}add/", told | {"number": "VP-77"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "cannot end before it starts" in page and "VP-77" in page
    assert browser.post(f"{start}add/", told | {"ends": ""}).status_code == 302
    order = cast.worker(Order).get()
    assert order.ends == at(2026, 6, 9, 22, 10) and order.conditions == ["leave"]
    told = {"at": "2026-06-02T08:00", "what": "Nāca uz darbu", "police_told": "true"}
    assert browser.post(f"{start}{order.pk}/breaches/add/", told).status_code == 302
    assert browser.post(f"{start}{order.pk}/end/", {"ends": "2026-06-05T12:00", "version": 1}).status_code == 302
    page = browser.get(f"{start}{order.pk}/").content.decode()
    assert "Nāca uz darbu" in page and "leave the home" in page and "5 June" in page
