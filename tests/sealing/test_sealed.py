"""Sealed fields: what the database may not be asked, and ciphertexts that were changed or moved."""

import json

import pytest
from django.db import connection
from django.db.models import Case as CaseWhen
from django.db.models import Count, Exists, F, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat, Length
from tests.cast import a_case, a_report

from tilts.access.actions import save_over
from tilts.access.models import Wall
from tilts.access.reach import unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import write_note
from tilts.cases.models import Note, Party
from tilts.kit.crypto import Unreadable
from tilts.people.models import ContactWay, FolderPerson, Person
from tilts.questionnaires.models import Answers
from tilts.risk.models import DoorstepReport
from tilts.sealing.fields import Sealed, SealedField, sealed_fields
from tilts.sealing.keys import change_ring, ring
from tilts.sealing.rotation import sealed_tables
from tilts.services.models import Session

pytestmark = pytest.mark.django_db
ASKED = {
    "filter": lambda rows: rows.filter(family_name="Ozola"),
    "filter for a part": lambda rows: rows.filter(family_name__icontains="oz"),
    "filter for nothing": lambda rows: rows.filter(family_name__isnull=True),
    "filter by emptiness": lambda rows: rows.filter(family_name=""),
    "exclude": lambda rows: rows.exclude(given_name="Anna"),
    "get": lambda rows: rows.get(given_name="Anna"),
    "order": lambda rows: rows.order_by("family_name"),
    "order backwards": lambda rows: rows.order_by("-family_name"),
    "order by an expression": lambda rows: list(rows.order_by(Length("family_name"))),
    "values": lambda rows: rows.values("family_name"),
    "values list": lambda rows: rows.values_list("pk", "family_name"),
    "distinct values": lambda rows: rows.values("family_name").distinct(),
    "dates of a sealed field": lambda rows: rows.dates("family_name", "year"),
    "annotate": lambda rows: rows.annotate(also=F("family_name")),
    "annotate in words": lambda rows: rows.annotate(whole=Concat("given_name", Value(" "), "family_name")),
    "aggregate": lambda rows: rows.aggregate(last=Max("family_name")),
    "count": lambda rows: rows.aggregate(n=Count("family_name")),
    "compare two": lambda rows: rows.filter(reference=F("family_name")),
    "when": lambda rows: rows.annotate(one=CaseWhen(When(given_name="Anna", then=Value(1)))),
    "from outside": lambda rows: list(rows.filter(Exists(rows.filter(reference=OuterRef("family_name"))))),
    "in a subquery": lambda rows: list(rows.filter(reference__in=Subquery(rows.values("family_name")))),
    "update": lambda rows: rows.update(family_name="Ozola"),
    "update with another field": lambda rows: rows.update(family_name=F("given_name")),
    "update another with it": lambda rows: rows.update(reference=F("given_name")),
    "update by case": lambda rows: rows.update(reference=CaseWhen(When(given_name="Anna", then=Value("x")))),
    "bulk update": lambda rows: rows.bulk_update(list(rows), ["family_name"]),
}


@pytest.mark.parametrize("way", ASKED)
@pytest.mark.parametrize("rows", ["within reach", "every row"])
def test_the_database_is_not_asked_about_what_it_cannot_read(cast, way, rows):
    _case, person = a_case(cast.worker)
    kept = raw(person, "family_name")
    with pytest.raises(SealedField, match=r"Person\.\w+ lies sealed"):
        ASKED[way](cast.worker(Person) if rows == "within reach" else Person._base_manager.all())
    assert raw(person, "family_name") == kept


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: rows.filter(person__family_name="Ozola"),
        lambda rows: rows.order_by("person__family_name"),
        lambda rows: rows.values("person__family_name"),
        lambda rows: rows.select_related("person").filter(person__given_name__contains="A"),
    ],
)
@pytest.mark.parametrize("model", [Party, FolderPerson, ContactWay])
def test_nor_by_way_of_another_table(cast, ask, model):
    with pytest.raises(SealedField):
        ask(cast.worker(model))
    with pytest.raises(SealedField):
        ask(model._base_manager.all())


@pytest.mark.parametrize(
    "ask",
    [lambda rows: rows.order_by("reason"), lambda rows: rows.values("reason"), lambda rows: rows.update(reason="x")],
)
def test_nor_in_tables_that_need_no_reach(cast, ask):
    with pytest.raises(SealedField):
        ask(Wall.objects)


@pytest.mark.parametrize("model", sealed_tables(), ids=lambda model: model._meta.label)
def test_every_table_with_sealed_fields_refuses_whoever_asks(model):
    for rows in (model._base_manager.all(), unscoped(model, reason="tests")):
        for one in sealed_fields(model):
            with pytest.raises(SealedField):
                rows.order_by(one.name)


def test_a_record_cannot_be_saved_with_an_expression_in_a_sealed_field(cast):
    _case, person = a_case(cast.worker)
    person.family_name = F("given_name")
    with pytest.raises(SealedField):
        person.save()


def test_many_may_be_emptied_at_once(cast):
    _case, person = a_case(cast.worker)
    assert cast.worker(Person).update(family_name="") == 1
    person.refresh_from_db()
    assert (person.given_name, person.family_name) == ("Anna", "")


def raw(record, name):
    """What lies in the database."""
    one = type(record)._meta.get_field(name)
    with connection.cursor() as cursor:
        table, key = record._meta.db_table, record._meta.pk.get_db_prep_value(record.pk, connection)
        cursor.execute(f'SELECT "{one.column}" FROM "{table}" WHERE id = %s', [key])
        return cursor.fetchone()[0]


def put(record, name, text):
    """Write a column past every guard, as somebody with the database in hand would."""
    one = type(record)._meta.get_field(name)
    with connection.cursor() as cursor:
        table, key = record._meta.db_table, record._meta.pk.get_db_prep_value(record.pk, connection)
        cursor.execute(f'UPDATE "{table}" SET "{one.column}" = %s WHERE id = %s', [text, key])


def again(record):
    """The record, read anew."""
    return type(record)._base_manager.get(pk=record.pk)


def test_what_lies_in_the_database_says_nothing_and_is_never_twice_the_same(cast):
    _case, first = a_case(cast.worker, "Ilze", "Bērziņtesta")
    _case, second = a_case(cast.worker, "Ilze", "Bērziņtesta")
    lying = {raw(one, name) for one in (first, second) for name in ("given_name", "family_name")}
    assert len(lying) == 4 and all(text.startswith(f"{ring().current}:") for text in lying)
    assert not any("lze" in text or "test" in text for text in lying)
    assert again(first).family_name == "Bērziņtesta"


@pytest.mark.parametrize("where", ["another row", "another column", "another table"])
def test_a_ciphertext_that_was_moved_is_refused(cast, where):
    case, person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    _case, other = a_case(cast.worker, "Anna", "Cita")
    note = write_note(cast.worker, case, text="Runa par bērniem.")
    target, name = {
        "another row": (other, "given_name"),
        "another column": (person, "family_name"),
        "another table": (note, "text"),
    }[where]
    put(target, name, raw(person, "given_name"))
    with pytest.raises(Unreadable, match=rf"{type(target).__name__}\.{name} of {target.pk} cannot be opened"):
        getattr(again(target), name)


@pytest.mark.parametrize(
    "garble",
    [
        lambda text: text[:-4] + ("AAA=" if not text.endswith("AAA=") else "BBB="),
        lambda text: text[:12],
        lambda text: "rubbish",
        lambda text: "k1:",
        lambda text: "k1:%%%",
        lambda text: f"k77:{text.partition(':')[2]}",
        lambda text: ":" + text,
    ],
)
def test_a_garbled_ciphertext_is_a_clear_exception_and_never_a_text(cast, garble):
    _case, person = a_case(cast.worker)
    put(person, "family_name", garble(raw(person, "family_name")))
    with pytest.raises(Unreadable, match=r"Person\.family_name"):
        _name = again(person).family_name
    assert again(person).given_name == "Anna", "the rest of the record is there"


def test_a_plain_text_put_into_a_sealed_column_is_not_taken_for_a_value(cast):
    _case, person = a_case(cast.worker)
    put(person, "family_name", "Ozola")
    with pytest.raises(Unreadable):
        _name = again(person).family_name


def test_what_was_not_read_is_saved_as_it_lay(cast):
    _case, person = a_case(cast.worker)
    lying = raw(person, "family_name")
    one = again(person)
    one.sex = "f"
    one.save()
    assert raw(person, "family_name") == lying
    assert "Ozol" not in repr(vars(again(person)))


def test_a_record_that_is_copied_under_another_id_is_refused(cast):
    _case, person = a_case(cast.worker)
    one = again(person)
    one.pk, one._state.adding = None, True
    with pytest.raises(Unreadable):
        one.save()


def test_what_lies_under_an_old_key_is_sealed_with_the_new_one_when_its_record_is_saved(cast, keys_of_its_own):
    _case, person = a_case(cast.worker)
    one = again(person)
    change_ring(ring().with_new_key())
    one.sex = "f"
    one.save()
    assert raw(person, "family_name").startswith(f"{ring().current}:") and again(person).family_name


def test_deferred_fields_are_opened_when_they_are_asked_for(cast):
    _case, person = a_case(cast.worker)
    assert cast.worker(Person).defer("family_name").get().family_name == person.family_name
    assert cast.worker(Person).only("pk").get().given_name == "Anna"


def test_saving_over_writes_sealed_fields_too(cast):
    case, _person = a_case(cast.worker)
    note = write_note(cast.worker, case, text="Pirmais")
    save_over(note, note.version, text="Otrais", day=case.opened_on)
    assert again(note).text == "Otrais" and again(note).version == 2


def test_answers_in_words_lie_sealed_and_codes_lie_plain(cast):
    a_report(cast.officer, cast)
    answers = unscoped(Answers, reason="tests").get()
    codes = dict(answers.values)
    assert codes and not answers.texts and set(codes.values()) <= {"yes", "no", "dont_know", "not_asked", "OK"}
    answers.values = {**codes, "no_such_question": "Viņš draudēja."}
    answers.comments = {"fear": "Baidās."}
    answers.save()
    kept = again(answers)
    assert kept.values == {**codes, "no_such_question": "Viņš draudēja."} and kept.comments == {"fear": "Baidās."}
    plain = json.loads(raw(answers, "coded")) if isinstance(raw(answers, "coded"), str) else raw(answers, "coded")
    assert plain == codes
    assert raw(answers, "texts").startswith("k") and "draud" not in raw(answers, "texts")


def test_each_record_has_a_structure_of_its_own():
    first, second = Answers(), Answers()
    first.comments["fear"] = "x"
    assert second.comments == {} and isinstance(again_sealed(first), Sealed)


def again_sealed(answers):
    return Answers._meta.get_field("comments").pre_save(answers, add=True)


SEALED = {
    Person: {"given_name", "family_name"},
    ContactWay: {"value", "when", "caution"},
    DoorstepReport: {"person_name", "person_phone", "address", "alleged_name", "account", "return_reason"},
    Note: {"text"},
    Answers: {"texts", "comments", "professional_reason"},
    Session: {"topic"},
    Wall: {"reason"},
}


@pytest.mark.parametrize("model", SEALED, ids=lambda model: model.__name__)
def test_names_ways_to_reach_addresses_and_free_texts_are_sealed(model):
    assert {one.name for one in sealed_fields(model)} >= SEALED[model]


def test_the_reason_of_a_wall_is_sealed(cast):
    case, _person = a_case(cast.worker)
    wall = raise_wall(cast.supervisor, case.folder, reason="Radi.", user=cast.second_worker.user)
    assert "Radi" not in raw(wall, "reason") and again(wall).reason == "Radi."
