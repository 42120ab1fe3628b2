"""What one file says of a woman is not read through another file of hers.

She stands in two files of one organisation: one that is shut to a colleague, and one that the colleague works on. What
was written of her in the shut one is looked for through the open one: by every table with a key to a person, by every
page that shows her, by what leaves the open file, and by sentences that refuse.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.utils import timezone, translation
from tests.cast import BY_LAW, Cast, a_case, hire
from tests.people.test_merge_undo import THINGS, Two

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.models import GrantKind, Role
from tilts.access.reach import IN_FOLDER, NotAllowed, Reach, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import add_party, join_team, restrict
from tilts.cases.models import Case, Party
from tilts.people.actions import (
    add_address,
    add_code,
    add_contact,
    add_relation,
    join_household,
    keep_contact,
    leave_household,
    merge,
    place_person,
    record_person,
    set_standing,
    undo_merging,
    withdraw_address,
    withdraw_code,
    withdraw_contact,
    withdraw_relation,
)
from tilts.people.actions.repointing import keys_to_person
from tilts.people.duplicates import find_duplicates
from tilts.people.models import (
    Address,
    ContactWay,
    Danger,
    FolderPerson,
    Household,
    HouseholdMember,
    OfFile,
    Person,
    PersonCode,
    Relation,
    Standing,
)
from tilts.rights.copying import told_subject
from tilts.rights.gathering import as_office, held_rows, pieces, subject_of

pytestmark = pytest.mark.django_db
OF_FILE = sorted(OfFile.__subclasses__(), key=lambda one: one.__name__)
SECRETS = ("Qzvadrese", "+371 26660001", "Qzvkods", "Qzvpiesardziba", "Qzvmazais")
"""Words of the shut file: an address, a number, a code, what to mind, who lives with her."""
HIDDEN = "Not everything that is known is shown to you."
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@dataclass
class Woman:
    """One woman, the file that is shut to a colleague, the file the colleague works on, and who works on both."""

    cast: Cast
    shut: Case
    opened: Case
    person: Person
    reader: Reach
    both: Reach

    def say(self, by: Reach, case: Case, *, child: str = "Qzvmazais") -> None:
        """Write a row of every kind in a file."""
        here: dict[str, Any] = {"person": self.person}
        mine = case.pk == self.shut.pk
        words = SECRETS if mine else ("Cita iela 1", "+371 26660002", "Cits kods", "Cita piesardziba", "")
        add_address(by, case.folder, kind="shelter", text=words[0], **here)
        add_contact(by, case.folder, channel="phone", value=words[1], safe=True, caution=words[3], **here)
        add_code(by, case.folder, kind="other", value=words[2], **here)
        set_standing(by, case.folder, starts=date(2025, 1, 1), status="refugee" if mine else "citizen", **here)
        other = record_person(by, case.folder, given_name=child)
        add_party(by, case, person=other, role="child")
        join_household(by, case.folder, person=other, of=self.person)
        add_relation(by, case.folder, other=other, kind="parent", **here)


def a_woman(cast: Cast, how: str = "apart") -> Woman:
    """Marta in two files. `how` the first one is shut: to who is not in it, by its restriction, or by a wall."""
    shut, person = a_case(cast.worker, "Marta", "Divlietiene")
    opened = a_case(cast.second_worker, "Kāda", "Cita")[0]
    with transaction.atomic(), acting(JOB):
        place_person(JOB, opened.folder, person)
        Party.objects.create(organisation=opened.organisation, case=opened, person=person, role="client")
    both = cast.psychologist
    for case, lead in ((shut, cast.worker), (opened, cast.second_worker)):
        join_team(lead, case, user=both.user, profession="psychologist")
    if how == "restricted":
        restrict(cast.worker, shut, reason="known to staff")
    if how == "walled":
        let_in(JOB, shut.folder, GrantKind.ASSIGNED, **BY_LAW, to_user=cast.second_worker.user)
        raise_wall(cast.supervisor, shut.folder, reason="kin", user=cast.second_worker.user)
    return Woman(cast, shut, opened, person, cast.second_worker, both)


HOW = ("apart", "restricted", "walled")


def rows_of(reach: Reach, model: Any) -> set[Any]:
    """What this actor reads of a table, by reach and, of what lies in files, by the policies of the database alone."""
    found = set(reach(model).order_by().values_list("pk", flat=True))
    if connection.vendor == "postgresql" and model in (*OF_FILE, Danger):
        with transaction.atomic(), acting(reach), connection.cursor() as cursor:
            cursor.execute(f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}"')
            found |= {pk for (pk,) in cursor.fetchall()}
    return found


@pytest.mark.parametrize("how", HOW)
def test_every_row_of_a_file_is_read_through_that_file_alone(cast, how):
    woman = a_woman(cast, how)
    woman.say(cast.worker, woman.shut)
    woman.say(cast.second_worker, woman.opened, child="Otrais")
    for model in OF_FILE:
        in_file = {
            case.pk: set(unscoped(model, reason="tests").filter(folder=case.folder_id).values_list("pk", flat=True))
            for case in (woman.shut, woman.opened)
        }
        assert all(in_file.values()), model.__name__
        assert rows_of(cast.worker, model) == in_file[woman.shut.pk], model.__name__
        assert rows_of(woman.reader, model) == in_file[woman.opened.pk], model.__name__
        assert not rows_of(cast.stranger, model)
        if IN_FOLDER[model][1] in ("name", "contact"):
            assert rows_of(woman.both, model) == in_file[woman.shut.pk] | in_file[woman.opened.pk]


BY_OFFICE = {
    "people.PersonWall": "supervisors and data protection keep people out of everything about a person",
    "people.SamePerson": "two ids, for data protection and who may know both",
    "rights.LegalHold": "holds are the office's",
    "rights.PurgeItem": "erasures are the office's",
}
"""Tables with a key to a person that lie in no file: only oversight reads them."""
OF_THE_PERSON = {"people.Danger", "rights.RightsRequest", "rights.Correction"}
"""What the office holds of a person whatever the file: who knows the person, or may ring, knows that it is there."""


def test_through_her_other_file_no_table_with_a_key_to_a_person_shows_a_row_of_the_first(cast):
    """Everything that can hang on a person is attached in one file; what `Two` does not attach yet fails there."""
    two, reader = Two(cast), hire(cast.office, "Trešā Darbiniece", Role.CASE_WORKER)
    woman = two.people[0]
    for what in THINGS:
        two.attach(what, 0)
    restrict(cast.worker, two.cases[0], reason="known to staff")  # the office's own grant opens code and stage
    opened = a_case(reader, "Kāda", "Cita")[0]
    with transaction.atomic(), acting(JOB):
        place_person(JOB, opened.folder, woman)
        party = Party.objects.create(organisation=opened.organisation, case=opened, person=woman, role="client")
        link = FolderPerson.objects.get(folder=opened.folder, person=woman)
    allowed = {Party: {party.pk}, FolderPerson: {link.pk}}
    walked, leaks, unread = [], {}, []
    for key in keys_to_person():
        model: Any = key.model
        if model._meta.label in OF_THE_PERSON:
            continue
        about = set(model._base_manager.filter(**{key.name: woman}).values_list("pk", flat=True))
        if through := (rows_of(reader, model) & about) ^ allowed.get(model, set()):
            leaks[f"{model._meta.label}.{key.name}"] = through
        if model._meta.label not in BY_OFFICE and about - allowed.get(model, set()):
            walked.append(model)
            unread += [] if rows_of(two.reach, model) & about else [model._meta.label]
    assert leaks == {}
    assert unread == [], "who works on the file reads it"
    assert set(OF_FILE) <= set(walked) and len(walked) > len(OF_FILE) + 4


def test_every_kind_of_row_on_a_person_says_in_which_file_it_lies():
    """A record of `people` about one person is of a file, the person's own row, or listed here with its reason."""
    about = {key.model for key in keys_to_person() if key.model._meta.app_label == "people"}
    other = {model._meta.label for model in about if IN_FOLDER.get(model, ("",))[0] != "folder"}
    assert other == {"people.Danger", "people.PersonWall", "people.SamePerson"}
    assert {ContactWay, Address, PersonCode, Standing, HouseholdMember, Relation} == set(OF_FILE)
    for model in OF_FILE:
        field: Any = model._meta.get_field("folder")
        assert isinstance(field, models.ForeignKey) and not field.null


@pytest.mark.parametrize("how", HOW)
def test_no_page_of_the_open_file_shows_what_the_shut_one_says(cast, enter, how):
    woman = a_woman(cast, how)
    woman.say(cast.worker, woman.shut)
    there = f"/cases/{woman.opened.pk}/"
    pages = [there, f"{there}people/{woman.person.pk}/", f"{there}people/{woman.person.pk}/change/", f"{there}file/"]
    pages += [f"{there}people/{woman.person.pk}/{what}/add/" for what in ("contact", "address", "code", "household")]
    pages += [f"{there}access/", "/search/?q=Divlietiene", "/people/duplicates/", f"{there}summary/"]
    browser = enter(cast.second_worker.user)
    opened = 0
    for address in pages:
        answer = browser.get(address)
        text = answer.content.decode()
        opened += answer.status_code == 200
        assert not [word for word in (*SECRETS, "refugee") if word in text], address
    assert opened >= 8
    mine = enter(cast.worker.user).get(f"/cases/{woman.shut.pk}/people/{woman.person.pk}/").content.decode()
    assert all(word in mine for word in SECRETS)


TAKING_BACK = {
    ContactWay: ("contact", lambda r, f, row: withdraw_contact(r, f, way=row, seen_version=1, why="x")),
    Address: ("address", lambda r, f, row: withdraw_address(r, f, address=row, seen_version=1, why="x")),
    PersonCode: ("code", lambda r, f, row: withdraw_code(r, f, code=row, seen_version=1, why="x")),
    Relation: ("relation", lambda r, f, row: withdraw_relation(r, f, relation=row, seen_version=1, why="x")),
    HouseholdMember: ("household", lambda r, f, row: leave_household(r, f, spell=row, day=TODAY(), seen_version=1)),
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(("channel", "said"), [("phone", "A telephone is not safe"), ("sms", "not safe: text message")])
def test_a_dangerous_way_is_told_in_every_file_without_the_way(cast, enter, how, channel, said):
    """Whoever may ring her through any file is warned; who only knows her name is not, and nobody sees the number."""
    woman = a_woman(cast, how)
    way = add_contact(
        cast.worker,
        woman.shut.folder,
        person=woman.person,
        channel=channel,
        value=SECRETS[1],
        safe=False,
        caution="Qzv",
    )
    there = f"/cases/{woman.opened.pk}/"
    browser = enter(cast.second_worker.user)
    for address in (there, f"{there}people/{woman.person.pk}/"):
        text = browser.get(address).content.decode()
        assert said in text and HIDDEN in text and "26660001" not in text and "Qzv" not in text, address
    assert HIDDEN not in enter(cast.worker.user).get(f"/cases/{woman.shut.pk}/").content.decode(), "there it is shown"
    assert rows_of(cast.second_worker, Danger) == rows_of(cast.worker, Danger) == {way.pk}
    assert not rows_of(cast.stranger, Danger) and not rows_of(cast.lawyer, Danger)
    withdraw_contact(cast.worker, woman.shut.folder, way=way, seen_version=1, why="x")
    assert HIDDEN not in browser.get(there).content.decode() and not rows_of(cast.worker, Danger)


def test_a_number_that_another_file_calls_dangerous_is_not_rung(cast, enter):
    """The same number was told as safe in one file and as dangerous in another: nobody gets it to ring, or sends it."""
    woman = a_woman(cast)
    here = {"person": woman.person, "channel": "phone"}
    add_contact(cast.worker, woman.shut.folder, value="26660001", safe=False, **here)
    add_contact(cast.second_worker, woman.opened.folder, value="+371 2666 0001", safe=True, **here)
    browser = enter(cast.second_worker.user)
    there = f"/cases/{woman.opened.pk}/"
    shown = browser.get(there).content.decode()
    assert "No safe way to reach is known" in shown and "2666 0001" not in shown
    form = {"purpose": "police", "parts": ["sharing.ways"]}
    assert "2666" not in browser.post(f"{there}summary/", form).content.decode()


@pytest.mark.parametrize("change", ["update", "void", "delete", "merge"])
def test_dangers_follow_their_ways_however_these_are_written(cast, change):
    woman = a_woman(cast)
    way = keep_contact(woman.shut.folder, woman.person, channel="phone", value="1", safe=False)
    other = a_case(cast.worker, "Cita", "Neviena")[1]
    with transaction.atomic(), acting(JOB):
        rows = ContactWay._base_manager.filter(pk=way.pk)
        if change == "update":
            rows.update(safe=None)
        if change == "void":
            rows.update(voided_at=timezone.now())
        if change == "delete":
            way.delete()
        if change == "merge":
            rows.update(person=other)
        found = set(Danger.objects.values_list("person", flat=True))
    assert found == ({other.pk} if change == "merge" else set())


@pytest.mark.parametrize("model", TAKING_BACK, ids=lambda one: one.__name__)
def test_nothing_of_one_file_is_taken_back_through_another_one(cast, enter, model):
    """Not by who reads the other file only, nor by who may write in this one and reads both."""
    woman = a_woman(cast)
    woman.say(cast.worker, woman.shut)
    row = unscoped(model, reason="tests").filter(folder=woman.shut.folder_id, person=woman.person).first()
    what, verb = TAKING_BACK[model]
    let_in(JOB, woman.shut.folder, GrantKind.ASSIGNED, **BY_LAW, to_user=woman.reader.user)
    with pytest.raises(NotAllowed):
        verb(woman.reader, woman.opened.folder, row)
    there = f"/cases/{woman.opened.pk}/people/{woman.person.pk}/{what}/{row.pk}/"
    form = {"version": "1", "why": "nav", "day": TODAY().isoformat()}
    assert enter(woman.reader.user).post(there, form).status_code == 404
    row.refresh_from_db()
    assert row.version == 1 and row.voided_at is None


def test_no_sentence_tells_that_another_file_says_it_already(cast):
    """The same code, day, household and relation are written as if the shut file were not there."""
    woman = a_woman(cast)
    woman.say(cast.worker, woman.shut)
    child = unscoped(Person, reason="tests").get(pk=woman.cast.worker(Relation).get().other_id)
    with transaction.atomic(), acting(JOB):
        place_person(JOB, woman.opened.folder, child)
    here, reader = woman.opened.folder, woman.reader
    add_code(reader, here, person=woman.person, kind="other", value=SECRETS[2])
    set_standing(reader, here, person=woman.person, starts=date(2025, 1, 1), status="citizen")
    join_household(reader, here, person=child, of=woman.person)
    add_relation(reader, here, person=woman.person, other=child, kind="child")
    lodger = record_person(reader, here, given_name="Kaimiņš")
    add_relation(reader, here, person=woman.person, other=lodger, kind="sibling")
    assert cast.worker(Standing).get().status == "refugee"
    assert reader(Standing).get().status == "citizen"
    assert unscoped(Household, reason="tests").count() == 1, "a family that two files know of is counted once"


def test_what_leaves_a_file_is_what_that_file_says(cast, enter):
    """Who works on both files sends the summary of one: nothing of the other goes along."""
    woman = a_woman(cast)
    woman.say(cast.worker, woman.shut)
    let_in(JOB, woman.shut.folder, GrantKind.ASSIGNED, **BY_LAW, to_user=woman.reader.user)
    add_contact(woman.reader, woman.opened.folder, person=woman.person, channel="sms", value="+371 26660009", safe=True)
    form = {"purpose": "police", "parts": ["sharing.ways"]}
    text = enter(woman.reader.user).post(f"/cases/{woman.opened.pk}/summary/", form).context["text"]
    assert "26660009" in text and not [word for word in SECRETS if word in text]


def test_a_copy_of_his_data_holds_nothing_that_her_file_says_of_him(cast):
    """He stands in her file as the one accused, and has a file of his own: his copy is made of his own."""
    hers, _she = a_case(cast.worker, "Anna", "Kalniņa")
    his, he = a_case(cast.second_worker, "Vilnis", "Kalniņš")
    with transaction.atomic(), acting(JOB):
        add_party(JOB, hers, person=he, role="alleged")
    add_address(cast.worker, hers.folder, person=he, kind="home", text=SECRETS[0], confidential=False)
    add_address(cast.second_worker, his.folder, person=he, kind="home", text="Sava iela 3", confidential=False)
    with as_office(cast.data_protection):
        told = [piece.text for _room, piece in pieces(held_rows, told_subject(subject_of(he)))]
    assert "Sava iela 3" in told and SECRETS[0] not in told


def test_merging_and_undoing_let_every_row_stay_in_its_file(cast):
    """Two rows of one woman in two files become one person: whoever works on one file reads no more than before."""
    shut, one = a_case(cast.worker, "Marta", "Divlietiene")
    opened, other = a_case(cast.second_worker, "Marta", "Divlietiene")
    woman = Woman(cast, shut, opened, one, cast.second_worker, cast.psychologist)
    woman.say(cast.worker, shut)
    woman.person = other
    woman.say(cast.second_worker, opened, child="Otrais")
    before = {(who, model): rows_of(who, model) for who in (cast.worker, cast.second_worker) for model in OF_FILE}
    assert [pair.one.pk for pair in find_duplicates(cast.supervisor)]
    made = merge(cast.supervisor, one, merged=other)
    assert {key: rows_of(*key) for key in before} == before
    assert {row.person_id for row in cast.second_worker(Address)} == {one.pk}
    undo_merging(cast.supervisor, one, merging=made)
    assert {key: rows_of(*key) for key in before} == before
    assert {row.person_id for row in cast.second_worker(Address)} == {other.pk}
