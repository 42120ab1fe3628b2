"""A refusal stands at the field that is wrong, and without the form one goes back to where one came from."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case

from tilts.cases.models import Case
from tilts.plan.actions import add_task
from tilts.plan.models import Order

pytestmark = pytest.mark.django_db


def day(ahead):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


@pytest.fixture
def case(cast):
    opened, _person = a_case(cast.worker)
    return opened


def test_an_order_that_ends_before_it_starts_is_refused_at_its_end(cast, case, enter):
    facts = {"kind": "court", "starts": f"{day(-1)}T10:00", "ends": f"{day(-2)}T10:00"}
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/orders/add/", facts)
    assert answer.status_code == 422
    assert 'href="#id_ends"' in answer.content.decode()
    assert not cast.worker(Order).exists()


def test_a_reminder_after_the_day_is_refused_at_the_reminder(cast, case, enter):
    facts = {"what": "Zvanīt", "owner": cast.worker.user.pk, "due": day(1), "remind_on": day(2)}
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/tasks/add/", facts)
    assert answer.status_code == 422
    assert 'href="#id_remind_on"' in answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"follow_up": "on", "safe_way": " "}, "safe_way"),
        ({}, "despite"),
        ({"despite": "Aizbrauca", "closed_on": day(1)}, "closed_on"),
    ],
)
def test_what_is_missing_at_closing_is_said_where_it_is_missing(cast, case, enter, facts, field):
    add_task(cast.worker, case, what="Zvanīt", owner=cast.worker.user, due=timezone.localdate())
    typed = {"closed_on": day(0), "outcome": "moved", "version": case.version} | facts
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/close/", typed)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert cast.worker(Case).open().filter(pk=case.pk).exists()


def test_who_does_not_write_the_task_goes_back_to_the_plan(cast, case, enter):
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/tasks/add/").content.decode()
    assert f'<a class="btn btn-link" href="/cases/{case.pk}/plan/">' in page


def test_nobody_is_said_to_know_of_a_meeting_before_somebody_asked(cast, case, enter):
    page = enter(cast.worker.user).get(f"/meetings/refer/{case.pk}/").content.decode()
    assert '<option value="not_yet" selected>' in page
