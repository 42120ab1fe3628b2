"""Closing a case narrows what its team goes on seeing: nobody keeps an address for the day on which it is of use."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import a_case

from tilts.access.models import Grant
from tilts.cases.actions import close_case, hand_over, join_team, reopen_case
from tilts.cases.actions.aftercare import AFTERCARE
from tilts.cases.actions.following import agree_follow_ups
from tilts.cases.models import Case, Party
from tilts.people.actions import add_address, add_code, add_contact, place_person
from tilts.people.models import Address, ContactWay, PersonCode

pytestmark = pytest.mark.django_db
WAYS = (Address, ContactWay, PersonCode)


@pytest.fixture
def case(cast):
    """A case of two colleagues with an address, a number and a code."""
    found, person = a_case(cast.worker, opened_on=timezone.localdate() - timedelta(days=400))
    join_team(cast.worker, found, user=cast.psychologist.user, profession="psychologist")
    add_address(cast.worker, found.folder, person=person, kind="home", text="Izdomu iela 1")
    add_contact(cast.worker, found.folder, person=person, channel="phone", value="+371 20000001", safe=True)
    add_code(cast.worker, found.folder, person=person, kind="other", value="Z-1")
    return cast.worker(Case).get(pk=found.pk)


def closed(cast: Any, case: Case, *, days_ago: int = 0, **more: Any) -> Case:
    """The case was closed so many days ago."""
    day = timezone.localdate() - timedelta(days=days_ago)
    close_case(cast.worker, case, closed_on=day, seen_version=case.version, outcome="goal", despite="x", **more)
    return cast.worker(Case).get(pk=case.pk)


def seen(reach: Any) -> list[int]:
    return [reach(model).count() for model in WAYS]


def test_until_aftercare_is_over_the_team_reads_and_then_it_sees_no_way_to_her(cast, enter, case):
    held = closed(cast, case)
    assert seen(cast.worker) == [1, 1, 1] and seen(cast.psychologist) == [0, 1, 0]
    zones = cast.worker.zones(case.folder_id)
    assert (zones.name, zones.contact, zones.address, zones.codes, zones.risk, zones.admin) == (1, 1, 1, 1, 1, 2)
    after = held.closed_on + AFTERCARE + timedelta(days=1)
    ends = set(Grant.objects.filter(folder=case.folder_id, zone_contact=1, zone_name=0).values_list("ends", flat=True))
    assert {timezone.localdate(one) for one in ends} == {after}
    assert enter(cast.worker.user).get(f"/cases/{case.pk}/access/").status_code == 200


def test_of_a_case_that_was_closed_long_ago_nobody_sees_where_she_is(cast, enter, case):
    held = closed(cast, case, days_ago=AFTERCARE.days + 1)
    assert seen(cast.worker) == seen(cast.psychologist) == [0, 0, 0]
    browser = enter(cast.worker.user)
    for address in (f"/cases/{case.pk}/", f"/cases/{case.pk}/people/{cast.worker(Party).get(case=held).person_id}/"):
        text = browser.get(address).content.decode()
        assert "Izdomu iela" not in text and "20000001" not in text and "Z-1" not in text
    assert "Ozolkalne" in text, "the team still reads whose case it was"


def test_while_one_asks_how_it_goes_the_way_stays_open(cast, case):
    held = closed(cast, case, days_ago=AFTERCARE.days + 1, follow_up=True, safe_way="zvanīt rītos")
    assert seen(cast.worker) == [1, 1, 1]
    agree_follow_ups(cast.worker, held, closed_on=held.closed_on, agreed=False)
    assert seen(cast.worker) == [0, 0, 0]


def test_opened_again_the_team_has_what_it_had_and_handed_over_it_stays_narrow(cast, case):
    held = closed(cast, case, days_ago=AFTERCARE.days + 1)
    hand_over(cast.worker, held, to=cast.second_worker.user)
    held = cast.second_worker(Case).get(pk=case.pk)
    assert seen(cast.second_worker) == [0, 0, 0]
    reopen_case(cast.second_worker, held, reason="Atgriezās", seen_version=held.version)
    assert seen(cast.second_worker) == [1, 1, 1] and seen(cast.psychologist) == [0, 1, 0]
    assert cast.second_worker.zones(case.folder_id).address == 2 and seen(cast.worker) == [0, 0, 0]


def test_who_led_a_closed_case_takes_her_into_a_new_one_without_what_is_shut(cast, case):
    held = closed(cast, case, days_ago=AFTERCARE.days + 1)
    person = cast.worker(Party).get(case=held).person
    new = a_case(cast.worker, "Cita", "Neviena")[0]
    place_person(cast.worker, new.folder, person)
    assert seen(cast.worker) == [0, 0, 0]
