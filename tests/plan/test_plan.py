"""Tasks and the plan: who does what by when, what was changed, when one looks again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case

from tilts.access.actions import Stale
from tilts.access.models import Profession
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.cases.actions import close_case, hand_over, join_team, leave_team
from tilts.plan.actions import (
    add_goal,
    add_step,
    add_task,
    change_step,
    change_task,
    finish_task,
    make_appointment,
    move_step_on,
    reopen_task,
    review_plan,
    void_step,
)
from tilts.plan.models import PlanReview, Step, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def a_task(cast, case, **facts):
    told = {"what": "Piezvanīt skolai", "owner": cast.worker.user, "due": today()}
    return add_task(cast.worker, case, **told | facts)


def a_goal(cast, case):
    return add_goal(cast.worker, case, text="Drošs mājoklis", own_words="Gribu gulēt mierīgi", review_on=today() + DAY)


def a_step(cast, case, goal, **facts):
    told = {"what": "Atrast dzīvokli", "owner_kind": "colleague", "owner": cast.worker.user, "due": today()}
    return add_step(cast.worker, case, goal=goal, **told | facts)


@pytest.mark.parametrize(
    ("missing", "said"),
    [({"owner": None}, "Say who"), ({"due": None}, "Say by which day"), ({"what": " "}, "Say what")],
)
def test_a_task_without_owner_day_or_words_is_refused_in_a_sentence(cast, missing, said):
    case, _person = a_case(cast.worker)
    with pytest.raises(Refused, match=said):
        a_task(cast, case, **missing)
    assert not unscoped(Task, reason="tests").exists()


def test_a_task_goes_to_somebody_of_the_team(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(Refused, match="team"):
        a_task(cast, case, owner=cast.psychologist.user)
    join_team(cast.worker, case, user=cast.psychologist.user, profession=Profession.PSYCHOLOGIST)
    assert a_task(cast, case, owner=cast.psychologist.user).owner == cast.psychologist.user


def test_a_task_is_done_and_opened_again(cast):
    case, _person = a_case(cast.worker)
    task = a_task(cast, case)
    finish_task(cast.worker, task)
    assert (task.done_on, task.done_by) == (today(), cast.worker.user)
    with pytest.raises(Refused, match="done already"):
        finish_task(cast.worker, task)
    reopen_task(cast.worker, task)
    assert task.done_on is None and task.done_by is None
    with pytest.raises(Refused):
        reopen_task(cast.worker, task)


def test_the_second_writer_of_a_task_is_told_and_keeps_the_text(cast, enter):
    case, _person = a_case(cast.worker)
    task = a_task(cast, case)
    facts = {"what": "Citādi", "owner": cast.worker.user, "due": today()}
    change_task(cast.worker, task, seen_version=1, **facts)
    with pytest.raises(Stale):
        change_task(cast.worker, task, seen_version=1, **facts)
    told = {"what": "Mans teksts", "owner": cast.worker.user.pk, "due": today().isoformat(), "version": 1}
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/tasks/{task.pk}/", told)
    assert answer.status_code == 422 and "Mans teksts" in answer.content.decode()
    task.refresh_from_db()
    assert task.what == "Citādi"


def test_the_second_writer_sees_what_the_first_wrote_and_may_save_again(cast, enter):
    case, _person = a_case(cast.worker)
    task = a_task(cast, case)
    facts = {"what": "Citādi", "owner": cast.worker.user, "due": today() + DAY}
    change_task(cast.worker, task, seen_version=1, **facts)
    browser, at = enter(cast.worker.user), f"/cases/{case.pk}/tasks/{task.pk}/"
    told = {"what": "Mans teksts", "owner": cast.worker.user.pk, "due": today().isoformat(), "version": 1}
    answer = browser.post(at, told)
    assert "What somebody else wrote meanwhile" in answer.content.decode()
    form = answer.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert browser.post(at, again).status_code == 302
    task.refresh_from_db()
    assert "Mans teksts" in task.what and task.due == today()


def test_a_reminder_after_the_day_is_refused(cast, enter):
    case, _person = a_case(cast.worker)
    with pytest.raises(Refused, match="reminder"):
        a_task(cast, case, remind_on=today() + DAY)
    told = {"what": "x", "owner": cast.worker.user.pk, "due": "2026-06-01", "remind_on": "2026-06-02"}
    answer = enter(cast.worker.user).post(f"/cases/{case.pk}/tasks/add/", told)
    assert answer.status_code == 422 and "reminder cannot come after" in answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"owner": None}, "Say who"),
        ({"owner_kind": ""}, "Say who"),
        ({"owner_kind": "institution", "owner": None}, "name of the institution"),
        ({"due": None}, "which day"),
    ],
)
def test_a_step_without_owner_or_day_is_refused_in_a_sentence(cast, facts, said):
    case, _person = a_case(cast.worker)
    goal = a_goal(cast, case)
    with pytest.raises(Refused, match=said):
        a_step(cast, case, goal, **facts)
    assert not unscoped(Step, reason="tests").exists()


def test_a_step_is_the_clients_or_an_institutions_by_name(cast):
    case, _person = a_case(cast.worker)
    goal = a_goal(cast, case)
    hers = a_step(cast, case, goal, owner_kind="client", owner=None)
    theirs = a_step(cast, case, goal, owner_kind="institution", owner=None, owner_name="Bāriņtiesa")
    assert hers.who and theirs.who == "Bāriņtiesa"


def test_a_goal_of_another_case_takes_no_step(cast):
    case, _person = a_case(cast.worker)
    other, _other = a_case(cast.worker, "Cita", "Citiņa")
    goal = a_goal(cast, other)
    with pytest.raises(Refused, match="another case"):
        a_step(cast, case, goal)


def test_a_changed_step_stays_in_the_history(cast, enter):
    case, _person = a_case(cast.worker)
    step = a_step(cast, case, a_goal(cast, case))
    facts = {"what": "Atrast istabu", "owner_kind": "client", "owner": None, "due": today()}
    new = change_step(cast.worker, step, seen_version=1, **facts)
    assert new.before == step and [one.pk for one in cast.worker(Step)] == [new.pk]
    void_step(cast.worker, new, seen_version=1, reason="Pārcēlās pie māsas")
    assert not cast.worker(Step).exists()
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/plan/").content.decode()
    assert all(words in page for words in ("Atrast dzīvokli", "Atrast istabu", "Pārcēlās pie māsas"))
    assert "Atrast istabu" not in enter(cast.second_worker.user).get(f"/cases/{case.pk}/plan/").content.decode()


def test_two_change_a_step_and_the_second_is_told(cast):
    case, _person = a_case(cast.worker)
    step = a_step(cast, case, a_goal(cast, case))
    move_step_on(cast.worker, step, seen_version=1, progress="begun")
    with pytest.raises(Stale):
        void_step(cast.worker, step, seen_version=1, reason="x")
    assert cast.worker(Step).count() == 1


def test_a_step_that_is_over_has_its_day_and_one_begun_again_has_none(cast):
    case, _person = a_case(cast.worker)
    step = a_step(cast, case, a_goal(cast, case))
    move_step_on(cast.worker, step, seen_version=1, progress="done")
    assert step.over_on == today()
    move_step_on(cast.worker, step, seen_version=2, progress="begun")
    assert step.over_on is None


def test_a_review_sets_the_next_one(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(Refused, match="add a goal first"):
        review_plan(cast.worker, case, found="x", next_on=today() + DAY)
    with pytest.raises(Refused, match="which day the plan is reviewed"):
        add_goal(cast.worker, case, text="Mērķis")
    a_goal(cast, case)
    with pytest.raises(Refused, match="after today"):
        review_plan(cast.worker, case, found="Iet uz priekšu", next_on=today())
    assert cast.worker(PlanReview).get().held_on is None
    review_plan(cast.worker, case, found="Iet uz priekšu", next_on=today() + 30 * DAY)
    held, coming = cast.worker(PlanReview)
    assert (held.held_on, held.found) == (today(), "Iet uz priekšu")
    assert (coming.held_on, coming.due) == (None, today() + 30 * DAY)


def test_a_closed_case_takes_no_task_and_no_plan(cast):
    case, _person = a_case(cast.worker)
    close_case(cast.worker, case, closed_on=today(), seen_version=case.version)
    with pytest.raises(NotAllowed):
        a_task(cast, case)
    with pytest.raises(NotAllowed):
        a_goal(cast, case)


def test_the_plan_is_written_in_the_browser(cast, enter):
    case, _person = a_case(cast.worker)
    browser, start = enter(cast.worker.user), f"/cases/{case.pk}/plan/"
    soon = (today() + DAY).isoformat()
    assert browser.post(f"{start}goals/add/", {"text": "Miers"}).status_code == 422
    told = {"text": "Miers", "own_words": "Lai bērni smejas", "review_on": soon}
    assert browser.post(f"{start}goals/add/", told).status_code == 302
    goal = cast.worker(Step.goal.field.related_model).get()
    told = {"goal": goal.pk, "what": "Uz tiesu", "owner_kind": "institution", "due": soon}
    answer = browser.post(f"{start}steps/add/", told)
    assert answer.status_code == 422 and "name of the institution" in answer.content.decode()
    assert browser.post(f"{start}steps/add/", told | {"owner_name": "Izdomu tiesa"}).status_code == 302
    step = cast.worker(Step).get()
    assert browser.post(f"{start}steps/{step.pk}/progress/", {"progress": "done", "version": 1}).status_code == 302
    assert browser.post(f"{start}goals/{goal.pk}/reached/", {"sure": "1"}).status_code == 302
    told = {"held_on": today().isoformat(), "found": "Labi", "next_on": soon}
    assert browser.post(f"{start}review/", told).status_code == 302
    told = {"what": "Vēstule", "owner": cast.worker.user.pk, "due": today().isoformat()}
    assert browser.post(f"/cases/{case.pk}/tasks/add/", told).status_code == 302
    page = browser.get(start).content.decode()
    for words in ("Miers", "Lai bērni smejas", "Uz tiesu", "Izdomu tiesa", "Labi", "Vēstule", "reached on"):
        assert words in page, words
    task = cast.worker(Task).get()
    assert browser.post(f"/cases/{case.pk}/tasks/{task.pk}/done/", {"sure": "1"}).status_code == 302
    assert "Vēstule" in browser.get(f"/cases/{case.pk}/plan/").content.decode()
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    assert "done today" in page[page.index("Uz tiesu") :] and "data-tick" not in page, "done until the evening, undone"
    assert browser.post(f"/cases/{case.pk}/tasks/{task.pk}/reopen/", {"from": "case"}).url == f"/cases/{case.pk}/"
    assert "data-tick" in browser.get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize("leaves", ["hands the case over", "leaves the team", "stays in the team"])
def test_what_somebody_who_leaves_had_still_to_do_is_the_leads(cast, leaves):
    case, person = a_case(cast.worker)
    done, colleague = a_task(cast, case), cast.second_worker.user
    finish_task(cast.worker, done)
    if leaves == "leaves the team":
        join_team(cast.worker, case, user=colleague, profession=Profession.PSYCHOLOGIST)
        whose, lead = colleague, cast.worker.user
    else:
        whose, lead = cast.worker.user, colleague
    mine = [
        a_task(cast, case, owner=whose),
        a_step(cast, case, a_goal(cast, case), owner=whose),
        make_appointment(
            cast.worker,
            case,
            starts=timezone.now() + DAY,
            minutes=30,
            place_kind="office",
            staff=whose,
            people=[person],
        ),
    ]
    if leaves == "leaves the team":
        leave_team(cast.worker, case, user=whose)
    else:
        hand_over(cast.worker, case, to=lead, stays=leaves == "stays in the team")
    for one in (done, *mine):
        one.refresh_from_db()
    expected = whose if leaves == "stays in the team" else lead
    assert [mine[0].owner, mine[1].owner, mine[2].staff] == [expected] * 3
    assert done.owner == cast.worker.user, "who did it stays on record"
