"""Questions that are compiled once: equal answers for everybody, and nobody's person or day in them."""

import datetime
from datetime import timedelta

import pytest
from django.utils import timezone

from tilts.access import prepared
from tilts.access.models import Grant, Membership, Profession
from tilts.access.opened import moment
from tilts.access.prepared import AsksWhileBuilding, BakedIn, ReadsActor, ask, look_up, number_of, which
from tilts.access.reach import Reach, grants_to
from tilts.cases.actions import open_case
from tilts.cases.models import Case, Note
from tilts.services.models import Session

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """What a test builds is kept for this test alone."""
    monkeypatch.setattr(prepared, "KEPT", {})


def case_alone(reach, *, case):
    return reach(Case).with_lead().filter(pk=case)


def cases_among(reach, *, cases):
    return reach(Case).filter(pk__in=cases).order_by("pk").values_list("pk", flat=True)


def cases_since(reach, *, day, closed):
    rows = reach(Case).filter(opened_on__gte=day)
    return rows.exclude(closed_on=None) if closed else rows.open()


def nothing_at_all(reach):
    return reach(Case).none()


def works_here(*, user, now):
    return Membership.objects.filter(user=user, starts__lte=now).select_related("organisation")


def test_the_second_asker_gets_their_own_rows(cast):
    case = open_case(cast.worker, kind="violence")
    assert ask(cast.worker, case_alone, case=case.pk) == [case]
    assert ask(cast.stranger, case_alone, case=case.pk) == []
    assert ask(cast.second_worker, case_alone, case=case.pk) == list(case_alone(cast.second_worker, case=case.pk))


def test_a_question_is_composed_once_for_a_role(cast, monkeypatch):
    case = open_case(cast.worker, kind="violence")
    ask(cast.worker, case_alone, case=case.pk)
    kept = dict(prepared.KEPT)
    ask(cast.second_worker, case_alone, case=open_case(cast.worker, kind="violence").pk)
    assert prepared.KEPT == kept
    ask(cast.supervisor, case_alone, case=case.pk)
    assert len(prepared.KEPT) == len(kept) + 1


def test_joined_rows_come_along_in_one_query(cast, django_assert_num_queries):
    case = open_case(cast.worker, kind="violence")
    ask(cast.worker, case_alone, case=case.pk)
    with django_assert_num_queries(1):
        [found] = ask(cast.worker, case_alone, case=case.pk)
        assert found.lead == cast.worker.user and found.organisation == case.organisation


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_a_list_may_have_any_length(cast, number):
    cases = [open_case(cast.worker, kind="violence").pk for _one in range(number)]
    assert ask(cast.worker, cases_among, cases=cases) == sorted(cases)


def test_yes_and_no_are_two_questions(cast):
    case, day = open_case(cast.worker, kind="violence"), timezone.localdate() - A_DAY
    assert case in ask(cast.worker, cases_since, day=day, closed=False)
    assert case not in ask(cast.worker, cases_since, day=day, closed=True)
    assert case not in ask(cast.worker, cases_since, day=day + 2 * A_DAY, closed=False)


def test_a_grant_that_has_ended_is_not_in_an_answer_prepared_before(cast):
    case = open_case(cast.worker, kind="violence")
    assert ask(cast.worker, case_alone, case=case.pk) == [case]
    Grant.objects.filter(folder=case.folder).update(ends=timezone.now())
    assert ask(cast.worker, case_alone, case=case.pk) == []


def test_the_database_counts(cast, django_assert_num_queries):
    values = {"day": timezone.localdate() - A_DAY, "closed": False}
    assert number_of(cast.worker, cases_since, **values) == 0
    for _one in range(3):
        open_case(cast.worker, kind="violence")
    with django_assert_num_queries(1):
        assert number_of(cast.worker, cases_since, **values) == 3
    assert number_of(cast.stranger, cases_since, **values) == number_of(cast.stranger, nothing_at_all) == 0


def test_several_questions_are_asked_at_once_whether_they_have_an_answer(cast, django_assert_num_queries):
    case, day = open_case(cast.worker, kind="violence"), timezone.localdate()
    questions = [
        (case_alone, {"case": case.pk}),
        (cases_since, {"day": day, "closed": True}),
        (nothing_at_all, {}),
        (cases_since, {"day": day - A_DAY, "closed": False}),
    ]
    which(cast.worker, questions)
    with django_assert_num_queries(1):
        assert which(cast.worker, questions) == [True, False, False, True]
    assert which(cast.stranger, questions) == [False] * 4
    assert which(Reach(), [(nothing_at_all, {})]) == [False]


def test_no_rows_for_anybody_need_no_query(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ask(cast.worker, nothing_at_all) == []


def test_a_question_without_an_actor(cast):
    now = timezone.now()
    [work] = look_up(works_here, user=cast.worker.user.pk, now=now)
    assert work == cast.worker.membership
    assert look_up(works_here, user=cast.stranger.user.pk, now=now) == [cast.stranger.membership]


def leads(reach):
    return reach(Case).filter(lead__email=reach.user.email)


def of_this_user(reach, *, case):
    return reach(Case).filter(pk=case, lead=str(reach.user.pk))


def on_duty_sees_more(reach):
    return reach(Case) if reach.membership.on_duty else reach(Case).none()


def named_like_us(reach):
    return reach(Case).filter(code=reach.organisation.code)


def opened_today(reach):
    return reach(Case).filter(opened_on=timezone.localdate())


def until_now(reach):
    return reach(Note).filter(at__lte=timezone.now())


def a_day_ago(reach):
    return reach(Note).filter(at__gte=moment() - A_DAY)


def in_the_year(reach, *, day):
    return reach(Case).filter(opened_on__year=day.year)


def first_folder(reach):
    return reach(Case).filter(folder__in=list(grants_to(reach).values_list("folder", flat=True)))


def lets_it_fall(reach, *, case):
    return reach(Case)


def fetched_beforehand(reach):
    return reach(Case).prefetch_related("lead")


@pytest.mark.parametrize(
    ("build", "values", "raised"),
    [
        (leads, {}, ReadsActor),
        (on_duty_sees_more, {}, ReadsActor),
        (named_like_us, {}, ReadsActor),
        (opened_today, {}, BakedIn),
        (until_now, {}, BakedIn),
        (a_day_ago, {}, BakedIn),
        (in_the_year, {"day": datetime.date(2026, 1, 1)}, BakedIn),
        (first_folder, {}, AsksWhileBuilding),
        (lets_it_fall, {"case": None}, None),
        (lets_it_fall, {"case": "text"}, BakedIn),
        (fetched_beforehand, {}, BakedIn),
    ],
)
def test_what_would_be_the_first_askers_for_everybody_does_not_compile(cast, build, values, raised):
    if raised is None:
        ask(cast.worker, build, **values)
        return
    with pytest.raises(raised):
        ask(cast.worker, build, **values)


def test_a_function_inside_another_does_not_compile(cast):
    case = open_case(cast.worker, kind="violence")

    def closed_over(reach):
        return reach(Case).filter(pk=case.pk)

    with pytest.raises(BakedIn):
        ask(cast.worker, closed_over)


def test_an_id_given_as_text_is_found_again(cast):
    case = open_case(cast.worker, kind="violence")
    assert ask(cast.worker, of_this_user, case=case.pk) == list(of_this_user(cast.worker, case=case.pk))


def as_it_is_given(reach, *, day, at, hour, number, text, code):
    return reach(Session).filter(
        day__gte=day, created_at__lte=at, starts_at=hour, minutes=number, partner=text, specialism=code
    )


def test_every_kind_of_value_reaches_the_database_as_django_sends_it(cast):
    values = {"day": timezone.localdate() - A_DAY, "at": timezone.now() + A_DAY, "hour": datetime.time(3, 30)}
    values |= {"number": 45, "text": "", "code": Profession.LAWYER}
    case = open_case(cast.worker, kind="violence")
    facts = {"day": timezone.localdate(), "minutes": 45, "starts_at": datetime.time(3, 30), "specialism": "lawyer"}
    Session.objects.bulk_create([Session(folder=case.folder, organisation=case.organisation, mode="phone", **facts)])
    assert len(ask(cast.worker, as_it_is_given, **values)) == 1
    assert ask(cast.worker, as_it_is_given, **(values | {"number": 50})) == []
    assert ask(cast.worker, as_it_is_given, **(values | {"hour": datetime.time(3, 31)})) == []
