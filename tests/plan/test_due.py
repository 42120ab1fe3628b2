"""My day with everything due, the morning letter, follow-ups, what the state pays for, dated status; few queries."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cases.test_pages import MOST_OF_CASE_PAGE, MOST_OF_DAY, MOST_OF_LIST, MOST_QUERIES, is_work
from tests.cast import BY_LAW, a_case, hire

from tilts.access.actions import let_in
from tilts.access.models import GrantKind, Role
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import agree_follow_ups, close_case, record_follow_up, restrict
from tilts.cases.models import FollowUp
from tilts.day import tasks
from tilts.day.listing import page_after
from tilts.generated.amounts import Amounts
from tilts.generated.around import give_cases
from tilts.generated.contents import fill
from tilts.people.models import Standing
from tilts.plan import entitlements
from tilts.plan.actions import (
    add_goal,
    add_step,
    add_task,
    extend_entitlement,
    finish_task,
    grant_entitlement,
    make_appointment,
    record_order,
)
from tilts.plan.due import KINDS, MINE, how_many
from tilts.plan.entitlements import term_of, terms
from tilts.plan.models import Entitlement, PlanReview, Task
from tilts.post.kinds import KINDS as LETTERS
from tilts.post.models import Letter
from tilts.services.actions import write_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)


def mine(reach, day):
    """The keys of what is this colleague's on a day, by kind, the soonest first."""
    rows = sorted((one for rows in MINE for one in rows(reach, today=day)), key=lambda one: (one.day, one.record))
    return {kind: [one.record for one in rows if one.kind == kind] for kind in KINDS}


def today():
    return timezone.localdate()


def a_task(cast, case, **facts):
    return add_task(cast.worker, case, **{"what": "Zvanīt", "owner": cast.worker.user, "due": today()} | facts)


def everything_due(cast):
    """A case in which one thing of each kind is due today."""
    case, person = a_case(cast.worker)
    a_task(cast, case)
    goal = add_goal(cast.worker, case, text="Mērķis", review_on=today() + DAY)
    add_step(cast.worker, case, goal=goal, what="Uz tiesu", owner_kind="client", due=today())
    unscoped(PlanReview, reason="tests").filter(case=case).update(due=today())
    record_order(cast.worker, case, kind="separation", starts=timezone.now() - 7 * DAY)
    return case, person


def test_my_day_has_everything_due_and_the_order_first(cast, enter):
    case, _person = everything_due(cast)
    closed, _other = a_case(cast.worker, "Cita", "Citiņa")
    agree_follow_ups(cast.worker, closed, closed_on=today() - 40 * DAY, safe_way="Tikai pa pastu")
    assert how_many(cast.worker, today()) == 5
    page = enter(cast.worker.user).get("/").content.decode()
    for words in ("Application to the court", "Task", "Step of the plan", "Review of the plan", "Follow-up"):
        assert words in page, words
    assert page.index("Application to the court") < page.index("Zvanīt")
    assert "Tikai pa pastu" not in page and case.code in page


def test_what_is_done_moved_or_in_a_closed_case_is_not_due(cast):
    case, _person = a_case(cast.worker)
    task = a_task(cast, case)
    later = a_task(cast, case, due=today() + 5 * DAY)
    reminded = a_task(cast, case, due=today() + 5 * DAY, remind_on=today())
    assert sorted(mine(cast.worker, today())["task"]) == sorted([task.pk, reminded.pk])
    assert later.pk in mine(cast.worker, today() + 5 * DAY)["task"]
    finish_task(cast.worker, task)
    assert how_many(cast.worker, today()) == 1
    close_case(cast.worker, case, closed_on=today(), seen_version=case.version, despite="Aizbrauca")
    assert how_many(cast.worker, today()) == 0


def test_a_task_falls_due_at_midnight_in_riga(cast, monkeypatch):
    case, _person = a_case(cast.worker)
    a_task(cast, case, due=date(2026, 10, 25))
    for moment, due in (("2026-10-24T20:59:59+00:00", 0), ("2026-10-24T21:00:01+00:00", 1)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: datetime.fromisoformat(moment))
        assert Task.every_row.filter(due__lte=timezone.localdate()).count() == due


def test_nobody_has_the_tasks_of_others_on_their_day(cast, enter):
    everything_due(cast)
    for who in (cast.second_worker, cast.supervisor, cast.stranger):
        assert how_many(who, today()) == 0, who.role
        assert "Zvanīt" not in enter(who.user).get("/").content.decode()


def test_a_wall_takes_things_off_the_day(cast):
    case, _person = everything_due(cast)
    assert how_many(cast.worker, today()) == 4
    raise_wall(cast.supervisor, case.folder, reason="kin", user=cast.worker.user)
    assert how_many(cast.worker, today()) == 0


def test_the_list_of_cases_shows_the_next_thing_due(cast, enter):
    case, _person = a_case(cast.worker)
    a_task(cast, case, due=today() + 9 * DAY)
    a_task(cast, case, due=today() + 2 * DAY)
    case_of = {who.user: page_after(who, None, closed=False).rows[0] for who in (cast.worker, cast.second_worker)}
    assert case_of[cast.worker.user].next_day == today() + 2 * DAY
    assert case_of[cast.second_worker.user].next_day is None
    words = f"{today() + 2 * DAY:%-d %b %Y}".replace("Sep", "Sept")
    assert words in enter(cast.worker.user).get("/cases/").content.decode()
    assert words not in enter(cast.second_worker.user).get("/cases/").content.decode()


# the morning letter


@pytest.fixture
def morning(monkeypatch):
    """The clock on the wall may be anything: a letter is written at any hour."""
    monkeypatch.setattr(tasks, "MORNING", 0)
    monkeypatch.setattr(tasks, "NIGHT", 24)


def test_one_letter_a_day_says_how_many_and_nothing_else(cast, morning):
    case, _person = everything_due(cast)
    assert tasks.tell_what_is_due() == 1
    assert tasks.tell_what_is_due() == 0
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.path) == (cast.worker.user, "day.due_4", "/")
    said = f"{LETTERS[letter.kind].subject} {LETTERS[letter.kind].body}"
    assert "4" in said and case.code not in said and "Anna" not in said
    Letter.objects.update(made_at=timezone.now() - 2 * DAY)
    assert tasks.tell_what_is_due() == 1
    assert mail.outbox == []


def test_who_works_no_more_or_stands_behind_a_wall_reads_no_letter(cast, morning):
    case, _person = everything_due(cast)
    cast.worker.user.is_active = False
    cast.worker.user.save()
    assert tasks.tell_what_is_due() == 0
    cast.worker.user.is_active = True
    cast.worker.user.save()
    raise_wall(cast.supervisor, case.folder, reason="kin", user=cast.worker.user)
    assert tasks.tell_what_is_due() == 0


def test_at_night_no_letter_is_written(cast, monkeypatch):
    everything_due(cast)
    hour = timezone.localtime().hour
    monkeypatch.setattr(tasks, "MORNING", hour + 1)
    assert tasks.tell_what_is_due() == 0


def test_more_than_twenty_are_twenty_or_more(cast, morning):
    case, _person = a_case(cast.worker)
    for _round in range(23):
        a_task(cast, case)
    tasks.tell_what_is_due()
    assert Letter.objects.get().kind == "day.due_20"
    assert str(LETTERS["day.due_1"].body) != str(LETTERS["day.due_2"].body)


# follow-ups


@pytest.mark.parametrize(
    ("closed", "days"),
    [
        (date(2026, 8, 31), ["2026-09-30", "2026-11-30", "2027-02-28"]),
        (date(2026, 1, 15), ["2026-02-15", "2026-04-15", "2026-07-15"]),
    ],
)
def test_one_asks_after_one_three_and_six_months(cast, closed, days):
    case, _person = a_case(cast.worker)
    made = agree_follow_ups(cast.worker, case, closed_on=closed, safe_way="Zvanīt māsai")
    assert [one.due.isoformat() for one in made] == days


def test_a_follow_up_is_recorded_in_a_closed_case(cast, enter):
    case, _person = a_case(cast.worker)
    close_case(cast.worker, case, closed_on=today(), seen_version=case.version)
    browser = enter(cast.worker.user)
    told = {"agreed": "true", "months": ["1", "3"]}
    answer = browser.post(f"/cases/{case.pk}/follow-ups/", told)
    assert answer.status_code == 422 and "safe to ask" in answer.content.decode()
    assert browser.post(f"/cases/{case.pk}/follow-ups/", told | {"safe_way": "Vakarā māsai"}).status_code == 302
    first = cast.worker(FollowUp).first()
    assert "to be asked" in browser.get(f"/cases/{case.pk}/").content.decode()
    assert "Vakarā māsai" in browser.get(f"/cases/{case.pk}/follow-ups/{first.pk}/").content.decode()
    told = {"done_on": today().isoformat(), "outcome": "safe", "version": 1}
    assert browser.post(f"/cases/{case.pk}/follow-ups/{first.pk}/", told).status_code == 302
    first.refresh_from_db()
    assert (first.outcome, first.done_on, first.done_by) == ("safe", today(), cast.worker.user)


def test_the_form_of_follow_ups_begins_with_what_is_agreed_and_not_done(cast, enter):
    case, _person = a_case(cast.worker)
    at = f"/cases/{case.pk}/follow-ups/"
    browser = enter(cast.worker.user)
    before = browser.get(at).context["form"].initial
    first, *_later = agree_follow_ups(cast.worker, case, closed_on=today(), safe_way="Zvanīt māsai")
    record_follow_up(cast.worker, first, seen_version=1, outcome="safe", done_on=today())
    assert before == {"seen": ""}
    ahead = {"agreed": "true", "months": [3, 6], "safe_way": "Zvanīt māsai"}
    assert browser.get(at).context["form"].initial.items() >= ahead.items()


def test_who_does_not_want_to_be_asked_any_more_is_not_asked_again(cast):
    case, _person = a_case(cast.worker)
    first, *_later = agree_follow_ups(cast.worker, case, closed_on=today(), safe_way="x")
    record_follow_up(cast.worker, first, seen_version=1, outcome="declined", done_on=today())
    assert [one.pk for one in cast.worker(FollowUp)] == [first.pk]


def test_who_did_not_agree_is_not_asked(cast):
    case, _person = a_case(cast.worker)
    [one] = agree_follow_ups(cast.worker, case, closed_on=today() - 90 * DAY, agreed=False)
    assert how_many(cast.worker, today()) == 0
    with pytest.raises(Refused, match="did not agree"):
        record_follow_up(cast.worker, one, seen_version=1, outcome="safe", done_on=today())


def test_agreeing_again_replaces_what_is_not_done(cast):
    case, _person = a_case(cast.worker)
    first, *_later = agree_follow_ups(cast.worker, case, closed_on=today(), safe_way="x")
    record_follow_up(cast.worker, first, seen_version=1, outcome="safe", done_on=today())
    agree_follow_ups(cast.worker, case, closed_on=today(), safe_way="y", months=[1, 3])
    rows = {(one.months, one.safe_way, bool(one.done_on)) for one in cast.worker(FollowUp)}
    assert rows == {(1, "x", True), (3, "y", False)}


def test_the_safe_way_is_read_only_where_ways_to_reach_are_open(cast):
    case, _person = a_case(cast.worker)
    agree_follow_ups(cast.worker, case, closed_on=today(), safe_way="x")
    let_in(cast.worker, case.folder, GrantKind.REFERRED, **BY_LAW, to_user=cast.lawyer.user)
    assert not cast.lawyer(FollowUp).exists() and not cast.second_worker(FollowUp).exists()
    with pytest.raises(NotAllowed):
        agree_follow_ups(cast.lawyer, case, closed_on=today(), safe_way="x")


# what the state pays for, status and support level


def test_terms_do_not_overlap_and_each_has_its_source():
    assert len(terms()) >= 6
    assert all(one.source and one.name_lv and one.granted + one.extension >= one.most for one in terms())
    assert {one.unit for one in terms()} == {"consultation", "day"}
    ten = term_of("violence.consultations", date(2026, 1, 1))
    assert ten is not None and (ten.granted, ten.extension, ten.most, ten.minutes) == (10, 10, 20, 45)
    days = term_of("violence.institution", date(2026, 1, 1))
    assert days is not None and (days.granted, days.extension, days.most) == (30, 30, 60)


def test_a_limit_that_changed_holds_from_its_day(cast):
    before, after = term_of("child.consultations", date(2023, 8, 31)), term_of("child.consultations", date(2023, 9, 1))
    assert before is not None and after is not None and (before.granted, after.granted) == (10, 20)
    assert term_of("violence.crisis_flat", date(2024, 6, 30)) is None


def test_two_terms_on_one_day_are_an_error(tmp_path, monkeypatch):
    lines = entitlements.FILE.read_text(encoding="utf-8").splitlines()
    planted = tmp_path / "terms.csv"
    planted.write_text("\n".join([*lines, lines[1].replace("2015-01-01", "2020-01-01")]), encoding="utf-8")
    monkeypatch.setattr(entitlements, "FILE", planted)
    terms.cache_clear()
    with pytest.raises(ValueError, match="two terms"):
        terms()
    terms.cache_clear()


def an_entitlement(cast, case, person, **facts):
    told = {"kind": "violence.consultations", "starts": today() - 30 * DAY, "granted": 10}
    return grant_entitlement(cast.worker, case, person=person, **told | facts)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"granted": 11}, "at most 10"),
        ({"kind": "violence.crisis_flat", "starts": date(2024, 6, 1), "granted": 1}, "not in force"),
        ({"kind": "nothing"}, "not in force"),
        ({"ends": date(2020, 1, 1)}, "before the first"),
    ],
)
def test_more_than_the_term_gives_is_refused(cast, facts, said):
    case, person = a_case(cast.worker)
    with pytest.raises(Refused, match=said):
        an_entitlement(cast, case, person, **facts)


def test_an_extension_stays_within_the_term(cast):
    case, person = a_case(cast.worker)
    one = an_entitlement(cast, case, person)
    with pytest.raises(Refused, match="In all at most 20"):
        extend_entitlement(cast.worker, one, seen_version=1, by=11)
    extend_entitlement(cast.worker, one, seen_version=1, by=10)
    assert one.total == 20


def test_what_is_used_and_left_is_counted_from_the_consultations(cast, enter):
    case, person = a_case(cast.worker, opened_on=today() - 60 * DAY)
    an_entitlement(cast, case, person)
    facts = {"people": [person], "mode": "phone", "specialism": "social_worker", "status": "held", "topic": ""}
    for minutes, day in ((45, today()), (30, today()), (60, today()), (90, today()), (45, today() - 40 * DAY)):
        write_session(cast.worker, case, day=day, minutes=minutes, **facts)
    write_session(cast.worker, case, day=today(), minutes=45, **facts | {"status": "no_show"})
    write_session(cast.worker, case, day=today(), minutes=45, **facts | {"specialism": "mentor"})
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert "5 of 10 used, 5 left" in page


def test_days_of_a_stay_are_counted_by_the_calendar():
    stay = Entitlement(starts=date(2026, 3, 20), granted=30)
    assert [stay.days_used(date(2026, 3, day)) for day in (19, 20, 29, 31)] == [0, 1, 10, 12]
    assert stay.days_used(date(2026, 12, 1)) == 30
    stay.ends = date(2026, 3, 25)
    assert stay.days_used(date(2026, 12, 1)) == 6


def test_status_and_support_level_hold_from_a_day_and_stand_in_words_in_the_course_of_the_case(cast, enter):
    case, person = a_case(cast.worker)
    browser, address = enter(cast.worker.user), f"/cases/{case.pk}/people/{person.pk}/status/add/"
    told = {"starts": "2026-02-01", "status": "refugee", "support_level": "maximum"}
    assert browser.post(address, told | {"starts": "2098-01-01"}).status_code == 422
    assert browser.post(address, {"starts": "2026-02-01"}).status_code == 422
    assert browser.post(address, told | {"status": "in words of one's own"}).status_code == 422
    assert browser.post(address, told).status_code == 302
    slip = told | {"support_level": "basic"}
    late = browser.post(address, slip)
    assert late.status_code == 422 and "refugee" in late.content.decode(), "what stands there is read first"
    assert browser.post(address, slip | {"version": 1}).status_code == 302, "a slip of the same day"
    assert [(one.status, one.support_level) for one in cast.worker(Standing)] == [("refugee", "basic")]
    assert "refugee, basic" in browser.get(f"/cases/{case.pk}/").content.decode()
    browser.cookies["tilts_language"] = "lv"
    assert "bēglis, pamata" in browser.get(f"/cases/{case.pk}/").content.decode()


# few queries


ONE_OF_EACH = Amounts(goals=1, steps=1, open_steps=1, tasks=1, open_tasks=1, appointments=1, coming=1, orders=1)


def fill_up(cast, many):
    """A worker with so many cases in each of which something is due, and one file that is full."""
    case, _person = everything_due(cast)
    give_cases(cast.worker, many, county=cast.county, amounts=ONE_OF_EACH)
    fill(case, Amounts(**{name: many * amount for name, amount in asdict(ONE_OF_EACH).items()}))
    return case


@pytest.mark.parametrize("many", [10, 1000])
def test_my_day_case_page_plan_calendar_and_list_take_few_queries(cast, enter, many):
    case = fill_up(cast, many)
    browser = enter(cast.worker.user)
    browser.get("/account/")  # the first look of a session writes down in which role it is
    budgets = {
        "/": MOST_OF_DAY,
        f"/cases/{case.pk}/": MOST_OF_CASE_PAGE,
        f"/cases/{case.pk}/plan/": MOST_QUERIES,
        "/cases/": MOST_OF_LIST,
        "/calendar/": MOST_QUERIES,
    }
    assert_within(browser, budgets)


def assert_within(browser, budgets):
    """Each of these pages asks no more than so many questions; else say which it asks."""
    asked = {}
    for address in budgets:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        asked[address] = [one["sql"][:150] for one in queries.captured_queries if is_work(one["sql"])]
    over = [address for address, most in budgets.items() if len(asked[address]) > most]
    assert not over, "\n".join(sql for address in over for sql in asked[address])


def test_whoever_watches_over_others_asks_no_more(cast, enter):
    """A supervisor is told besides that there are cases kept to named people."""
    fill_up(cast, 30)
    kept, _person = a_case(cast.worker)
    restrict(cast.worker, kept, reason="kin")
    browser = enter(cast.supervisor.user)
    browser.get("/account/")
    assert_within(browser, {"/": MOST_OF_DAY, "/cases/": MOST_OF_LIST, "/cases/?closed=1": MOST_OF_LIST})
    assert "Open cases of your organisation that are kept to named people" in browser.get("/cases/").content.decode()


def test_every_role_has_a_day_that_opens(cast, enter):
    everything_due(cast)
    for role in Role.values:
        somebody = hire(cast.office, f"Kads {role}", role)
        assert enter(somebody.user).get("/").status_code == 200, role


def test_a_due_day_is_seen_in_the_case_and_an_appointment_that_nobody_settled(cast, enter):
    case, person = a_case(cast.worker)
    make_appointment(
        cast.worker,
        case,
        starts=timezone.now() - 2 * DAY,
        minutes=30,
        place_kind="phone",
        staff=cast.worker.user,
        people=[person],
    )
    a_task(cast, case, due=today() - DAY)
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert "Record what became of it" in page and "late" in page
