"""Names that lie sealed are found in memory: who is found, who is not, and what a process knows of what was written."""

import random
import threading
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import BY_LAW, a_case, hire
from tests.people.crowd import mistyped, settle
from tests.people.crowd import names as made_up

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.models import Folder, FolderKind, GrantKind, Role
from tilts.access.walls import raise_wall
from tilts.kit.text import fold_name
from tilts.people import finding, names
from tilts.people.actions import change_person, find_similar, full_name, record_person
from tilts.people.likeness import LIKELY, likeness, orders
from tilts.people.models import FolderPerson, NameChanges, Person
from tilts.people.models.names import AT_ONCE, STEPS
from tilts.people.names import _Names, named_like

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["few", "many"])
def both_ways(request, monkeypatch):
    """Searching among few persons within reach, and among many; hits are asked for a few at a time."""
    monkeypatch.setattr(finding, "OPENED", 2)
    monkeypatch.setattr(finding, "CHUNK", 3)
    if request.param == "many":
        monkeypatch.setattr(finding, "FEW_PERSONS", 0)


@pytest.fixture
def reads(monkeypatch):
    """Each time names are read: how many."""
    counted = []
    read = names._read

    def counting(held, rows):
        counted.append(rows.count())
        read(held, rows)

    monkeypatch.setattr(names, "_read", counting)
    return counted


def found(organisation, name):
    return {hit.person for hit in named_like(organisation.pk, fold_name(name))}


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
    let_in(cast.stranger, case.folder, GrantKind.TAKEN_UP, **BY_LAW, to_user=cast.worker.user, at=cast.office)
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
    FolderPerson.objects.bulk_create(FolderPerson(folder=case.folder, person=one) for one in crowd)
    right = record_person(cast.worker, case.folder, **facts, birth_date=date(1991, 3, 4))
    assert find_similar(cast.worker, name="Anna Ozola", birth_date=date(1991, 3, 4))[0].person == right


def test_what_is_held_never_mixes_organisations(cast):
    _case, mine = a_case(cast.worker, "Ilze", "Bērziņtesta")
    _case, theirs = a_case(cast.stranger, "Ilze", "Bērziņtesta")
    assert found(cast.office, "Ilze Bērziņtesta") == {mine.pk}
    assert found(cast.stranger_office, "Ilze Bērziņtesta") == {theirs.pk}


def test_a_new_name_is_found_and_the_old_one_is_held_no_more(cast, reads):
    case, person = a_case(cast.worker, "Ilze", "Bērziņtesta-Ozoliņa")
    assert found(cast.office, "Bērziņtesta-Ozoliņa") == {person.pk}
    change_person(cast.worker, case.folder, person=person, seen_version=person.version, family_name="Zvirbule")
    assert found(cast.office, "Ilze Zvirbule") == {person.pk}
    assert not found(cast.office, "Bērziņtesta") and not found(cast.office, "ozolina")
    held = names._held[cast.office.pk]
    assert not any("berzintesta" in word or "ozolina" in word for word in (*held.called, *held.having))
    assert reads[-1] == 1, "only the one who was written is read again"


WRITING = {
    "save": lambda one: _saved(one, given_name="Zelma"),
    "save of columns": lambda one: _saved(one, columns=["given_name"], given_name="Zelma"),
    "save with the birth": lambda one: _saved(one, given_name="Zelma", birth_date=date(1991, 1, 1)),
    "update": lambda one: Person._base_manager.filter(pk=one.pk).update(given_name="", family_name=""),
    "bulk_create": lambda one: Person._base_manager.bulk_create(
        [Person(organisation=one.organisation, given_name="Zelma")]
    ),
    "void": lambda one: Person._base_manager.filter(pk=one.pk).update(birth_date=date(1991, 1, 1)),
}


def _saved(person, columns=None, **facts):
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=columns)


@pytest.mark.parametrize("way", WRITING)
def test_whichever_way_a_name_is_written_what_is_held_is_what_the_database_has(cast, way):
    """The names of a process that has read before are those of one that reads everything now."""
    case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    settle(cast.office, case.folder, 30)
    assert found(cast.office, "Ilze Bērziņtesta")
    WRITING[way](person)
    before = names._names_of(cast.office.pk)
    names._held.clear()
    anew = names._names_of(cast.office.pk)
    assert before is not anew
    assert (before.of, before.called, before.having) == (anew.of, anew.called, anew.having)


def test_what_was_rolled_back_is_forgotten_though_as_much_was_written_instead(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(RuntimeError), transaction.atomic():
        record_person(cast.worker, case.folder, given_name="Ilze", family_name="Bērziņtesta")
        assert found(cast.office, "Ilze Bērziņtesta")
        raise RuntimeError
    other = record_person(cast.worker, case.folder, given_name="Zelma", family_name="Zvirbule")
    assert not found(cast.office, "Ilze Bērziņtesta") and found(cast.office, "Zelma Zvirbule") == {other.pk}


@pytest.mark.parametrize(
    ("written", "read"), [(1, 1), (AT_ONCE, AT_ONCE), (AT_ONCE + 1, None), (STEPS - 1, STEPS - 1), (STEPS, None)]
)
def test_a_little_is_read_by_itself_and_much_is_read_with_all(cast, reads, written, read):
    case, _person = a_case(cast.worker)
    found(cast.office, "Anna")
    people = [Person(organisation=cast.office, given_name="Ilze", family_name=f"Berze{at}") for at in range(written)]
    if written <= AT_ONCE + 1:
        Person._base_manager.bulk_create(people)
    else:
        for one in people:
            one.save()
    assert {one.pk for one in people} <= found(cast.office, "Ilze")
    with acting(JOB):
        every = Person._base_manager.filter(organisation=cast.office).count()
    assert reads[-1] == (read or every)
    assert NameChanges.objects.get(pk=cast.office.pk).marks[-1] == names._held[cast.office.pk].mark


def test_without_writing_nothing_is_read_and_names_from_before_the_table_are_found(cast, reads):
    case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    NameChanges.objects.all().delete()
    names._held.clear()
    for _time in range(2):
        assert found(cast.office, "Ilze Bērziņtesta") == {person.pk}
    assert len(reads) == 1


def test_of_many_organisations_those_asked_lately_are_held(cast, monkeypatch):
    names._held.clear()
    offices = (cast.office, cast.stranger_office, cast.police)
    for one in offices:
        Person._base_manager.bulk_create(Person(organisation=one, given_name=f"Ilze{at}") for at in range(3))
        found(one, "Ilze")
    assert list(names._held) == [one.pk for one in offices]
    monkeypatch.setattr(names, "MOST_HELD", 6)
    found(cast.stranger_office, "Ilze")
    assert list(names._held) == [cast.police.pk, cast.stranger_office.pk]
    monkeypatch.setattr(names, "MOST_HELD", 0)
    found(cast.office, "Ilze")
    assert list(names._held) == [cast.office.pk]
    monkeypatch.setattr(names, "MOST_HELD", 100)
    monkeypatch.setattr(names, "UNASKED", 0)
    found(cast.police, "Ilze")
    assert list(names._held) == [cast.police.pk]


def test_an_erased_person_is_found_by_nobody_and_held_no_more(cast):
    _case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    assert found(cast.office, "Ilze Bērziņtesta")
    person.given_name = person.family_name = ""
    person.save()
    assert not found(cast.office, "Ilze Bērziņtesta")
    assert person.pk not in names._held[cast.office.pk].of


@pytest.mark.django_db(transaction=True)
def test_what_one_process_wrote_another_finds_and_what_was_not_committed_it_does_not(cast):
    """Each thread stands for a process: it holds names of its own and has a connection of its own."""
    case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")

    def elsewhere(name):
        told = []

        def look():
            mine, names._held = names._held, type(names._held)(there)
            try:
                told.append(found(cast.office, name))
                there.update(names._held)
            finally:
                names._held = mine
                connection.close()

        one = threading.Thread(target=look)
        one.start()
        one.join()
        return told[0]

    there = {}
    assert elsewhere("Ilze Bērziņtesta") == {person.pk}
    with transaction.atomic():
        change_person(cast.worker, case.folder, person=person, seen_version=person.version, family_name="Zvirbule")
        assert found(cast.office, "Ilze Zvirbule") == {person.pk}
        assert elsewhere("Ilze Bērziņtesta") == {person.pk} and not elsewhere("Zvirbule")
    assert elsewhere("Zvirbule") == {person.pk} and not elsewhere("Bērziņtesta")


LETTERS = st.text("aābeēklmnrsšzž-'", min_size=1, max_size=7)
NAMES = st.lists(
    st.lists(LETTERS, min_size=1, max_size=4).map(" ".join).map(fold_name).filter(bool), min_size=1, max_size=12
)


@settings(max_examples=200, deadline=None)
@given(everybody=NAMES, gone=st.sets(st.integers(0, 11)), asked=st.lists(LETTERS, min_size=1, max_size=4))
def test_what_is_held_says_what_comparing_with_every_name_says(everybody, gone, asked):
    """Also after some were dropped; the asked name is a stranger's, or somebody's with a letter more."""
    held = _Names()
    for at, name in enumerate(everybody):
        held.put(at, name, None)
    for at in gone:
        held.drop(at)
    left = {name for at, name in enumerate(everybody) if at not in gone}
    for wanted in {fold_name(" ".join(asked)), f"{everybody[0]}a", everybody[0][:-1]} - {""}:
        if any(len(word) > 1 for word in wanted.split()):
            every = {name: likeness(wanted, name) for name in left}
            assert dict(held.like(wanted)) == {name: score for name, score in every.items() if score >= LIKELY}
    assert set(held.called) == left and set(held.of) == set(range(len(everybody))) - gone
    assert {word for name in left for word in name.split()} == set(held.having)


def test_every_search_finds_what_opening_everybody_within_reach_finds(cast, both_ways):
    """Three askers, mistakes of every kind: the ten likeliest are as likely as the ten likeliest of all they reach."""
    case, _person = a_case(cast.worker)
    other, _person = a_case(cast.second_worker)
    foreign, _person = a_case(cast.stranger)
    settle(cast.office, case.folder, 120)
    settle(cast.office, other.folder, 120, seed=8)
    settle(cast.stranger_office, foreign.folder, 60, seed=9)
    let_in(cast.stranger, foreign.folder, GrantKind.TAKEN_UP, **BY_LAW, to_user=cast.worker.user, at=cast.office)
    dice = random.Random(3)
    asked = [f"{first} {last}" for first, last in made_up(25, seed=10)]
    for reach in (cast.worker, cast.second_worker, cast.supervisor):
        everybody = list(reach(Person))
        for name in [
            *asked,
            *(mistyped(dice, full_name(one)) for one in dice.sample(everybody, 25)),
            "Anna",
            "be",
            "Kal",
        ]:
            likely = find_similar(reach, name=name)
            scores = sorted((likeness(fold_name(name), names.folded_name(one)) for one in everybody), reverse=True)
            assert [like.score for like in likely] == [score for score in scores[:10] if score >= LIKELY], name
            assert {like.person for like in likely} <= set(everybody)


def test_a_name_is_compared_in_every_order():
    assert orders("anna marija ozola")[0] == "anna marija ozola" and len(orders("anna marija ozola")) == 6
    assert orders("a b c d") == ["a b c d", "b c d a", "c d a b", "d a b c"]
    assert likeness("ozola anna marija", "marija anna ozola") == 100


def test_who_reaches_few_of_many_namesakes_finds_theirs(cast, both_ways):
    """However many of one name are in the organisation: one's own is found, by whoever reaches it alone."""
    crowd, _person = a_case(cast.second_worker)
    people = Person._base_manager.bulk_create(
        Person(organisation=cast.office, given_name="Anna", family_name="Ozola") for _one in range(40)
    )
    FolderPerson.objects.bulk_create(FolderPerson(folder=crowd.folder, person=one) for one in people)
    colleague = hire(cast.office, "Maza Darbiniece", Role.CASE_WORKER)
    _case, mine = a_case(colleague, "Anna", "Ozola")
    assert [like.person for like in find_similar(colleague, name="Anna Ozola")] == [mine]


def test_a_single_common_word_opens_no_more_than_it_may(cast, monkeypatch):
    case, _person = a_case(cast.worker)
    settle(cast.office, case.folder, 700)
    opened = []
    compare = names.folded_name
    monkeypatch.setattr("tilts.people.finding.folded_name", lambda one: opened.append(one) or compare(one))
    assert len(find_similar(cast.worker, name="Anna")) == 10
    assert len(opened) <= finding.OPENED
