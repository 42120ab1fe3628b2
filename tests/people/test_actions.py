"""Persons: found before they are written again, seen only through a folder that opens their names."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import translation
from tests.cast import a_case

from tilts.access.models import AuditEntry
from tilts.access.reach import NotAllowed, Zones
from tilts.cases.actions import add_party
from tilts.people.actions import find_similar, join_household, keep_contact, record_person
from tilts.people.models import ContactWay, Household, HouseholdMember, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("Ilze Bērziņtesta", "same name"),
        ("ilze berzintesta", "same name"),
        ("BĒRZIŅTESTA ILZE", "same name"),
        ("Ilze Berziņtest", "similar name"),
    ],
)
def test_a_person_is_found_however_the_name_is_typed(cast, asked, reason):
    _case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    found = find_similar(cast.worker, name=asked)
    assert [(like.person, like.reasons) for like in found] == [(person, [reason])]


@pytest.mark.parametrize("asked", ["", " ", "I", "%", "Zzz Yyy", "-- ;"])
def test_what_names_nobody_finds_nobody(cast, asked):
    a_case(cast.worker, "Ilze", "Bērziņtesta")
    assert find_similar(cast.worker, name=asked) == []


def test_the_same_birth_date_puts_a_namesake_on_top(cast):
    a_case(cast.worker, "Ilze", "Bērziņtesta")
    case, _other = a_case(cast.worker, "Anna", "Cita")
    born = date(1990, 5, 17)
    twin = record_person(cast.worker, case.folder, given_name="Ilze", family_name="Bērziņtesta", birth_date=born)
    found = find_similar(cast.worker, name="Ilze Bērziņtesta", birth_date=born)
    assert found[0].person == twin and found[0].reasons == ["same name", "same birth date"] and len(found) == 2


@pytest.mark.parametrize("who", ["second_worker", "stranger", "psychologist", "administrator", "officer"])
def test_nobody_finds_persons_of_files_that_are_closed_to_them(cast, who):
    a_case(cast.worker, "Ilze", "Bērziņtesta")
    assert find_similar(getattr(cast, who), name="Ilze Bērziņtesta") == []


def test_a_way_to_reach_somebody_needs_the_contact_zone(cast):
    case, person = a_case(cast.worker)
    keep_contact(case.folder, person, channel="phone", value="1", safe=None)
    assert cast.worker(ContactWay).count() == 1
    assert cast.second_worker(ContactWay).count() == cast.stranger(ContactWay).count() == 0


def test_a_household_is_known_through_its_people(cast):
    case, person = a_case(cast.worker)
    child = record_person(cast.worker, case.folder, given_name="Elza")
    join_household(cast.worker, case.folder, person=child, of=person)
    for reach, households in ((cast.worker, 1), (cast.second_worker, 0), (cast.stranger, 0)):
        assert reach(Household).count() == households
        assert reach(HouseholdMember).count() == 2 * households


def test_a_reference_is_one_persons_only_but_may_be_empty(cast):
    _case, person = a_case(cast.worker)
    Person.objects.create(organisation=cast.office, reference="P-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(organisation=cast.office, reference="P-1")
    Person.objects.create(organisation=cast.stranger_office, reference="P-1")
    assert person.reference == ""


def test_people_are_added_to_a_case_by_those_who_write_its_names(cast):
    case, person = a_case(cast.worker)
    for reach in (cast.second_worker, cast.stranger, cast.supervisor, cast.administrator):
        with pytest.raises(NotAllowed):
            add_party(reach, case, person=person, role="child")


def test_the_trace_of_writing_a_person_down_has_no_name_in_it(cast):
    a_case(cast.worker, "Ilze", "Bērziņtesta")
    entry = AuditEntry.objects.get(kind="person.recorded")
    assert entry.fields == ["family_name", "given_name"]
    assert "Ilze" not in str(list(AuditEntry.objects.values_list()))


@pytest.mark.parametrize(("zones", "shown"), [(Zones(), "I… B…"), (Zones(name=1), "Ilze Bērziņtesta")])
def test_a_name_is_shown_as_far_as_the_zones_go(cast, zones, shown):
    _case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    template = Template("{% load people %}{% person_name person zones %}")
    assert template.render(Context({"person": person, "zones": zones})) == shown


def test_a_person_never_prints_a_name_by_accident(cast):
    _case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    assert "Ilze" not in f"{person} {person!r}"
