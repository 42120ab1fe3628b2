"""A guarded table cannot be read past reach, in whatever way it is asked; writing and cascades still work."""

import pytest
from django.db import models
from django.db.models import Exists, OuterRef
from tests.cast import a_case

from tilts.access.guard import NotReached
from tilts.access.models import Folder
from tilts.access.reach import Reach, unscoped
from tilts.cases.models import Case, Note
from tilts.people.actions import keep_contact
from tilts.people.models import Person

pytestmark = pytest.mark.django_db

PAST_REACH = {
    "list": lambda rows: list(rows.all()),
    "get": lambda rows: rows.get(),
    "first": lambda rows: rows.first(),
    "slice": lambda rows: rows.all()[0],
    "exists": lambda rows: rows.exists(),
    "count": lambda rows: rows.count(),
    "aggregate": lambda rows: rows.aggregate(n=models.Count("pk")),
    "iterator": lambda rows: list(rows.iterator()),
    "values": lambda rows: list(rows.values("pk")),
    "in_bulk": lambda rows: rows.in_bulk(),
    "dates": lambda rows: list(rows.dates("created_at", "year")),
    "update": lambda rows: rows.update(version=9),
    "filtered update": lambda rows: rows.filter(version=1).update(version=9),
    "delete": lambda rows: rows.all().delete(),
    "raw delete": lambda rows: rows.all()._raw_delete("default"),
    "raw": lambda rows: list(rows.raw("SELECT 1")),
    "union": lambda rows: list(rows.all().union(rows.all())),
    "or": lambda rows: list(rows.all() | rows.all()),
    "subquery": lambda rows: list(Folder.objects.filter(pk__in=rows.values("pk"))),
    "exists in a query": lambda rows: list(Folder.objects.filter(Exists(rows.filter(pk=OuterRef("pk"))))),
    "explain": lambda rows: rows.all().explain(),
    "copy": lambda rows: list(rows.all().select_related("organisation").order_by("pk").distinct()),
    "get_or_create": lambda rows: rows.get_or_create(code="X"),
    "contains": lambda rows: rows.all().contains(Case()),
}


@pytest.mark.parametrize("way", PAST_REACH)
def test_a_guarded_table_is_not_read_without_reach(cast, way):
    a_case(cast.worker)
    with pytest.raises((NotReached, TypeError, ValueError)) as caught:
        PAST_REACH[way](Case.objects)
    if way != "contains":
        assert caught.type is NotReached
    assert unscoped(Case, reason="tests").get().version == 1


def test_a_union_of_reached_and_unreached_rows_is_refused(cast):
    with pytest.raises(NotReached):
        list(cast.worker(Case) | Case.objects.all())
    with pytest.raises(NotReached):
        list(cast.worker(Case).union(Case.objects.all()))


def test_what_reach_lets_through_can_be_asked_in_every_way(cast):
    a_case(cast.worker)
    rows = cast.worker(Case)
    assert rows.count() == len(list(rows)) == len(list(rows.iterator())) == 1
    assert rows.exists() and rows.first() == rows.get()
    assert rows.filter(code="none").count() == 0
    assert cast.worker(Person).filter(pk__in=cast.worker(Person).values("pk")).count() == 1


def test_writing_refreshing_and_cascading_need_no_reach(cast):
    case, person = a_case(cast.worker)
    way = keep_contact(case.folder, person, channel="phone", value="1", safe=None)
    Note.objects.bulk_create([Note(organisation=case.organisation, case=case, at=case.created_at, day=case.opened_on)])
    way.value = "2"
    way.save()
    way.refresh_from_db()
    assert way.value == "2" and way.person == person
    Folder.objects.get(pk=case.pk).delete()
    assert not unscoped(Case, reason="tests").exists()
    assert not unscoped(Note, reason="tests").exists()


def test_nobody_reaches_nothing_even_what_was_granted_to_whole_offices(cast):
    case, _person = a_case(cast.worker)
    assert not Reach()(Case).exists()
    assert not Reach()(Person).exists()
    assert Reach().zones(case.pk) == Reach().zones(cast.project.pk)
    assert Reach().zones(case.pk).admin == 0


def test_a_voided_record_is_gone_for_everybody(cast):
    case, _person = a_case(cast.worker)
    unscoped(Case, reason="tests").filter(pk=case.pk).update(voided_at=case.created_at)
    assert not cast.worker(Case).exists()
    assert not cast.supervisor.counting(cast.office)(Case).exists()
