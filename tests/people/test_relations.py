"""How persons are related and who lives with whom: one row read from both sides, and no circles."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from tests.cast import a_case

from tilts.access.actions import Stale
from tilts.access.reach import NotAllowed, Refused
from tilts.people.actions import (
    add_relation,
    join_household,
    leave_household,
    record_person,
    withdraw_relation,
)
from tilts.people.models import OTHER_SIDE, HouseholdMember, Relation, RelationKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def family(cast):
    """A mother with two children in one case."""
    case, mother = a_case(cast.worker, "Anna")
    children = [record_person(cast.worker, case.folder, given_name=name) for name in ("Elza", "Roberts")]
    return case, mother, *children


@pytest.mark.parametrize(
    ("kind", "from_first", "from_other"),
    [
        ("parent", "child", "parent"),
        ("child", "parent", "child"),
        ("grandchild", "grandparent", "grandchild"),
        ("ward", "guardian", "child under guardianship"),
        ("sibling", "brother or sister", "brother or sister"),
    ],
)
def test_one_row_is_read_from_both_sides(cast, family, kind, from_first, from_other):
    case, mother, child, _other = family
    add_relation(cast.worker, case.folder, person=mother, other=child, kind=kind)
    (row,) = cast.worker(Relation).all()
    assert row.seen_from(mother) == (child, from_first) and row.seen_from(child) == (mother, from_other)


def test_nobody_is_related_to_themselves(cast, family):
    case, mother, *_rest = family
    with pytest.raises(Refused, match="themselves"):
        add_relation(cast.worker, case.folder, person=mother, other=mother, kind="sibling")
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(
            organisation=cast.office, folder=case.folder, person=mother, other=mother, kind="sibling"
        )


def test_there_is_no_circle_of_parents(cast, family):
    case, mother, child, grandchild = family
    add_relation(cast.worker, case.folder, person=mother, other=child, kind="parent")
    add_relation(cast.worker, case.folder, person=child, other=grandchild, kind="parent")
    with pytest.raises(Refused, match="cannot be"):
        add_relation(cast.worker, case.folder, person=grandchild, other=mother, kind="parent")
    with pytest.raises(Refused, match="cannot be"):
        add_relation(cast.worker, case.folder, person=mother, other=grandchild, kind="child")
    assert cast.worker(Relation).count() == 2


def test_the_same_relation_is_not_written_twice_from_either_side(cast, family):
    case, mother, child, other = family
    add_relation(cast.worker, case.folder, person=mother, other=child, kind="parent")
    add_relation(cast.worker, case.folder, person=child, other=other, kind="sibling")
    for one, two, kind in ((mother, child, "parent"), (child, mother, "child"), (other, child, "sibling")):
        with pytest.raises(Refused, match="already"):
            add_relation(cast.worker, case.folder, person=one, other=two, kind=kind)


def test_a_relation_taken_back_is_gone_and_who_comes_second_is_told(cast, family):
    case, mother, child, _other = family
    row = add_relation(cast.worker, case.folder, person=mother, other=child, kind="parent")
    withdraw_relation(cast.worker, case.folder, relation=Relation.every_row.get(), seen_version=1, why="not theirs")
    assert not cast.worker(Relation).exists()
    with pytest.raises(Stale):
        withdraw_relation(cast.worker, case.folder, relation=row, seen_version=1, why="again")
    assert add_relation(cast.worker, case.folder, person=mother, other=child, kind="parent")


def test_a_relation_is_written_only_of_two_who_are_in_the_file(cast, family):
    case, mother, child, _other = family
    second, _aunt = a_case(cast.second_worker, "Aija", "Cita")
    with pytest.raises(NotAllowed):
        add_relation(cast.worker, case.folder, person=mother, other=_aunt, kind="parent")


def test_the_other_side_of_the_other_side_is_the_kind_itself():
    for kind in RelationKind:
        assert OTHER_SIDE.get(OTHER_SIDE.get(kind, kind), OTHER_SIDE.get(kind, kind)) == kind


def test_a_household_is_joined_and_left_on_a_day(cast, family):
    case, mother, child, other = family
    join_household(cast.worker, case.folder, person=child, of=mother, since=date(2024, 1, 1))
    spell = cast.worker(HouseholdMember).get(person=child)
    assert spell.starts == date(2024, 1, 1)
    leave_household(cast.worker, case.folder, spell=spell, day=date(2025, 1, 1), seen_version=1)
    join_household(cast.worker, case.folder, person=child, of=mother, since=date(2025, 6, 1))
    assert cast.worker(HouseholdMember).filter(person=child).count() == 2


@pytest.mark.parametrize("circle", ["oneself", "again", "the other way round", "elsewhere"])
def test_a_household_in_a_circle_is_refused_in_a_sentence(cast, family, circle):
    case, mother, child, other = family
    join_household(cast.worker, case.folder, person=child, of=mother)
    if circle == "elsewhere":
        lodger = record_person(cast.worker, case.folder, given_name="Cita")
        join_household(cast.worker, case.folder, person=other, of=lodger)
    asked = {
        "oneself": (mother, mother, "another person"),
        "again": (child, mother, "one household already"),
        "the other way round": (mother, child, "one household already"),
        "elsewhere": (other, mother, "already belongs"),
    }
    who, of, sentence = asked[circle]
    before = HouseholdMember.every_row.count()
    with pytest.raises(Refused, match=sentence):
        join_household(cast.worker, case.folder, person=who, of=of)
    assert HouseholdMember.every_row.count() == before


def test_nobody_leaves_before_they_came_or_in_the_future(cast, family):
    case, mother, child, _other = family
    join_household(cast.worker, case.folder, person=child, of=mother, since=date(2024, 1, 1))
    spell = cast.worker(HouseholdMember).get(person=child)
    for day, sentence in ((date(2023, 1, 1), "before they came"), (date(2100, 1, 1), "future")):
        with pytest.raises(Refused, match=sentence):
            leave_household(cast.worker, case.folder, spell=spell, day=day, seen_version=1)
    leave_household(cast.worker, case.folder, spell=spell, day=timezone.localdate(), seen_version=1)
    with pytest.raises(Refused, match="already"):
        leave_household(cast.worker, case.folder, spell=spell, day=timezone.localdate(), seen_version=2)
