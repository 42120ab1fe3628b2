"""A row about a woman is lent from one file of hers to another by a decision, and nothing else goes along."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone, translation
from tests.attacks.test_persons import OF_FILE, SECRETS, Woman, a_woman, rows_of
from tests.cast import BY_LAW, a_case

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.models import Grant, GrantKind
from tilts.access.reach import LENT, NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.views.lending import LENDABLE
from tilts.people.actions import (
    add_address,
    end_lending,
    lend_row,
    merge,
    place_person,
    undo_merging,
    withdraw_address,
)
from tilts.people.files import said_in
from tilts.people.models import Address, ContactWay, FolderPerson, HouseholdMember, Lending, Person, Relation
from tilts.rights.erasing import empty
from tilts.rights.gathering import as_office, subject_of

pytestmark = pytest.mark.django_db
BASIS = "Qzvpamats: she agreed to it herself."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def a_lender(cast: Any, how: str = "apart") -> Woman:
    """A woman in two files; who leads the shut one reads the other one too."""
    woman = a_woman(cast, how)
    woman.say(cast.worker, woman.shut)
    let_in(JOB, woman.opened.folder, GrantKind.ASSIGNED, **BY_LAW, to_user=cast.worker.user)
    with transaction.atomic(), acting(JOB):
        for link in unscoped(Person, reason="tests").in_folder(woman.shut.folder).exclude(pk=woman.person.pk):
            place_person(JOB, woman.opened.folder, link)
    return woman


def row_of(woman: Woman, model: Any) -> Any:
    rows = unscoped(model, reason="tests").filter(folder=woman.shut.folder_id, person=woman.person)
    return rows.select_related("person").get()


def lend(woman: Woman, model: Any = Address, **more: Any) -> Lending:
    told = {"row": row_of(woman, model), "to": woman.opened.folder, "reason": BASIS, **more}
    return lend_row(woman.cast.worker, woman.shut.folder, **told)


def read(reach: Any, model: Any) -> set[Any]:
    """What this actor reads, of which reach and the policies of the database say the same."""
    with transaction.atomic(), acting(reach):
        found = set(reach(model).order_by().values_list("pk", flat=True))
    assert rows_of(reach, model) == found, "the policy lets through what reach does not"
    return found


def test_every_table_of_rows_in_a_file_can_be_lent_and_no_other():
    assert set(OF_FILE) == set(LENDABLE.values()) == {*LENT} - {Lending}


@pytest.mark.parametrize("model", OF_FILE, ids=lambda one: one.__name__)
@pytest.mark.parametrize("how", ["apart", "restricted"])
def test_what_is_lent_is_read_in_the_other_file_and_nothing_beside_it(cast, how, model):
    woman = a_lender(cast, how)
    assert not any(read(woman.reader, one) for one in OF_FILE)
    lending = lend(woman, model)
    assert read(woman.reader, model) == {lending.row}
    assert not any(read(woman.reader, one) for one in OF_FILE if one is not model)
    assert read(woman.reader, Lending) == {lending.pk} and not read(cast.lawyer, Lending)
    assert not read(cast.lawyer, model) and not read(cast.stranger, model)
    end_lending(cast.worker, lending, seen_version=1, why="x")
    assert not read(woman.reader, model) and not read(woman.reader, Lending)


@pytest.mark.parametrize("where", ["shut", "opened"])
def test_no_wall_is_passed_by_a_lending(cast, where):
    woman = a_lender(cast)
    lend(woman)
    raise_wall(cast.supervisor, getattr(woman, where).folder, reason="kin", user=woman.reader.user)
    assert not read(woman.reader, Address) and not read(woman.reader, Lending)


def test_a_row_that_was_taken_back_is_lent_no_more(cast):
    woman = a_lender(cast)
    lend(woman)
    withdraw_address(cast.worker, woman.shut.folder, address=row_of(woman, Address), seen_version=1, why="x")
    assert not read(woman.reader, Address) and not woman.reader(Address, taken_out=True).exists()


def test_who_sees_the_other_file_no_more_sees_no_more_what_was_lent_to_it(cast):
    """Closing a file, handing it over and restricting it end or narrow grants: what is lent to it goes along."""
    woman = a_lender(cast)
    lend(woman)
    grants = Grant.objects.filter(folder=woman.opened.folder_id, to_user=woman.reader.user)
    grants.update(zone_address=0)
    assert not read(woman.reader, Address)
    grants.update(zone_address=1)
    assert read(woman.reader, Address)
    grants.update(ends=timezone.now())
    assert not read(woman.reader, Address)


def test_another_organisation_in_the_other_file_does_not_read_what_is_lent_to_it(cast):
    """A referral, a table or the glass opens a file to other organisations: nobody lent them anything."""
    woman = a_lender(cast)
    add_address(woman.reader, woman.opened.folder, person=woman.person, kind="home", text="Cita iela 1")
    lend(woman)
    zones = {"name": 1, "address": 1, "admin": 1}
    let_in(JOB, woman.opened.folder, GrantKind.REFERRED, **BY_LAW, to_user=cast.stranger.user, zones=zones,
           at=cast.stranger_office)  # fmt: skip
    assert {row.text for row in cast.stranger(Address)} == {"Cita iela 1"}
    assert len(read(cast.stranger, Address)) == 1 and not read(cast.stranger, Lending)


@pytest.mark.parametrize("how", ["apart", "restricted"])
def test_the_other_file_says_on_which_basis_and_not_from_where(cast, enter, how):
    woman = a_lender(cast, how)
    lending = lend(woman)
    there, shut = f"/cases/{woman.opened.pk}/people/{woman.person.pk}/", woman.shut
    browser = enter(woman.reader.user)
    text = browser.get(there).content.decode()
    assert SECRETS[0] in text and "Lent to this file" in text and BASIS in text
    assert shut.code not in text and str(shut.pk) not in text and not [w for w in SECRETS[1:4] if w in text]
    back = f"{there}address/{lending.row}/"
    assert back not in text and browser.post(back, {"version": "1", "why": "x"}).status_code == 404
    assert browser.get(f"{back}lend/").status_code == 404
    assert browser.get(f"/cases/{woman.opened.pk}/lent/{lending.pk}/end/").status_code == 404


def test_what_leaves_the_other_file_does_not_take_along_what_is_lent(cast, enter):
    woman = a_lender(cast)
    lend(woman, ContactWay)
    assert read(woman.reader, ContactWay) and not said_in(woman.reader, ContactWay, woman.opened.folder_id).exists()
    form = {"purpose": "police", "parts": ["sharing.ways"]}
    page = enter(woman.reader.user).post(f"/cases/{woman.opened.pk}/summary/", form).content.decode()
    bar, text = re.split("</section>", page, maxsplit=1)
    assert 'class="idbar"' in bar and not [word for word in SECRETS if word in text]


def test_lent_and_taken_back_on_the_pages_of_the_file(cast, enter):
    woman = a_lender(cast)
    row, browser = row_of(woman, Address), enter(cast.worker.user)
    there = f"/cases/{woman.shut.pk}/people/{woman.person.pk}/"
    assert f"{there}address/{row.pk}/lend/" in browser.get(there).content.decode()
    form = {"to": str(woman.opened.pk), "reason": "short"}
    answer = browser.post(f"{there}address/{row.pk}/lend/", form)
    assert answer.status_code == 422 and "in a sentence" in answer.content.decode()
    answer = browser.post(f"{there}address/{row.pk}/lend/", {**form, "reason": BASIS})
    assert (answer.status_code, answer.url) == (302, there)
    lending = cast.worker(Lending).get()
    text = browser.get(there).content.decode()
    assert f"Lent to {woman.opened.code}" in text and BASIS in text
    answer = browser.post(f"{there}address/{row.pk}/lend/", {**form, "reason": BASIS})
    assert answer.status_code == 422 and "lent to that file already" in answer.content.decode()
    ends = f"/cases/{woman.shut.pk}/lent/{lending.pk}/end/"
    assert ends in text
    answer = browser.post(ends, {"version": "1", "why": "nav"})
    assert (answer.status_code, answer.url) == (302, there)
    assert BASIS not in browser.get(there).content.decode() and not cast.worker(Lending).exists()


@pytest.mark.parametrize("who", ["reader", "both", "supervisor"])
def test_lends_only_who_arranges_the_file_and_writes_the_row(cast, who):
    woman = a_lender(cast)
    actor = cast.supervisor if who == "supervisor" else getattr(woman, who)
    with pytest.raises(NotAllowed):
        lend_row(actor, woman.shut.folder, row=row_of(woman, Address), to=woman.opened.folder, reason=BASIS)
    lending = lend(woman)
    if who != "supervisor":
        with pytest.raises(NotAllowed):
            end_lending(actor, lending, seen_version=1, why="x")
    assert not Lending._base_manager.exclude(pk=lending.pk).exists()


@pytest.mark.parametrize("where", ["unread", "of somebody else", "elsewhere", "closed", "itself"])
def test_it_is_lent_to_an_open_file_of_the_same_people_that_one_reads(cast, where):
    woman = a_lender(cast)
    to = woman.opened.folder
    if where == "unread":
        Grant.objects.filter(folder=to, to_user=cast.worker.user).delete()
    if where == "of somebody else":
        to = a_case(cast.worker, "Svešā", "Persona")[0].folder
    if where == "elsewhere":
        to = a_case(cast.stranger, "Svešā", "Persona")[0].folder
    if where == "closed":
        type(woman.opened).every_row.filter(pk=woman.opened.pk).update(closed_on=timezone.localdate())
    if where == "itself":
        to = woman.shut.folder
    with pytest.raises(Refused), transaction.atomic():
        lend(woman, to=to)
    assert not Lending._base_manager.exists()


def test_a_row_of_another_file_is_not_lent_from_here(cast):
    woman = a_lender(cast)
    with pytest.raises(NotAllowed):
        lend_row(cast.worker, woman.opened.folder, row=row_of(woman, Address), to=woman.shut.folder, reason=BASIS)


def test_a_relation_is_lent_where_both_stand(cast):
    woman = a_lender(cast)
    other = row_of(woman, Relation).other_id
    with transaction.atomic(), acting(JOB):
        FolderPerson.objects.filter(folder=woman.opened.folder, person=other).delete()
    with pytest.raises(Refused, match="same people"):
        lend(woman, Relation)


def test_persons_who_are_taken_apart_lend_each_other_nothing(cast):
    shut, one = a_case(cast.worker, "Marta", "Divlietiene")
    opened, other = a_case(cast.second_worker, "Marta", "Divlietiene")
    let_in(JOB, opened.folder, GrantKind.ASSIGNED, **BY_LAW, to_user=cast.worker.user)
    row = add_address(cast.worker, shut.folder, person=one, kind="home", text=SECRETS[0])
    made = merge(cast.supervisor, one, merged=other)
    lending = lend_row(cast.worker, shut.folder, row=row, to=opened.folder, reason=BASIS)
    assert read(cast.second_worker, Address) == {row.pk}
    undo_merging(cast.supervisor, one, merging=made)
    assert not read(cast.second_worker, Address)
    lending.refresh_from_db()
    assert lending.voided_at


def test_with_the_person_goes_why_a_row_was_lent(cast):
    woman = a_lender(cast)
    for model in (Address, HouseholdMember):
        lend(woman, model)
    with transaction.atomic(), as_office(cast.data_protection):
        empty(subject_of(woman.person))
    assert not Lending._base_manager.exists()


def test_the_database_writes_no_lent_row_for_who_only_reads_it(cast):
    """Past every verb: the policy lets such a row be read, not changed, and nobody lends from a file not theirs."""
    woman = a_lender(cast)
    lending = lend(woman)
    if connection.vendor != "postgresql":
        told = {"kind": "people.address", "row": lending.row, "zone": "address", "reason": "x"}
        of = {"organisation": cast.office, "person": woman.person, "folder": woman.shut.folder}
        with pytest.raises(IntegrityError), transaction.atomic():
            Lending.objects.create(**told, **of, to=woman.opened.folder)
        return
    for sql in ("UPDATE people_address SET kind = 'work'", "UPDATE people_lending SET zone = 'name'"):
        with pytest.raises(ProgrammingError, match="policy"), transaction.atomic(), acting(woman.reader):
            with connection.cursor() as cursor:
                cursor.execute(sql)


def test_whether_a_row_is_lent_is_looked_up_in_an_index(cast):
    woman = a_lender(cast)
    with transaction.atomic(), acting(woman.reader), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = woman.reader(Address).filter(person=woman.person).explain()
    assert "row_lent_once" in plan
