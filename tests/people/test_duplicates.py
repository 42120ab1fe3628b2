"""Written down twice: who is shown as perhaps one person, why, and to whom."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from tests.cast import a_case

from tilts.access.reach import NotAllowed, Refused
from tilts.access.walls import raise_wall
from tilts.cases.actions import add_party, restrict
from tilts.kit.periods import Period
from tilts.people.actions import (
    add_code,
    add_relation,
    find_similar,
    keep_contact,
    link_same,
    merge,
    record_person,
    undo_merging,
    with_year,
)
from tilts.people.duplicates import count_unseen, find_duplicates
from tilts.people.models import Merging, Person, SamePerson
from tilts.reports.counting import figure
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db
FRAME = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "PRAGMA")
"""What frames a transaction is no query."""
BORN = date(1987, 5, 6)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def twins(cast):
    """Two cases of two workers with one human being in both."""
    one = a_case(cast.worker, "Anna", "Kalniņa")
    other = a_case(cast.second_worker, "Anna", "Kalnina")
    for _case, person in (one, other):
        Person.every_row.filter(pk=person.pk).update(birth_date=BORN)
        person.refresh_from_db()
    return one, other


def told(reach):
    return [(sorted([pair.one.pk, pair.other.pk]), pair.reasons) for pair in find_duplicates(reach)]


def test_who_is_searched_by_name_and_birth_date_is_found_within_reach_alone(cast, twins):
    (_case, mine), _other = twins
    _their_case, theirs = a_case(cast.stranger, "Anna", "Kalniņa")
    Person.every_row.filter(pk=theirs.pk).update(birth_date=BORN)
    found = [like.person for like in find_similar(cast.worker, name="Anna Kalnina", birth_date=BORN)]
    assert mine in found and theirs not in found


def test_a_pair_is_told_with_every_reason_the_surest_first(cast, twins):
    (case, one), (second, other) = twins
    add_code(cast.worker, case.folder, person=one, kind="foreign", value="UA 77")
    add_code(cast.second_worker, second.folder, person=other, kind="foreign", value="ua-77".replace("-", ""))
    keep_contact(case.folder, one, channel="phone", value="+371 2000 1111", safe=True)
    keep_contact(second.folder, other, channel="phone", value="20001111", safe=None)
    both = sorted([one.pk, other.pk])
    reasons = ["same personal code", "same name and birth date", "same number or e-mail"]
    assert told(cast.supervisor) == [(both, reasons)]


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({"given_name": "Anna", "family_name": "Kalniņša", "birth_date": BORN}, ["similar name and birth date"]),
        (
            {"given_name": "Anna", "family_name": "Kalniņa", "birth_date": date(1987, 1, 1), "birth_precision": "year"},
            ["same name and birth year"],
        ),
        ({"given_name": "Anna", "family_name": "Kalniņa"}, ["same name"]),
        ({"given_name": "Anna", "family_name": "Kalniņa", "birth_date": date(1987, 5, 7)}, None),
        ({"given_name": "Zigrīda", "family_name": "Ozola", "birth_date": BORN}, None),
        ({"given_name": "Anna", "family_name": "Kalniņa", "anonymous": True}, None),
    ],
)
def test_names_and_births_that_may_be_one(cast, facts, reasons):
    case, _person = a_case(cast.worker, "Cits", "Cilvēks")
    record_person(cast.worker, case.folder, given_name="Anna", family_name="Kalniņa", birth_date=BORN)
    record_person(cast.worker, case.folder, **facts)
    assert [why for _pair, why in told(cast.supervisor)] == ([reasons] if reasons else [])


@pytest.mark.parametrize("kept_out", ["a wall", "a restricted case"])
def test_who_knows_only_a_part_hears_of_nothing_and_merges_nothing(cast, twins, enter, kept_out):
    (case, one), (second, other) = twins
    add_party(cast.worker, case, person=one, role="other")
    if kept_out == "a wall":
        raise_wall(cast.data_protection, second.folder, reason="kin", user=cast.supervisor.user)
        third, _client = a_case(cast.second_worker, "Cits", "Cilvēks")
        add_party(cast.second_worker, third, person=other)
    else:
        restrict(cast.second_worker, second, reason="a witness")
    assert told(cast.supervisor) == []
    with pytest.raises(NotAllowed):
        merge(cast.supervisor, one, merged=other)
    browser = enter(cast.supervisor.user)
    browser.post("/purpose/", {"purpose": "supervision"})
    assert browser.get(f"/people/duplicates/{one.pk}/{other.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["worker", "psychologist", "stranger", "administrator", "officer"])
def test_only_oversight_merges(cast, twins, who):
    (_case, one), (_second, other) = twins
    with pytest.raises(NotAllowed):
        merge(getattr(cast, who), one, merged=other)
    assert not Merging.every_row.exists()


def test_data_protection_learns_only_how_many_codes_stand_twice(cast, twins, enter):
    (case, one), (second, other) = twins
    add_code(cast.worker, case.folder, person=one, kind="other", value="ZK-77/41")
    add_code(cast.second_worker, second.folder, person=other, kind="other", value="ZK-77/41")
    assert count_unseen(cast.data_protection) == 1 and told(cast.data_protection) == []
    page = enter(cast.data_protection.user).get("/people/duplicates/").content.decode()
    assert "1 personal code of your organisation" in page and "Kalni" not in page and "ZK-77/41" not in page


def test_two_are_merged_and_made_two_again_in_the_browser(cast, twins, enter):
    (case, one), (second, other) = twins
    browser = enter(cast.supervisor.user)
    browser.post("/purpose/", {"purpose": "supervision"})
    assert "same name and birth date" in browser.get("/people/duplicates/").content.decode()
    path = f"/people/duplicates/{one.pk}/{other.pk}/"
    assert case.code in browser.get(path).content.decode()
    assert browser.post(path, {"x": "1"}).status_code == 422
    assert browser.post(path, {"kept": str(other.pk)}).status_code == 302
    assert cast.worker(Person).get() == other, "the worker of the first case finds the person that was kept"
    listed = browser.get("/people/duplicates/").content.decode()
    made = Merging.every_row.get()
    assert "also written as" in listed and f"/people/merged/{made.pk}/undo/" in listed
    assert browser.get(f"/people/merged/{made.pk}/undo/").status_code == 200
    assert browser.post(f"/people/merged/{made.pk}/undo/").status_code == 302
    assert cast.worker(Person).get() == one and cast.second_worker(Person).get() == other
    assert browser.post(f"/people/merged/{made.pk}/undo/").status_code == 404


def refused(cast, one, other, sentence):
    with pytest.raises(Refused, match=sentence):
        merge(cast.supervisor, one, merged=other)
    assert not Merging.every_row.exists()


def test_mother_and_daughter_are_not_merged(cast):
    case, mother = a_case(cast.worker, "Anna", "Kalniņa")
    child = record_person(cast.worker, case.folder, given_name="Anna", family_name="Kalniņa")
    add_relation(cast.worker, case.folder, person=mother, other=child, kind="parent")
    refused(cast, mother, child, "parent")
    refused(cast, child, mother, "parent")
    refused(cast, child, child, "two persons")


def test_who_stand_against_each_other_in_a_case_are_not_merged(cast):
    case, client = a_case(cast.worker, "Anna", "Kalniņa")
    accused = record_person(cast.worker, case.folder, given_name="Anna", family_name="Kalniņa")
    add_party(cast.worker, case, person=accused, role="alleged")
    refused(cast, client, accused, "opposite sides")
    refused(cast, accused, client, "opposite sides")


def test_whose_data_are_only_kept_are_not_merged(cast, twins):
    (_case, one), (_second, other) = twins
    Person.every_row.filter(pk=one.pk).update(restricted_at=timezone.now())
    refused(cast, one, other, "kept and not used")


def test_figures_count_the_kept_person_once_and_two_again_after_undo(cast, twins):
    (case, one), (second, other) = twins
    today = timezone.localdate()
    facts = {"day": today, "minutes": 45, "specialism": "psychologist", "mode": "in_person"}
    write_session(cast.worker, case, people=[one], **facts)
    write_session(cast.second_worker, second, people=[other], **facts)

    def served():
        counting = cast.worker.counting(cast.office)
        return figure("services.persons_served", reach=counting, period=Period.of(today, today)).value

    assert served() == 2
    made = merge(cast.supervisor, one, merged=other)
    assert served() == 1
    undo_merging(cast.supervisor, one, merging=made)
    assert served() == 2


def test_figures_count_one_who_took_part_twice_in_the_same_consultation_once(cast):
    case, one = a_case(cast.worker, "Anna", "Kalniņa")
    other = record_person(cast.worker, case.folder, given_name="Anna", family_name="Kalnina")
    today = timezone.localdate()
    facts = {"day": today, "minutes": 45, "specialism": "psychologist", "mode": "in_person"}
    write_session(cast.worker, case, people=[one, other], **facts)
    merge(cast.supervisor, one, merged=other)
    counting = cast.worker.counting(cast.office)
    assert figure("services.persons_served", reach=counting, period=Period.of(today, today)).value == 1


def test_rows_of_two_organisations_are_linked_and_not_merged(cast):
    _case, one = a_case(cast.worker)
    _theirs, other = a_case(cast.stranger, "Anna", "Ozolkalne")
    with pytest.raises(NotAllowed):
        link_same(cast.worker, one, other=other, basis="law")
    row = link_same(cast.data_protection, one, other=other, basis="law: duty to report")
    assert link_same(cast.data_protection, other, other=one, basis="law") == row
    assert cast.data_protection(SamePerson).get() == row
    assert not cast.worker(SamePerson).exists() and not cast.stranger(SamePerson).exists()
    with pytest.raises(Refused, match="Merge them"):
        link_same(cast.data_protection, one, other=record_person(cast.worker, _case.folder, given_name="X"), basis="l")
    with pytest.raises(Refused, match="basis"):
        link_same(cast.data_protection, one, other=other, basis=" ")


@pytest.mark.parametrize(
    ("typed", "name", "year"),
    [
        ("Anna Kalnina 1987", "Anna Kalnina", 1987),
        ("1987 Kalnina Anna", "Kalnina Anna", 1987),
        ("Anna", "Anna", None),
        ("1987", "1987", None),
        ("Anna 1987 1990", "Anna 1987 1990", None),
        ("Anna 3987", "Anna 3987", None),
    ],
)
def test_a_birth_year_is_read_out_of_what_was_typed(typed, name, year):
    assert with_year(typed) == (name, year)


def test_the_search_box_takes_name_and_birth_year(cast, enter):
    case, _person = a_case(cast.worker, "Cits", "Cilvēks")
    for year in (1950, 1987, 1990):
        record_person(cast.worker, case.folder, given_name="Anna", family_name="Kalniņa", birth_date=date(year, 5, 6))
    found = find_similar(cast.worker, name="Anna Kalnina", birth_year=1987)
    assert found[0].person.birth_date.year == 1987 and "same birth year" in found[0].reasons
    page = enter(cast.worker.user).post("/search/", {"q": "Anna Kalnina 1987"}).content.decode()
    assert page.index("1987") < page.index("1950")


def test_the_list_costs_the_same_for_ten_and_for_a_thousand(cast, enter):
    case, _person = a_case(cast.worker, "Cits", "Cilvēks")
    browser = enter(cast.supervisor.user, purpose="supervision")
    browser.get("/people/duplicates/")
    counts, number = [], 0
    for many in (5, 100):
        for _one in range(many):
            number += 1
            for _twice in range(2):
                record_person(
                    cast.worker,
                    case.folder,
                    given_name=f"Vārds{number}",
                    family_name=f"Uzvārds{number}x",
                    birth_date=BORN + timedelta(days=400 * number % 20_000),
                )
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/people/duplicates/").status_code == 200
        counts.append(sum("set_config" not in one["sql"] and not one["sql"].startswith(FRAME) for one in asked))
    assert counts[0] == counts[1] <= 25, counts
