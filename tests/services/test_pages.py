"""The page on which a consultation is written."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case

from tilts.access.reach import unscoped
from tilts.cases.actions import join_team
from tilts.services.models import Session, SessionAttribution

pytestmark = pytest.mark.django_db


def told(person, **more):
    return {
        "day": timezone.localdate().isoformat(),
        "minutes": "45",
        "specialism": "social_worker",
        "mode": "in_person",
        "status": "held",
        "people": [str(person.pk)],
    } | more


@pytest.fixture
def at(cast, enter):
    """The page of a case with its client, and the browser of its worker."""
    case, person = a_case(cast.worker)
    return enter(cast.worker.user), f"/cases/{case.pk}/consultations/add/", person, case


def test_everything_usual_is_filled_in(at):
    browser, address, person, _case = at
    page = browser.get(address).content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
    assert f'value="{person.pk}"' in page and "checked" in page and 'value="45"' in page


def test_a_consultation_stands_in_the_case_afterwards(at, cast):
    browser, address, person, case = at
    answer = browser.post(address, told(person, topic="Drosibas plans", project=cast.project.pk))
    assert answer.status_code == 302 and answer.url == f"/cases/{case.pk}/"
    assert "Drosibas plans" in browser.get(answer.url).content.decode()
    assert SessionAttribution.objects.count() == 1


def test_a_consultation_sent_twice_is_written_once(at):
    browser, address, person, case = at
    sent = told(person, once="a" * 64)
    first, second = browser.post(address, sent), browser.post(address, sent)
    assert first.url == second.url == f"/cases/{case.pk}/"
    assert unscoped(Session, reason="tests").count() == 1


def wrong():
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    minutes = "The length must be between 1 minute and 24 hours."
    return [
        ({"day": tomorrow}, "A consultation cannot be in the future."),
        ({"day": "30.02.2024"}, "Write the day as"),
        ({"minutes": "-45"}, minutes),
        ({"minutes": "0"}, minutes),
        ({"minutes": "99999999999"}, minutes),
        ({"people": []}, "Say who took part."),
    ]


@pytest.mark.parametrize("number", range(6))
def test_an_impossible_consultation_comes_back_with_a_sentence(at, number):
    browser, address, person, _case = at
    change, sentence = wrong()[number]
    answer = browser.post(address, told(person, topic="Uzrakstits pirms tam", **change))
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page
    assert "Uzrakstits pirms tam" in page, "what was typed stays"
    assert not unscoped(Session, reason="tests").exists()


def test_outside_the_projects_period_the_worker_is_warned(at, cast):
    browser, address, person, _case = at
    long_ago = (timezone.localdate() - timedelta(days=400)).isoformat()
    answer = browser.post(address, told(person, day=long_ago, project=cast.project.pk), follow=True)
    assert "not charged to the project" in answer.content.decode()
    assert unscoped(Session, reason="tests").count() == 1 and not SessionAttribution.objects.exists()


def test_people_of_another_case_cannot_be_chosen(at, cast):
    browser, address, _person, _case = at
    _other, foreign = a_case(cast.second_worker, "Cita", "Persona")
    assert browser.post(address, told(foreign)).status_code == 422
    _mine, elsewhere = a_case(cast.worker, "Vel", "Cita")
    assert browser.post(address, told(elsewhere)).status_code == 422


def test_a_specialist_of_the_team_opens_the_page(at, cast, enter):
    _browser, address, person, case = at
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    answer = enter(cast.psychologist.user).post(address, told(person, specialism="psychologist"))
    assert answer.status_code == 302
