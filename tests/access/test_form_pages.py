"""Pages of one form: sent twice is written once, what was refused may be sent again, nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import a_case
from tests.meetings.table import coordinator_of

from tilts.access.models import AuditEntry
from tilts.meetings.models import Meeting
from tilts.plan.actions import add_goal, add_step
from tilts.plan.models import Goal, Step
from tilts.rights.actions.keeping import lift_hold, place_hold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(cast):
    return a_case(cast.worker)[0]


def soon():
    return timezone.localdate() + timedelta(days=30)


def a_goal(**more):
    return {"text": "Droša dzīve", "review_on": soon().isoformat(), "once": "a" * 64} | more


def goals(cast, case):
    return [goal.text for goal in cast.worker(Goal).filter(case=case)]


def test_a_form_sent_twice_is_written_once_and_goes_to_the_same_place(cast, case, enter):
    browser, address = enter(cast.worker.user), reverse("plan:goal_add", args=[case.pk])
    first, second = (browser.post(address, a_goal(), follow=True) for _twice in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert goals(cast, case) == ["Droša dzīve"]
    assert "written once" in second.content.decode()


def test_what_was_refused_may_be_sent_again_as_it_is(cast, case, enter):
    browser, address = enter(cast.worker.user), reverse("plan:goal_add", args=[case.pk])
    too_soon = a_goal(review_on=timezone.localdate().isoformat())
    answers = [browser.post(address, too_soon) for _once in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert goals(cast, case) == []


def test_the_title_of_a_page_without_fields_is_its_button(cast, case, enter):
    goal = add_goal(cast.worker, case, text="Droša dzīve", review_on=soon())
    page = enter(cast.worker.user).get(reverse("plan:goal_reached", args=[case.pk, goal.pk])).content.decode()
    assert '<button class="btn btn-primary">Mark as reached</button>' in page
    assert f'<a href="{reverse("cases:case_page", args=[case.pk])}">{case.code}</a> · Droša dzīve' in page


def test_a_late_writer_keeps_the_text_and_may_save_again(cast, case, enter):
    goal = add_goal(cast.worker, case, text="Droša dzīve", review_on=soon())
    step = add_step(cast.worker, case, goal=goal, what="Atrast dzīvokli", owner_kind="client", due=soon())
    browser, address = enter(cast.worker.user), reverse("plan:step_progress", args=[case.pk, step.pk])
    assert 'name="version" value="1"' in browser.get(address).content.decode()
    assert browser.post(address, {"progress": "begun", "version": 1}).status_code == 302
    late = browser.post(address, {"progress": "done", "version": 1})
    assert late.status_code == 422
    assert 'name="version" value="2"' in late.content.decode()
    assert browser.post(address, {"progress": "done", "version": 2}).status_code == 302
    assert cast.worker(Step).get(pk=step.pk).progress == "done"


@pytest.fixture
def hold(cast, case):
    return place_hold(cast.supervisor, case_code=case.code, reason="Tiesa", starts=timezone.localdate())


def test_a_button_says_on_the_page_it_stands_on_how_it_went(hold, cast, enter):
    browser, address = enter(cast.data_protection.user), reverse("rights:hold_lift", args=[hold.pk])
    back = (reverse("rights:keeping_page"), 302)
    assert browser.get(address, follow=True).redirect_chain == [back]
    done, again, refused = (browser.post(address, token("ab"[n > 1]), follow=True) for n in range(3))
    assert [answer.redirect_chain for answer in (done, again, refused)] == [[back]] * 3
    assert "The hold is lifted." in done.content.decode()
    assert "written once" in again.content.decode()
    assert "lifted already" in refused.content.decode() and "The hold is lifted." not in refused.content.decode()
    assert AuditEntry.objects.filter(kind="hold.lifted").exclude(record_kind="").count() == 1


def token(letter):
    return {"once": letter * 64}


def test_a_button_that_was_refused_may_be_pressed_again(hold, cast, enter):
    browser, address = enter(cast.data_protection.user), reverse("rights:hold_lift", args=[hold.pk])
    lift_hold(cast.data_protection, hold)
    for _once in range(2):
        assert "lifted already" in browser.post(address, token("a"), follow=True).content.decode()


def test_what_is_made_twice_is_made_once_and_both_times_one_lands_at_it(cast, enter):
    coordinator, address = coordinator_of(cast), reverse("meetings:meeting_new")
    told = {"kind": "monitoring", "title": "Darba grupa", "starts": f"{soon()}T10:00", "once": "a" * 64}
    browser = enter(coordinator.user)
    first, second = browser.post(address, told), browser.post(address, told)
    made = coordinator(Meeting).get(title="Darba grupa")
    assert first.url == second.url == reverse("meetings:meeting_page", args=[made.pk])
