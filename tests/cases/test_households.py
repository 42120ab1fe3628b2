"""Who lives with whom: a household is one family in every figure."""

import pytest
from django.utils import timezone
from tests.cast import a_case

from tilts.access.reach import Refused, unscoped
from tilts.cases.models import Party
from tilts.kit.periods import Period
from tilts.people.actions import join_household, place_person, record_person
from tilts.people.models import Household, Person
from tilts.reports.counting import figure
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db


def child(**more):
    """A brother or sister, as the form sends them."""
    return {"family_name": "Ozolkalne-Testa", "role": "child", "person": "new", "lives_with_client": "on", **more}


def test_siblings_added_to_a_case_are_one_family_with_their_mother(cast, enter):
    case, mother = a_case(cast.worker)
    browser = enter(cast.worker.user)
    for name in ("Elza", "Roberts"):
        answer = browser.post(f"/cases/{case.pk}/people/add/", child(given_name=name))
        assert answer.status_code == 302, answer.content.decode()
    assert unscoped(Household, reason="tests").count() == 1
    today = timezone.localdate()
    facts = {"day": today, "minutes": 45, "specialism": "psychologist", "mode": "in_person"}
    everybody = unscoped(Person, reason="tests")
    for person in (one for one in everybody if one.family_name == "Ozolkalne-Testa"):
        write_session(cast.worker, case, people=[person], **facts)
    numbers = {
        key: figure(f"services.{key}", reach=cast.worker.counting(cast.office), period=Period.of(today, today)).value
        for key in ("consultations", "persons_served", "families_served")
    }
    assert numbers == {"consultations": 3, "persons_served": 3, "families_served": 1}


def test_somebody_who_lives_elsewhere_is_not_moved_silently(cast):
    case, mother = a_case(cast.worker)
    other, neighbour = a_case(cast.worker, given="Cita", family="Neviena")
    person = record_person(cast.worker, case.folder, given_name="Elza")
    join_household(cast.worker, case.folder, person=person, of=mother)
    for one in (person, neighbour):
        place_person(cast.worker, other.folder, one)
    with pytest.raises(Refused, match="."):
        join_household(cast.worker, other.folder, person=person, of=neighbour)


def test_a_refused_household_leaves_nothing_half_done(cast, enter):
    case, mother = a_case(cast.worker)
    _other, lodger = a_case(cast.worker, given="Cita", family="Neviena")
    child_there = record_person(cast.worker, _other.folder, given_name="Elza")
    join_household(cast.worker, _other.folder, person=child_there, of=lodger)
    sent = child(given_name="Cita", family_name="Neviena", person=str(lodger.pk))
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/people/add/", sent)
    assert answer.status_code == 422
    assert not unscoped(Party, reason="tests").filter(case=case, person=lodger).exists()
