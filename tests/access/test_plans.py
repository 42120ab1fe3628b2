"""PostgreSQL keeps the plan of a question, and gives everybody their own rows by it."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.cast import a_case

from tilts.access import plans, prepared
from tilts.access.actor import acting, looking
from tilts.access.models import Grant
from tilts.access.prepared import ask, look_up
from tilts.access.reach import Reach
from tilts.cases.models import Case

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="the embedded database keeps no plans")
pytestmark = [pytest.mark.django_db, on_postgresql]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """What a test asks is new to this process, and to its connection."""
    monkeypatch.setattr(prepared, "KEPT", {})
    plans._prepared.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def whatever_is_shown():
    """No scope at all: what comes back is what the policies let through."""
    return Case._base_manager.order_by().values_list("pk", flat=True)


def cases_since(reach, *, day):
    return reach(Case).filter(opened_on__gte=day).order_by("pk").values_list("pk", flat=True)


def called(reach, *, code):
    return reach(Case).filter(code=code).exclude(code__contains="50%'s").values_list("pk", flat=True)


def kept() -> dict[str, Any]:
    """Questions of this file that the server keeps: how often asked by the kept plan, and by one of the moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, generic_plans, custom_plans FROM pg_prepared_statements WHERE name LIKE '%test_plans.%'"
        )
        return {name.split()[0].rpartition(".")[2]: tuple(asked) for name, *asked in cursor.fetchall()}


def seen_by(reach: Reach) -> list[Any]:
    with transaction.atomic(), acting(reach):
        return look_up(whatever_is_shown)


def test_two_actors_get_their_own_rows_by_one_kept_plan(cast):
    mine, _person = a_case(cast.worker)
    theirs, _person = a_case(cast.stranger)
    for _round in range(3):
        assert seen_by(cast.worker) == [mine.pk]
        assert seen_by(cast.stranger) == [theirs.pk]
        assert seen_by(Reach(purpose="curiosity")) == []
    assert kept() == {"whatever_is_shown": (9, 0)}


def test_so_they_do_by_a_question_of_reach(cast):
    day = datetime.date(2000, 1, 1)
    a_case(cast.worker), a_case(cast.stranger)
    for reach in (cast.worker, cast.second_worker, cast.worker):
        with transaction.atomic(), acting(reach):
            assert ask(reach, cases_since, day=day) == list(cases_since(reach, day=day))
    assert kept() == {"cases_since": (3, 0)}


def test_a_grant_that_ends_closes_the_file_to_a_plan_that_is_kept(cast):
    case, _person = a_case(cast.worker)
    assert seen_by(cast.worker) == [case.pk]
    Grant.objects.filter(folder=case.folder).update(ends=timezone.now())
    assert seen_by(cast.worker) == []


def test_a_plan_outlives_what_is_rolled_back(cast, django_assert_num_queries):
    with transaction.atomic(), looking(cast.worker):
        look_up(whatever_is_shown)
        transaction.set_rollback(True)
    with transaction.atomic(), acting(cast.worker), django_assert_num_queries(1) as asked:
        look_up(whatever_is_shown)
    assert asked.captured_queries[0]["sql"].startswith("EXECUTE")


def test_who_looks_writes_nothing_and_leaves_nothing_behind(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(DatabaseError, match="read-only"), transaction.atomic(), looking(cast.worker):
        Case._base_manager.filter(pk=case.pk).update(code="L-999")
    with transaction.atomic(), acting(cast.worker):
        assert Case._base_manager.filter(pk=case.pk).update(code="L-999") == 1


def test_what_was_asked_longest_ago_makes_way(cast, monkeypatch):
    monkeypatch.setattr(plans, "MOST_KEPT", 2)
    case, _person = a_case(cast.worker)
    with transaction.atomic(), acting(cast.worker):
        for _round in range(2):
            assert look_up(whatever_is_shown) == [case.pk]
            assert ask(cast.worker, cases_since, day=case.opened_on) == [case.pk]
            assert look_up(whatever_is_shown) == [case.pk]
            assert ask(cast.worker, called, code=case.code) == [case.pk]
            assert kept().keys() == {"called", "whatever_is_shown"}


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_told_anew(cast):
    case, _person = a_case(cast.worker)
    assert seen_by(cast.worker) == [case.pk]
    connection.close()
    assert kept() == {}
    assert seen_by(cast.worker) == [case.pk]
    assert kept() == {"whatever_is_shown": (1, 0)}
