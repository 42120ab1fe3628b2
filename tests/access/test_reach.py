"""Grants decide, walls beat every grant, and both are moments in time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import ON_LAW, a_case, hire

from tilts.access.models import ZONES, Grant, GrantKind, Role, Wall
from tilts.access.reach import SCOPES, NotAllowed, Reach, Zones
from tilts.access.walls import raise_wall
from tilts.cases.models import Case, Note, Party
from tilts.people.models import ContactWay, Person
from tilts.services.models import Session

pytestmark = pytest.mark.django_db


def give(case, level=2, **to):
    zones = {f"zone_{zone}": level for zone in ZONES}
    return Grant.objects.create(folder=case.folder, kind=GrantKind.ASSIGNED, **ON_LAW, **zones, **to)


@pytest.fixture
def case(cast):
    return a_case(cast.worker)[0]


def test_a_stranger_reaches_nothing(cast, case):
    for model in (Case, Person, Party, Note, Session, ContactWay, Grant):
        assert not cast.stranger(model).exists()
    assert cast.stranger.zones(case.pk) == Zones()


def test_a_grant_lets_in_one_person(cast, case):
    give(case, to_user=cast.stranger.user)
    assert cast.stranger(Case).get() == case
    assert cast.stranger.zones(case.pk).risk == 2
    assert not hire(cast.stranger_office, "Cita Svesniece", Role.CASE_WORKER)(Case).exists()


def test_a_grant_to_a_unit_lets_in_everybody_there_or_one_role_only(cast, case):
    helper = hire(cast.stranger_office, "Skola Specialiste", Role.SPECIALIST)
    grant = give(case, to_unit=cast.stranger_office, to_role=Role.SPECIALIST)
    assert helper(Case).exists() and not cast.stranger(Case).exists()
    Grant.objects.filter(pk=grant.pk).update(to_role="")
    assert cast.stranger(Case).exists()


def test_a_grant_is_a_span_of_time(cast, case):
    now = timezone.now()
    grant = give(case, to_user=cast.stranger.user, starts=now - timedelta(hours=2), ends=now + timedelta(hours=1))
    assert cast.stranger(Case).exists()
    Grant.objects.filter(pk=grant.pk).update(ends=now - timedelta(seconds=1))
    assert not cast.stranger(Case).exists() and cast.stranger.zones(case.pk) == Zones()
    Grant.objects.filter(pk=grant.pk).update(starts=now + timedelta(hours=1), ends=None)
    assert not cast.stranger(Case).exists()


@pytest.mark.parametrize("against", ["user", "unit"])
def test_a_wall_beats_every_grant(cast, case, against):
    give(case, to_user=cast.worker.user)
    give(case, to_unit=cast.office)
    what = {"user": cast.worker.user} if against == "user" else {"unit": cast.office}
    raise_wall(cast.supervisor, case.folder, reason="kin", **what)
    for model in (Case, Person, Party):
        assert not cast.worker(model).exists()
    assert cast.worker.zones(case.pk) == Zones()
    assert cast.supervisor(Case).exists() is (against == "user")


def test_only_supervisors_and_data_protection_raise_and_see_walls(cast, case):
    for reach in (cast.worker, cast.administrator, cast.officer, cast.stranger):
        with pytest.raises(NotAllowed):
            raise_wall(reach, case.folder, reason="no", user=cast.worker.user)
        assert not reach(Wall).exists()
    raise_wall(cast.data_protection, case.folder, reason="kin", user=cast.second_worker.user)
    assert cast.data_protection(Wall).count() == cast.supervisor(Wall).count() == 1


def test_a_colleague_knows_that_a_case_is_there_but_no_names(cast, case):
    colleague = cast.second_worker
    assert colleague(Case).get() == case
    assert not colleague(Person).exists() and not colleague(Party).exists() and not colleague(Note).exists()
    assert colleague.zones(case.pk) == Zones(admin=1)


def test_a_second_role_does_not_widen_the_first(cast, case):
    supervising = Reach(cast.second_worker.user, cast.supervisor.membership)
    assert supervising.zones(case.pk).name == 1
    assert cast.second_worker.zones(case.pk).name == 0


def test_counting_sees_the_same_rows_whoever_counts(cast, case):
    a_case(cast.stranger)
    for reach in (cast.worker, cast.manager, cast.psychologist):
        assert reach.counting(cast.office)(Case).count() == 1
        assert reach.counting()(Case).count() == 2


def test_every_scope_is_a_question_that_the_database_answers_to_everybody(cast, case):
    asked = 0
    for who in cast.everybody():
        for model in SCOPES:
            asked += len(who(model)[:2]) >= 0
    assert asked == len(cast.everybody()) * len(SCOPES) > 900
