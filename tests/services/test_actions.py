"""A consultation is written once; impossible ones come back with a sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from tests.cast import a_case

from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.cases.actions import close_case, join_team
from tilts.services.actions import write_session
from tilts.services.models import Participation, Session, SessionAttribution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def facts(**more):
    told = {"day": timezone.localdate(), "minutes": 45, "specialism": "social_worker", "mode": "phone"}
    return told | more


def test_a_consultation_is_one_act_with_its_people_and_its_project(cast):
    case, person = a_case(cast.worker)
    written = write_session(cast.worker, case, people=[person], project=cast.project, **facts())
    assert written.warning == ""
    assert cast.worker(Session).get().staff == cast.worker.user
    assert cast.worker(Participation).get().person == person
    assert cast.worker(SessionAttribution).get().project == cast.project


@pytest.mark.parametrize("minutes", [-5, 0, 1441, 100_000])
def test_absurd_minutes_are_refused(cast, minutes):
    case, person = a_case(cast.worker)
    with pytest.raises(Refused, match="between 1 minute and 24 hours|cannot be below zero"):
        write_session(cast.worker, case, people=[person], **facts(minutes=minutes))
    assert not unscoped(Session, reason="tests").exists()


def test_a_day_in_the_future_is_refused(cast):
    case, person = a_case(cast.worker)
    with pytest.raises(Refused, match="cannot be in the future"):
        write_session(cast.worker, case, people=[person], **facts(day=timezone.localdate() + timedelta(days=1)))


def test_what_was_held_had_somebody_in_it(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(Refused, match="Say who took part"):
        write_session(cast.worker, case, people=[], **facts())
    assert write_session(cast.worker, case, people=[], **facts(status="no_show")).session.pk


@pytest.mark.parametrize("days", [-301, +0])
def test_outside_the_projects_period_it_is_saved_and_not_charged(cast, days):
    case, person = a_case(cast.worker)
    day = timezone.localdate() + timedelta(days=days)
    written = write_session(cast.worker, case, people=[person], project=cast.project, **facts(day=day))
    assert bool(written.warning) == (days < 0)
    assert SessionAttribution.objects.count() == (0 if days < 0 else 1)
    assert cast.worker(Session).count() == 1


def test_a_specialist_of_the_team_writes_and_a_colleague_does_not(cast):
    case, person = a_case(cast.worker)
    with pytest.raises(NotAllowed):
        write_session(cast.psychologist, case, people=[person], **facts())
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    assert write_session(cast.psychologist, case, people=[person], **facts()).session.staff == cast.psychologist.user
    with pytest.raises(NotAllowed):
        write_session(cast.second_worker, case, people=[person], **facts())
    with pytest.raises(NotAllowed):
        close_case(cast.psychologist, case, closed_on=timezone.localdate(), seen_version=case.version)
