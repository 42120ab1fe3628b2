"""Pages of one form: sent twice is written once, what was refused may be sent again, nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import a_case

from tilts.cases.actions import add_goal, add_step
from tilts.cases.models import Goal, Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(cast):
    return a_case(cast.worker)[0]


def soon():
    return timezone.localdate() + timedelta(days=30)


def a_goal(**more):
    return {"text": "Droša dzīve", "review_on": soon().isoformat(), "csrfmiddlewaretoken": "a" * 64} | more


def goals(cast, case):
    return [goal.text for goal in cast.worker(Goal).filter(case=case)]


def test_a_form_sent_twice_is_written_once_and_goes_to_the_same_place(cast, case, enter):
    browser, address = enter(cast.worker.user), reverse("cases:goal_add", args=[case.pk])
    first, second = browser.post(address, a_goal()), browser.post(address, a_goal(), follow=True)
    assert first.url == second.redirect_chain[0][0]
    assert goals(cast, case) == ["Droša dzīve"]
    assert "written once" in second.content.decode()


def test_whoever_goes_back_and_writes_something_else_writes_a_second_thing(cast, case, enter):
    browser, address = enter(cast.worker.user), reverse("cases:goal_add", args=[case.pk])
    browser.post(address, a_goal())
    browser.post(address, a_goal(text="Darbs"))
    browser.post(address, a_goal(csrfmiddlewaretoken="b" * 64))
    assert sorted(goals(cast, case)) == ["Darbs", "Droša dzīve", "Droša dzīve"]


def test_what_was_refused_may_be_sent_again_as_it_is(cast, case, enter):
    browser, address = enter(cast.worker.user), reverse("cases:goal_add", args=[case.pk])
    too_soon = a_goal(review_on=timezone.localdate().isoformat())
    answers = [browser.post(address, too_soon) for _once in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert goals(cast, case) == []


def test_the_title_of_a_page_without_fields_is_its_button(cast, case, enter):
    goal = add_goal(cast.worker, case, text="Droša dzīve", review_on=soon())
    page = enter(cast.worker.user).get(reverse("cases:goal_reached", args=[case.pk, goal.pk])).content.decode()
    assert '<button class="btn btn-primary">The goal is reached</button>' in page
    assert f'<a href="{reverse("cases:case_page", args=[case.pk])}">{case.code}</a> · Droša dzīve' in page


def test_a_late_writer_keeps_the_text_and_may_save_again(cast, case, enter):
    goal = add_goal(cast.worker, case, text="Droša dzīve", review_on=soon())
    step = add_step(cast.worker, case, goal=goal, what="Atrast dzīvokli", owner_kind="client", due=soon())
    browser, address = enter(cast.worker.user), reverse("cases:step_progress", args=[case.pk, step.pk])
    assert 'name="version" value="1"' in browser.get(address).content.decode()
    assert browser.post(address, {"progress": "begun", "version": 1}).status_code == 302
    late = browser.post(address, {"progress": "done", "version": 1})
    assert late.status_code == 422
    assert 'name="version" value="2"' in late.content.decode()
    assert browser.post(address, {"progress": "done", "version": 2}).status_code == 302
    assert cast.worker(Step).get(pk=step.pk).progress == "done"
