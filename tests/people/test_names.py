"""Names that lie sealed are found by keyed pieces: who is found, who is not, and what the pieces give away."""

from datetime import date

import pytest
from tests.cast import a_case
from tests.people.crowd import settle

from tilts.access.actions import let_in
from tilts.access.actor import JOB
from tilts.access.models import Folder, FolderKind, GrantKind
from tilts.access.walls import raise_wall
from tilts.kit.text import trigrams
from tilts.people import names
from tilts.people.actions import find_similar, record_person
from tilts.people.models import FolderPerson, NameKey, Person
from tilts.people.names import KEY_BITS, write_name_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["few", "many"])
def both_ways(request, monkeypatch):
    """Searching among few persons within reach, and among many."""
    if request.param == "many":
        monkeypatch.setattr(names, "FEW_PERSONS", 0)


def keys_of(person):
    return set(NameKey.objects.filter(person=person).values_list("key", flat=True))


def test_pieces_of_a_name_are_of_three_signs_and_know_where_a_word_begins_and_ends():
    assert trigrams("anna") == {" an", "ann", "nna", "na "}
    assert trigrams("anna-li") == trigrams("anna li") == {" an", "ann", "nna", "na ", " li", "li "}
    assert trigrams("") == frozenset()


@pytest.mark.parametrize(
    "asked",
    [
        "Ilze Bērziņtesta",
        "berzintesta",
        "Bērziņ",
        "ber",
        "Il Bērz",
        "ilze berzintseta",
        "ilze berintesta",
        "Berziņtesta Ilze",
        "Ize Bērziņtesta",
        "llze Bērziņtesta",
        "Ilze ērziņtesta",
    ],
)
def test_a_part_a_mistake_no_diacritics_and_the_family_name_first_are_all_found(cast, both_ways, asked):
    _case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    for number in range(12):
        a_case(cast.worker, "Anna", f"Citata{number}")
    assert find_similar(cast.worker, name=asked)[0].person == person


def test_only_persons_within_reach_are_found_however_many_are_nearer(cast, both_ways):
    case, mine = a_case(cast.worker, "Ilze", "Bērziņtests")
    foreign = Folder.objects.create(organisation=cast.office, kind=FolderKind.REGISTER)
    for number in range(30):
        record_person(JOB, foreign, given_name="Ilze", family_name=f"Bērziņtesta{number or ''}")
    assert [like.person for like in find_similar(cast.worker, name="Ilze Bērziņtesta")] == [mine]
    assert find_similar(cast.second_worker, name="Ilze Bērziņtesta") == []


def test_a_person_of_another_organisation_is_found_where_a_folder_opens_it(cast, both_ways):
    a_case(cast.worker, "Ilze", "Bērziņtesta")
    case, theirs = a_case(cast.stranger, "Ilze", "Bērziņtesta")
    assert len(find_similar(cast.worker, name="Ilze Bērziņtesta")) == 1
    let_in(cast.stranger, case.folder, GrantKind.TAKEN_UP, basis="test", to_user=cast.worker.user, at=cast.office)
    assert theirs in [like.person for like in find_similar(cast.worker, name="Ilze Bērziņtesta")]


def test_a_wall_hides_a_name_from_the_search(cast, both_ways):
    case, _person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    assert find_similar(cast.supervisor, name="Ilze Bērziņtesta")
    raise_wall(cast.data_protection, case.folder, reason="Radi.", user=cast.supervisor.user)
    assert find_similar(cast.supervisor, name="Ilze Bērziņtesta") == []


def test_at_an_equal_name_the_right_day_comes_first_and_then_the_right_year(cast, both_ways):
    case, _person = a_case(cast.worker)
    born = {"day": date(1990, 5, 17), "year": date(1990, 1, 2), "none": None, "other": date(1970, 5, 17)}
    people = {
        what: record_person(cast.worker, case.folder, given_name="Ilze", family_name="Bērziņtesta", birth_date=day)
        for what, day in born.items()
    }
    found = [like.person for like in find_similar(cast.worker, name="Ilze Bērziņtesta", birth_date=born["day"])]
    assert found[:2] == [people["day"], people["year"]] and set(found[2:]) == {people["none"], people["other"]}


def test_the_right_birth_date_is_found_among_hundreds_of_one_name(cast, both_ways):
    case, _person = a_case(cast.worker)
    facts = {"given_name": "Anna", "family_name": "Ozola"}
    others = (Person(organisation=cast.office, **facts, birth_date=date(1980, 1, 1)) for _one in range(250))
    crowd = Person.objects.bulk_create(others)
    write_name_keys(crowd, are_new=True)
    FolderPerson.objects.bulk_create(FolderPerson(folder=case.folder, person=one) for one in crowd)
    right = record_person(cast.worker, case.folder, **facts, birth_date=date(1991, 3, 4))
    assert find_similar(cast.worker, name="Anna Ozola", birth_date=date(1991, 3, 4))[0].person == right


def test_equal_names_in_two_organisations_have_no_piece_in_common(cast):
    _case, mine = a_case(cast.worker, "Ilze", "Bērziņtesta")
    _case, theirs = a_case(cast.stranger, "Ilze", "Bērziņtesta")
    _case, namesake = a_case(cast.worker, "Ilze", "Bērziņtesta")
    assert len(keys_of(mine)) == len(trigrams("ilze berzintesta"))
    assert keys_of(mine) == keys_of(namesake) and not keys_of(mine) & keys_of(theirs)
    assert all(0 <= key < 2**KEY_BITS for key in keys_of(mine))


def test_a_new_name_is_found_and_the_old_one_is_forgotten(cast):
    _case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    person.family_name = "Zvirbule"
    person.save()
    write_name_keys([person])
    assert [like.person for like in find_similar(cast.worker, name="Ilze Zvirbule")] == [person]
    assert keys_of(person) == set(names._keys_of(person))
    assert not find_similar(cast.worker, name="Bērziņtesta")


def test_pieces_go_with_their_person(cast):
    case, person = a_case(cast.worker)
    assert keys_of(person)
    Folder.objects.get(pk=case.pk).delete()
    Person._base_manager.filter(pk=person.pk).delete()
    assert not NameKey.objects.filter(person_id=person.pk).exists()


def test_a_single_common_word_opens_no_more_than_it_may(cast, both_ways, monkeypatch):
    case, _person = a_case(cast.worker)
    settle(cast.office, case.folder, 700)
    opened = []
    compare = names.folded_names
    monkeypatch.setattr("tilts.people.finding.folded_names", lambda one: opened.append(one) or compare(one))
    assert len(find_similar(cast.worker, name="Anna")) == 10
    assert len(opened) <= names.OPENED
