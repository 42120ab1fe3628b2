"""The bar around a case: on every page and form of it, as far as one's zones go; what it says of the way to reach."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone, translation
from tests.access.plan_rows import PlanRows
from tests.cast import a_case
from tests.walk_urls import Filling, routes

from tilts.kit.dates import RIGA
from tilts.people.actions import keep_contact
from tilts.people.models import ContactWay
from tilts.people.reaching import condition_words, in_order, stands, warnings_of

pytestmark = pytest.mark.django_db
PHONE = "+371 20001907"
OF_A_CASE = ("cases/<uuid:id>/", "folders/<uuid:id>/", "meetings/refer/", "meetings/about/")
FRIDAY = datetime(2026, 11, 27, 9, 20, tzinfo=RIGA)


def page_of(browser, address):
    answer = browser.get(address)
    return answer.status_code, answer.content.decode()


def test_every_page_and_form_of_a_case_carries_the_bar(cast, enter):
    case, person = a_case(cast.worker)
    keep_contact(case.folder, person, channel="phone", value=PHONE, safe=True)
    ids = {":id": [case.pk], ":person": [person.pk], ":what": ["contact"]}
    filling = Filling(ids | PlanRows(cast, case, person).filling())
    browser, seen = enter(cast.worker.user), {}
    for route in routes():
        known = all(_known(filling, route, part) for part in route.parameters)
        if not known or not route.pattern.startswith(OF_A_CASE):
            continue
        for address in filling.addresses(route):
            status, told = page_of(browser, address)
            if status == 200:
                whole = told.count('class="idbar"') == 1 and case.code in told and PHONE in told
                seen[address] = whole and told.count("<h1") == 1
    assert len(seen) > 40 and all(seen.values()), [address for address, whole in seen.items() if not whole]


def _known(filling, route, name):
    fitting = (key.rpartition(":") for key in filling.values)
    return any(asked == name and route.pattern.startswith(prefix) for prefix, _colon, asked in fitting)


def way(**more):
    return ContactWay(**{"channel": "phone", "value": PHONE, "safe": True} | more)


@pytest.mark.parametrize(
    ("more", "state", "edge"),
    [
        ({}, "now", None),
        ({"days": "12345", "from_time": time(9), "until_time": time(15)}, "now", FRIDAY.replace(hour=15, minute=0)),
        ({"days": "12345", "until_time": time(9)}, "later", datetime(2026, 11, 30, tzinfo=RIGA)),
        ({"days": "5", "until_time": time(9)}, "later", datetime(2026, 12, 4, tzinfo=RIGA)),
        ({"from_time": time(18)}, "later", FRIDAY.replace(hour=18, minute=0)),
        ({"days": "5"}, "now", datetime(2026, 11, 28, tzinfo=RIGA)),
        ({"when": "viņas maiņu nedēļās"}, "ask", None),
        ({"safe": None}, "unknown", None),
    ],
)
def test_a_way_is_safe_within_its_hours_alone(more, state, edge):
    at = stands(way(**more), FRIDAY)
    assert (at.state, at.edge) == (state, edge)
    assert at.url == "tel:+37120001907"


def test_the_safe_way_stands_first_and_an_unsafe_one_only_warns():
    unsafe = ContactWay(channel="phone", value="+371 29991111", safe=False, caution="Tur atbild viņš.")
    evening, now = way(from_time=time(18)), way()
    assert [one.way for one in in_order([unsafe, evening, now], FRIDAY)] == [now, evening]
    [warning] = warnings_of([unsafe, evening])
    assert "Tur atbild viņš." in warning and "29991111" not in warning


def test_the_conditions_are_said_in_the_words_of_the_reader():
    hours = {"days": "12345", "from_time": time(9), "until_time": time(15)}
    told = way(**hours, caution="Balss ziņu neatstāt", may_say="poliklīnika")
    with translation.override("lv"):
        said = [str(words) for words in condition_words(told)]
    assert said == ["darbdienās 9.00–15.00", "Balss ziņu neatstāt", "ja atbild cits: „poliklīnika”"]


def test_who_may_not_know_the_name_sees_no_name_and_no_number(cast, enter):
    case, person = a_case(cast.worker)
    keep_contact(case.folder, person, channel="phone", value=PHONE, safe=True)
    for address in ("", "access/"):
        _status, told = page_of(enter(cast.second_worker.user), f"/cases/{case.pk}/{address}")
        assert "Ozolkalne" not in told and PHONE not in told and "tel:" not in told


def test_outside_its_hours_a_number_rings_only_once_that_is_confirmed(cast, enter):
    case, person = a_case(cast.worker)
    ahead = timezone.localtime() + timedelta(days=2)
    keep_contact(case.folder, person, channel="phone", value=PHONE, safe=True, days=str(ahead.isoweekday()))
    _status, told = page_of(enter(cast.worker.user), f"/cases/{case.pk}/plan/")
    assert "Ring all the same" in told and told.index('<details class="call-later') < told.index("tel:+37120001907")


def test_the_most_dangerous_deadline_stands_in_the_bar_with_its_hour(cast, enter):
    case, person = a_case(cast.worker)
    PlanRows(cast, case, person)
    _status, told = page_of(enter(cast.worker.user), f"/cases/{case.pk}/family/")
    bar = told[told.index('class="idbar"') : told.index('class="tabs')]
    assert "Application to the court" in bar and "Task" not in bar and " at " in bar
