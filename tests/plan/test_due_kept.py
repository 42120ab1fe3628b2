"""The list of what is due says what the records say, whichever way somebody wrote; a check told apart finds what does
not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.access.plan_rows import PlanRows
from tests.cast import a_case, hire
from tests.rights.test_erasure import erased
from tests.rights.world import LONG_AGO, a_file

from tilts.access.actions import save_over
from tilts.access.actor import JOB, acting
from tilts.access.models import Role
from tilts.access.prepared import ask
from tilts.access.reach import IN_FOLDER, Refused, unscoped
from tilts.cases import actions
from tilts.cases.models import SOURCES, Case, Due, FollowUp, TeamMember
from tilts.config.commands import run
from tilts.kit.carried import CARRIED, NotCarried, NotInTransaction
from tilts.kit.dates import RIGA
from tilts.people.actions import merge, undo_merging
from tilts.plan import actions as plan_actions
from tilts.plan.checking import compare, rebuild
from tilts.plan.due import MINE, how_many, lines, on_day
from tilts.plan.models import Appointment, Goal, Order, PlanReview, Step, Task
from tilts.sealing.fields import sealed_fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)
LATER = date(2031, 5, 6)
NOON = datetime(2031, 5, 6, 12, tzinfo=RIGA)
CHANGES: dict[Any, dict[str, Any]] = {
    Task: {"due": LATER},
    Step: {"due": LATER},
    PlanReview: {"due": LATER},
    FollowUp: {"due": LATER},
    Order: {"due": LATER, "ends": NOON},
    Appointment: {"day": LATER, "starts": NOON},
}
"""Another day for the records of every table of which something falls due."""
EACH = pytest.mark.parametrize("model", list(SOURCES), ids=lambda model: model.__name__)


def today():
    return timezone.localdate()


def wrong() -> list[str]:
    """What the check finds, as whoever runs the machine."""
    with transaction.atomic(), acting(JOB):
        return [str(one) for one in compare() if not one.agrees]


def due_of(record: Any) -> list[Any]:
    with transaction.atomic(), acting(JOB):
        return list(unscoped(Due, reason="tests").filter(record=record.pk))


@pytest.fixture
def rows(cast):
    case, person = a_case(cast.worker)
    return PlanRows(cast, case, person)


def a_record(rows, model):
    return next(one for one in vars(rows).values() if type(one) is model)


# every table, every way of writing


def by_save(record, change):
    for name, value in change.items():
        setattr(record, name, value)
    record.save()


def by_some_fields(record, change):
    for name, value in change.items():
        setattr(record, name, value)
    record.save(update_fields=list(change))


def by_save_over(record, change):
    save_over(record, record.version, **change)


def by_update(record, change):
    type(record)._base_manager.filter(pk=record.pk).update(**change)


def by_update_within_reach(record, change):
    unscoped(type(record), reason="tests").filter(pk=record.pk).update(**change)


def by_an_update_that_no_longer_finds_its_rows(record, change):
    name = next(iter(change))
    type(record)._base_manager.filter(pk=record.pk, **{name: getattr(record, name)}).update(**change)


def by_bulk_update(record, change):
    for name, value in change.items():
        setattr(record, name, value)
    type(record)._base_manager.bulk_update([record], list(change))


def by_update_or_create(record, change):
    type(record)._base_manager.update_or_create(pk=record.pk, defaults=change)


def by_writing_the_same_key_again(record, change):
    for name, value in change.items():
        setattr(record, name, value)
    columns = [field.name for field in record._meta.concrete_fields if field.name in change]
    type(record)._base_manager.bulk_create([record], update_conflicts=True, unique_fields=["id"], update_fields=columns)


WAYS = [way for name, way in list(globals().items()) if name.startswith("by_")]


@EACH
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_whichever_way_a_record_is_written_what_is_due_goes_with_it(cast, rows, model, way):
    record = a_record(rows, model)
    assert [one.day for one in due_of(record)] == [today()] and wrong() == []
    with transaction.atomic():
        way(record, CHANGES[model])
    assert [one.day for one in due_of(record)] == [LATER]
    assert wrong() == []


@EACH
def test_made_one_by_one_or_many_at_once_voided_or_taken_away(cast, rows, model):
    record = a_record(rows, model)
    copies = [type(record)._base_manager.get(pk=record.pk) for _n in range(3)]
    if model is PlanReview:
        unscoped(model, reason="tests").update(held_on=today())
    for number, copy in enumerate(copies, 1):
        for field in sealed_fields(model):
            getattr(copy, field.name)  # opened while the record still has its own key
        copy.id, copy._state.adding = model._meta.pk.get_default(), True
        if model is FollowUp:
            copy.due = today() + number * DAY
        if model is PlanReview:
            copy.held_on = today()
    with transaction.atomic():
        model._base_manager.bulk_create(copies[:2])
        copies[2].save()
    assert all(len(due_of(copy)) == 1 for copy in copies) and wrong() == []
    with transaction.atomic():
        save_over(copies[0], copies[0].version, voided_at=timezone.now())
        unscoped(model, reason="tests").filter(pk=copies[1].pk).delete()
        copies[2].delete()
    assert not any(due_of(copy) for copy in copies) and wrong() == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_none_of_them_is_written(cast):
    with transaction.atomic():
        case, person = a_case(cast.worker)
        rows = PlanRows(cast, case, person)
    for model, change in CHANGES.items():
        record = a_record(rows, model)
        for way in (by_save, by_update, by_writing_the_same_key_again):
            with pytest.raises(NotInTransaction):
                way(record, change)
        with pytest.raises(NotCarried):
            model._base_manager.filter(pk=record.pk)._raw_delete("default")
        assert due_of(record) and wrong() == []
        record.delete()  # Django takes rows away in a transaction of its own
        assert not due_of(record) and wrong() == []


@EACH
def test_it_lies_in_the_folder_and_zone_of_its_record_and_reads_what_it_names(rows, model, django_assert_num_queries):
    source = SOURCES[model]
    assert IN_FOLDER[model] == (source.key, source.zone), "a row would be read by others than its record"
    [record] = source.read([a_record(rows, model).pk])
    with django_assert_num_queries(0):
        assert [one.kind for one in source.rows(record)] <= list(source.kinds)
    loose = (models.SET_NULL, models.SET_DEFAULT)
    keys = [field for field in model._meta.concrete_fields if field.name in CARRIED[model].columns]
    assert not [key.name for key in keys if key.remote_field and key.remote_field.on_delete in loose], (
        "Django empties such a key past every query set"
    )


def test_every_table_whose_records_fall_due_is_tried_here():
    assert set(SOURCES) == set(CHANGES) <= set(CARRIED)


# what the check finds


@EACH
def test_the_check_finds_what_was_written_past_everything(rows, model):
    [row] = due_of(a_record(rows, model))
    kind = unscoped(Due, reason="tests").filter(pk=row.pk)
    for change in ({"day": today() + DAY}, {"done": not row.done}, {"zone": "admin"}, {"moment": NOON}):
        before = {name: getattr(row, name) for name in change}
        kind.update(**change)
        assert wrong() == [f"{row.kind}: 1 rows, 0 missing, 0 that point to nothing, 1 different"]
        kind.update(**before)
    kind.update(record=rows.goal.pk)
    assert wrong() == [f"{row.kind}: 1 rows, 1 missing, 1 that point to nothing, 0 different"]
    kind.delete()
    assert wrong() == [f"{row.kind}: 0 rows, 1 missing, 0 that point to nothing, 0 different"]
    with transaction.atomic(), acting(JOB):
        assert rebuild() == len(SOURCES)
    assert wrong() == []


# random worlds


class World:
    """A case in which the verbs do something, whatever there is to do it with; what cannot be is left out."""

    def __init__(self, cast: Any) -> None:
        self.cast, self.reach = cast, cast.worker
        self.case, self.person = a_case(cast.worker)
        self.other, self.twin = a_case(cast.worker, "Ana")
        self.merged: Any = None

    def do(self, verb: str, number: int) -> None:
        try:
            with transaction.atomic():
                self.case.refresh_from_db()
                getattr(self, verb)(number)
        except (Refused, IndexError):
            pass

    def one(self, model: Any, number: int) -> Any:
        rows = list(unscoped(model, reason="tests").filter(case=self.case, voided_at=None).order_by("created_at"))
        return rows[number % len(rows)] if rows else [][0]

    def add_task(self, n):
        told = {"what": "x", "owner": self.reach.user, "due": today() + n * DAY}
        plan_actions.add_task(self.reach, self.case, remind_on=today() + (n - 2) * DAY if n > 3 else None, **told)

    def change_task(self, n):
        task = self.one(Task, n)
        told = {"what": "y", "owner": self.reach.user, "due": today() + n * DAY, "remind_on": None}
        plan_actions.change_task(self.reach, task, seen_version=task.version, **told)

    def change_task_twice_at_once(self, n):
        self.change_task(n)
        self.change_task(n + 3)

    def finish_task(self, n):
        plan_actions.finish_task(self.reach, self.one(Task, n))

    def reopen_task(self, n):
        plan_actions.reopen_task(self.reach, self.one(Task, n))

    def fail_after_changing_a_task(self, n):
        self.change_task(n)
        raise Refused("what was written in it is taken back")

    def add_step(self, n):
        goals = list(unscoped(Goal, reason="tests").filter(case=self.case))
        goal = goals[0] if goals else plan_actions.add_goal(self.reach, self.case, text="x", review_on=today() + DAY)
        told = {"owner": self.reach.user, "owner_kind": "colleague"} if n % 2 else {"owner_kind": "client"}
        plan_actions.add_step(self.reach, self.case, goal=goal, what="x", due=today() + n * DAY, **told)

    def change_step(self, n):
        step = self.one(Step, n)
        told = {"what": "y", "owner_kind": "client", "due": today() + n * DAY}
        plan_actions.change_step(self.reach, step, seen_version=step.version, **told)

    def move_step_on(self, n):
        step = self.one(Step, n)
        progress = ("planned", "begun", "done", "not_possible")[n % 4]
        plan_actions.move_step_on(self.reach, step, seen_version=step.version, progress=progress)

    def void_step(self, n):
        step = self.one(Step, n)
        plan_actions.void_step(self.reach, step, seen_version=step.version, reason="x")

    def review_plan(self, n):
        plan_actions.review_plan(self.reach, self.case, found="x", next_on=today() + (n + 1) * DAY)

    def record_order(self, n):
        kind = ("separation", "court")[n % 2]
        ends = None if n % 3 else timezone.now() + n * DAY + DAY
        plan_actions.record_order(self.reach, self.case, kind=kind, starts=timezone.now() - n * DAY, ends=ends)

    def end_order(self, n):
        order = self.one(Order, n)
        plan_actions.end_order(self.reach, order, seen_version=order.version, ends=order.starts + n * DAY)

    def answer_order(self, n):
        order = self.one(Order, n)
        plan_actions.answer_order(self.reach, order, seen_version=order.version, applied=bool(n % 2), on=today())

    def make_appointment(self, n):
        told = {"minutes": 30, "place_kind": "phone", "staff": self.reach.user, "people": [self.person]}
        plan_actions.make_appointment(self.reach, self.case, starts=timezone.now() + (n - 3) * DAY, **told)

    def move_appointment(self, n):
        met = self.one(Appointment, n)
        starts = timezone.now() + n * DAY
        plan_actions.move_appointment(self.reach, met, seen_version=met.version, starts=starts)

    def settle_appointment(self, n):
        met = self.one(Appointment, n)
        state = ("held", "cancelled", "no_show", "planned")[n % 4]
        plan_actions.settle_appointment(self.reach, met, seen_version=met.version, state=state)

    def agree_follow_ups(self, n):
        actions.agree_follow_ups(self.reach, self.case, closed_on=today() - n * DAY, agreed=bool(n % 3), safe_way="x")

    def record_follow_up(self, n):
        one = self.one(FollowUp, n)
        outcome = ("safe", "declined")[n % 2]
        actions.record_follow_up(self.reach, one, seen_version=one.version, outcome=outcome, done_on=today())

    def close(self, n):
        told = {"seen_version": self.case.version, "despite": "x", "follow_up": bool(n % 2), "safe_way": "x"}
        actions.close_case(self.reach, self.case, closed_on=today(), **told)

    def reopen(self, n):
        actions.reopen_case(self.reach, self.case, reason="x", seen_version=self.case.version)

    def hand_over(self, n):
        to = self.cast.second_worker if self.reach is self.cast.worker else self.cast.worker
        actions.hand_over(self.reach, self.case, to=to.user, stays=bool(n % 2))
        self.reach = to

    def merge(self, n):
        if self.merged is None:
            self.merged = merge(self.cast.supervisor, self.person, merged=self.twin)

    def undo_merging(self, n):
        if self.merged is not None:
            undo_merging(self.cast.supervisor, self.person, merging=self.merged)
            self.merged = None


APART = ("do", "one")
VERBS = [name for name in vars(World) if not name.startswith("_") and name not in APART]
DONE = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 9)), min_size=10, max_size=30)


class SaidApart:
    """What is somebody's on a day, from the records that they reach, one by one."""

    def __init__(self, reach: Any, day: date) -> None:
        self.reach, self.day, self.me = reach, day, reach.user.pk
        self.helps = {one.case_id for one in reach(TeamMember).filter(user=self.me, ends=None)}
        self.found: set[tuple[str, Any]] = set()
        for task in self.rows(Task):
            self.put("task", task, whose=task.owner_id == self.me, since=task.remind_on or task.due, done=task.done_on)
        for step in self.rows(Step):
            whose = step.owner_id == self.me or (step.owner_id is None and step.case.lead_id == self.me)
            self.put("step", step, whose=whose, since=step.due, done=step.progress in ("done", "not_possible"))
        for review in self.rows(PlanReview):
            self.put("review", review, whose=review.case.lead_id == self.me, since=review.due, done=review.held_on)
        for later in self.rows(FollowUp).filter(agreed=True):
            self.put("follow_up", later, whose=self.works(later), since=later.due, done=later.done_on, ends=False)
        self.orders()

    def orders(self) -> None:
        for row in self.rows(Order).exclude(due=None):
            if row.kind == "separation":
                answered = row.applied_on or row.declined_on
                self.put("order", row, whose=self.works(row), since=row.due - DAY, done=answered)
            else:
                self.put("order_end", row, whose=self.works(row), since=row.due - 13 * DAY, done=row.due < self.day)

    def rows(self, model: Any) -> Any:
        return self.reach(model).select_related("case")

    def works(self, row: Any) -> bool:
        return row.case.lead_id == self.me or row.case_id in self.helps

    def put(self, kind: str, row: Any, *, whose: bool, since: date, done: Any, ends: bool = True) -> None:
        if whose and not done and since <= self.day and not (ends and row.case.closed_on):
            self.found.add((kind, row.pk))


def mine(reach: Any, day: date) -> list[tuple[str, Any]]:
    return [(one.kind, one.record) for rows in MINE for one in rows(reach, today=day)]


def check_my_day(reach: Any) -> None:
    """The list, the number in the morning letter, and the lines of my day say what the records say."""
    with transaction.atomic(), acting(reach):
        for day in (today() - 3 * DAY, today(), today() + 6 * DAY):
            found, plainly = mine(reach, day), SaidApart(reach, day).found
            assert len(found) == len(set(found)) == how_many(reach, day) and set(found) == plainly, day
            asked = ask(reach, on_day, today=day, first=day, last=day + DAY)
            told, more = lines(reach, asked)
            keys = {(line.key, line.record) for line in told}
            assert keys <= plainly and (more or keys == plainly), day
            met = reach(Appointment).filter(staff=reach.user, day__gte=day, day__lte=day + DAY).exclude(state="moved")
            assert {one[1] for one in asked if one[0] == "appointment"} == {one.pk for one in met}, day


@pytest.mark.parametrize("worlds", [12, 40, pytest.param(300, marks=pytest.mark.lengthy)])
def test_in_random_worlds_of_verbs_the_list_is_what_the_records_say(cast, worlds):
    seen: set[str] = set()

    @settings(
        max_examples=worlds,
        deadline=None,
        database=None,
        derandomize=worlds < 100,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )
    @given(done=DONE)
    def kept(done: list[tuple[str, int]]) -> None:
        with transaction.atomic():
            world = World(cast)
            for verb, number in done:
                world.do(verb, number)
            assert wrong() == []
            for reach in (cast.worker, cast.second_worker, cast.supervisor):
                check_my_day(reach)
            seen.update(unscoped(Due, reason="tests").values_list("kind", flat=True))
            transaction.set_rollback(True)

    kept()
    every = {kind for source in SOURCES.values() for kind in source.kinds}
    assert seen <= every and (worlds < 40 or seen == every), "every kind came up"


def test_everything_at_once_then_merged_and_undone_erased_and_closed(cast):
    file = a_file(cast, child=False)
    PlanRows(cast, file.case, file.client)
    _other, twin = a_case(cast.worker, "Ana")
    made = merge(cast.supervisor, file.client, merged=twin)
    assert wrong() == []
    undo_merging(cast.supervisor, file.client, merging=made)
    assert wrong() == []
    told = {"seen_version": file.case.version, "despite": "x", "closed_on": today()}
    actions.close_case(cast.worker, file.case, **told)
    Case._base_manager.filter(pk=file.case.pk).update(opened_on=LONG_AGO, closed_on=LONG_AGO)
    erased(cast, file)
    assert wrong() == [] and due_of(unscoped(Task, reason="tests").get(case=file.case))


# moments


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 6)])
def test_a_day_without_an_hour_is_over_at_its_own_midnight_also_when_the_clock_changes(cast, day):
    case, _person = a_case(cast.worker)
    task = plan_actions.add_task(cast.worker, case, what="x", owner=cast.worker.user, due=day)
    [row] = due_of(task)
    over = row.moment.astimezone(RIGA)
    assert (over.date(), over.hour, over.minute, row.timed) == (day + DAY, 0, 0, False)
    assert timezone.localdate(row.moment - timedelta(microseconds=1)) == day
    assert wrong() == []


@pytest.mark.parametrize(("fold", "hour"), [(0, "00:30"), (1, "01:30")])
def test_an_order_ends_at_its_hour_in_the_hour_that_comes_twice(cast, fold, hour):
    """On 25 October 2026 the clock on the wall is half past three twice; the two are an hour apart."""
    case, _person = a_case(cast.worker)
    ends = datetime(2026, 10, 25, 3, 30, tzinfo=RIGA, fold=fold)
    order = plan_actions.record_order(cast.worker, case, kind="court", starts=ends - 30 * DAY, ends=ends)
    [row] = due_of(order)
    assert row.timed and f"{row.moment:%H:%M}" == hour and row.day == date(2026, 10, 25)
    assert row.shows_from == date(2026, 10, 12)
    assert wrong() == []


def test_corrected_twice_in_one_transaction_the_last_word_stands(cast):
    case, _person = a_case(cast.worker)
    task = plan_actions.add_task(cast.worker, case, what="x", owner=cast.worker.user, due=today())
    [before] = due_of(task)
    with transaction.atomic():
        for days in (3, 5):
            told = {"what": "x", "owner": cast.worker.user, "due": today() + days * DAY}
            plan_actions.change_task(cast.worker, task, seen_version=task.version, **told)
    [row] = due_of(task)
    assert (row.pk, row.day) == (before.pk, today() + 5 * DAY)


def test_a_row_that_points_to_nothing_is_no_line_on_my_day_and_on_no_page_of_the_case(cast, rows, enter):
    unscoped(Due, reason="tests").filter(kind="task").update(record=rows.goal.pk)
    found = ask(cast.worker, on_day, today=today(), first=today(), last=today())
    told, _more = lines(cast.worker, found)
    assert "task" in [one[0] for one in found] and "task" not in [line.key for line in told]
    browser = enter(cast.worker.user)
    for address in ("/", f"/cases/{rows.case.pk}/", "/cases/", "/calendar/"):
        assert browser.get(address).status_code == 200
    assert wrong() == ["task: 1 rows, 1 missing, 1 that point to nothing, 0 different"]


def test_a_case_that_goes_takes_along_what_is_due_in_it(cast, rows):
    Case._base_manager.filter(pk=rows.case.pk).delete()
    assert not unscoped(Due, reason="tests").exists()


# who reads it


def test_nobody_reads_more_of_what_is_due_than_of_its_records(cast, rows):
    outsider = hire(cast.stranger_office, "Sveša Sveštante", Role.CASE_WORKER)
    for who in [*cast.everybody(), outsider]:
        seen = {(row.record, row.kind) for row in who(Due)}
        theirs = {(row.pk, kind) for model, source in SOURCES.items() for row in who(model) for kind in source.kinds}
        assert seen <= theirs, who.role
    assert cast.worker(Due).count() == len(SOURCES) and not outsider(Due).exists()


# the command, and the records from before


def test_the_command_says_how_many_and_nothing_of_anybody(cast, rows, capsys):
    def told(*words):
        with transaction.atomic(), acting(JOB):
            return run(["due", *words]), capsys.readouterr().out

    code, said = told("--check")
    assert code == 0 and "task: 1 rows, as the records say" in said
    unscoped(Due, reason="tests").filter(kind="task").update(record=rows.goal.pk)
    unscoped(Due, reason="tests").filter(kind="order").delete()
    code, said = told("--check")
    assert code == 1 and "task: 1 rows, 1 missing, 1 that point to nothing, 0 different" in said
    assert "order: 0 rows, 1 missing" in said and not any(str(row.pk) in said for row in (rows.case, rows.goal))
    assert told("--rebuild") == (0, f"{len(SOURCES)} rows written\n")
    assert told("--check")[0] == 0
