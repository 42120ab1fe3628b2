"""The list of cases, the newest first: page by page the same rows as reach has, for whoever reaches many, few, none."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import BY_LAW, ON_LAW, hire

from tilts.access import prepared
from tilts.access.actions import let_in
from tilts.access.models import Folder, Grant, GrantKind, Role, Wall
from tilts.access.opened import FewFromElsewhere, ManyFromElsewhere
from tilts.cases.actions import close_case, open_case
from tilts.cases.models import Case
from tilts.day.listing import ORDER, page_after

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADMIN = {"admin": 1}


def many_cases(reach, number, *, first=date(2026, 1, 1), agency=True):
    """Cases of an office without anything in them, several a day."""
    office = reach.organisation
    folders = Folder.objects.bulk_create(Folder(organisation=office, kind="case") for _one in range(number))
    if agency:
        Grant.objects.bulk_create(
            Grant(folder=one, to_unit=office, kind=GrantKind.AGENCY, **ON_LAW, zone_admin=1) for one in folders
        )
    return Case.objects.bulk_create(
        Case(id=one.id, folder=one, organisation=office, code=str(one.id)[:20], kind="family", lead=reach.user,
             opened_on=first + n // 3 * DAY)
        for n, one in enumerate(folders)
    )  # fmt: skip


def walked(reach, *, closed=False):
    """Every row of every page, in order."""
    found, after = [], None
    for _page in range(100):
        page = page_after(reach, after, closed=closed)
        found += page.rows
        if not page.after:
            return found
        after = page.rows[-1].pk
    raise AssertionError("the list does not end")


def as_reach_says(reach, *, closed=False):
    rows = reach(Case)
    rows = rows.exclude(closed_on=None) if closed else rows.open()
    return list(rows.order_by(*ORDER))


def test_the_pages_together_are_what_one_reaches(cast):
    many_cases(cast.worker, 60)
    many_cases(cast.stranger, 20)
    shared = many_cases(cast.stranger, 3, first=date(2026, 1, 9))
    for case in shared[:2]:
        let_in(cast.stranger, case.folder, GrantKind.SHARED, **BY_LAW, to_unit=cast.office, zones=ADMIN)
    let_in(cast.stranger, shared[2].folder, GrantKind.SHARED, **BY_LAW, to_user=cast.worker.user, zones=ADMIN,
           at=cast.office)  # fmt: skip
    for reach, number in ((cast.worker, 63), (cast.second_worker, 62), (cast.stranger, 23), (cast.officer, 0)):
        assert walked(reach) == as_reach_says(reach)
        assert len(walked(reach)) == number


def test_whoever_reaches_one_case_of_thousands_finds_it(cast):
    many_cases(cast.worker, 80)
    case = many_cases(cast.worker, 1, first=date(2020, 1, 1))[0]
    elsewhere = hire(cast.stranger_office, "Viena Liktenīte", Role.SPECIALIST)
    let_in(cast.worker, case.folder, GrantKind.SHARED, **BY_LAW, to_user=elsewhere.user, zones=ADMIN,
           at=cast.stranger_office)  # fmt: skip
    assert walked(elsewhere) == [case]
    assert walked(cast.stranger) == []


def test_whoever_is_let_in_often_finds_the_same_as_whoever_is_let_in_seldom(cast, monkeypatch):
    shared = many_cases(cast.stranger, 40, first=date(2026, 1, 9))
    for case in shared[::2]:
        let_in(cast.stranger, case.folder, GrantKind.SHARED, **BY_LAW, to_unit=cast.office, zones=ADMIN)
    seldom = walked(cast.worker)
    for one in (FewFromElsewhere, ManyFromElsewhere):
        monkeypatch.setattr(one, "text", one.text.replace("<= 500", "<= 3"))
    monkeypatch.setattr(prepared, "KEPT", {})
    assert walked(cast.worker) == seldom == as_reach_says(cast.worker)
    assert len(seldom) == 20


def test_a_wall_and_the_end_of_a_grant_take_a_case_off_the_list(cast):
    cases = many_cases(cast.worker, 3)
    Wall.objects.create(folder=cases[0].folder, user=cast.worker.user, reason="x")
    Grant.objects.filter(folder=cases[1].folder).update(ends=timezone.now())
    assert walked(cast.worker) == [cases[2]]


def test_closed_cases_are_a_list_of_their_own(cast):
    case = open_case(cast.worker, kind="violence")
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=case.version)
    many_cases(cast.worker, 30)
    assert walked(cast.worker, closed=True) == as_reach_says(cast.worker, closed=True) == [case]
    assert case not in walked(cast.worker)


def test_a_page_after_a_case_that_is_not_ones_own_is_the_first(cast):
    many_cases(cast.worker, 30)
    foreign = many_cases(cast.stranger, 1)[0]
    assert page_after(cast.worker, foreign.pk, closed=False).rows == page_after(cast.worker, None, closed=False).rows


def test_a_page_behind_the_last_case_is_the_first(cast):
    many_cases(cast.worker, 26)
    last = walked(cast.worker)[-1]
    assert page_after(cast.worker, last.pk, closed=False) == page_after(cast.worker, None, closed=False)


def test_the_list_has_a_next_page_and_a_way_back_to_the_first(cast, enter):
    many_cases(cast.worker, 30)
    browser = enter(cast.worker.user)
    first = browser.get("/cases/").content.decode()
    assert first.count("/cases/") > 25 and "Next page" in first and "Previous page" not in first
    last = page_after(cast.worker, None, closed=False).rows[-1]
    second = browser.get("/cases/", {"after": str(last.pk)}).content.decode()
    assert "Next page" not in second and "Previous page" not in second
    assert 'href="?">First page</a>' in second
    for nonsense in ("x", "%00", "1" * 40):
        assert browser.get("/cases/", {"after": nonsense}).status_code == 200


@pytest.mark.parametrize("many", [10, 300])
def test_the_list_takes_eight_queries_however_many_cases_there_are(cast, enter, many):
    many_cases(cast.worker, many)
    browser = enter(cast.worker.user)
    browser.get("/cases/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/cases/")
    questions = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    assert len([one for one in questions if "cases_case" in one]) <= 3
    assert not [one for one in questions if one.startswith("SELECT COUNT")]


AFTER_THE_FIRST = st.tuples(st.integers(0, 6), st.booleans(), st.booleans())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(AFTER_THE_FIRST, min_size=20, max_size=70))
def test_pages_neither_lose_nor_repeat_a_case(cast, facts):
    Case.objects.reached().delete()
    for days, elsewhere, shared in facts:
        case = many_cases(cast.stranger if elsewhere else cast.worker, 1, first=date(2026, 1, 1) + days * DAY)[0]
        if elsewhere and shared:
            let_in(cast.stranger, case.folder, GrantKind.SHARED, **BY_LAW, to_unit=cast.office, zones=ADMIN)
    assert walked(cast.worker) == as_reach_says(cast.worker)


def test_every_grant_knows_whether_it_goes_elsewhere(cast):
    case = open_case(cast.worker, kind="violence")
    guest = hire(cast.stranger_office, "Vesels Viesis", Role.PARTICIPANT)
    let_in(cast.worker, case.folder, GrantKind.SHARED, **BY_LAW, to_user=guest.user, zones=ADMIN,
           at=cast.stranger_office)  # fmt: skip
    Grant.objects.bulk_create(
        [
            Grant(folder_id=case.pk, to_unit=cast.stranger_office, kind=GrantKind.SHARED, **ON_LAW, zone_admin=1),
            Grant(folder_id=case.pk, to_user=guest.user, kind=GrantKind.MEETING, **ON_LAW, zone_admin=1),
        ]
    )
    for grant in Grant.objects.select_related("folder"):
        assert grant.elsewhere == ((grant.to_unit_id or grant.at_id) != grant.folder.organisation_id)
    assert Grant.objects.filter(elsewhere=True).count() == 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite looks things up")
def test_folders_opened_from_elsewhere_are_found_in_an_index_alone(cast):
    asker = {"user": cast.worker.user.pk, "organisation": cast.office.pk, "role": cast.worker.role}
    for condition in (FewFromElsewhere(**asker), ManyFromElsewhere(**asker)):
        plan = cast.worker(Case).filter(condition).explain()
        assert "COVERING INDEX grants_to_user" in plan and "COVERING INDEX grants_to_unit" in plan
