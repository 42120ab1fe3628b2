"""The course of a file of five years: read by pages, each moment once, and only what is shown is opened."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.access.plan_rows import PlanRows
from tests.cases.test_pages import MOST_OF_CASE_PAGE, is_work
from tests.cast import a_case

from tilts.cases.actions import close_case, join_team, reopen_case, write_child_report, write_note
from tilts.cases.models import Note
from tilts.documents.models import Document
from tilts.generated.contents import fill
from tilts.kit.timeline import PAGE, Cursor, Moment, page_of_course
from tilts.meetings.models import AgendaItem, Meeting
from tilts.plan.models import Appointment, Order, Task
from tilts.risk.models import Questionnaire
from tilts.sealing.fields import SealedTextField
from tilts.services.models import Session

pytestmark = pytest.mark.django_db
YEARS = 5


def long_file(cast, many=2_000):
    """A file of five years: half notes, half consultations, many of them on the same day without an hour."""
    case, _person = a_case(cast.worker, opened_on=timezone.localdate() - timedelta(days=365 * YEARS))
    now, half = timezone.now(), many // 2
    record = {"organisation": cast.office}
    notes = [
        Note(case=case, author=cast.worker.user, at=now - timedelta(days=n), day=now.date(), text=f"n{n}.", **record)
        for n in range(half)
    ]
    Note.objects.bulk_create(notes)
    facts = {"folder": case.folder, "minutes": 5, "specialism": "other", "staff": cast.worker.user, **record}
    today = timezone.localdate()
    Session.objects.bulk_create(
        Session(
            day=today - timedelta(days=n // 4),
            starts_at=None if n % 2 else time(9 + n % 8, 30),
            topic=f"s{n}.",
            **facts,
        )
        for n in range(half)
    )
    return case


def test_a_long_file_costs_no_more_queries_than_a_short_one_and_opens_what_it_shows(cast, enter, monkeypatch):
    case = long_file(cast)
    opened, plain = [], SealedTextField.open
    monkeypatch.setattr(SealedTextField, "open", lambda field, *said: opened.append(field.name) or plain(field, *said))
    browser = enter(cast.worker.user)
    browser.get("/")
    for address in ("", "?only=cases.notes", "?before=1600000000000000.0"):
        opened.clear()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/cases/{case.pk}/{address}").status_code == 200
        asked = [one["sql"] for one in queries.captured_queries if is_work(one["sql"])]
        assert len(asked) <= MOST_OF_CASE_PAGE, "\n".join(asked)
        assert len([name for name in opened if name in ("text", "topic")]) <= PAGE, address


@pytest.mark.long
def test_the_file_of_the_speed_figures_is_as_long_as_promised_and_costs_no_more(cast, enter, monkeypatch):
    case, _person = a_case(cast.worker, opened_on=timezone.localdate() - timedelta(days=365 * YEARS))
    fill(case)
    rows = {
        Note: 1_000,
        Session: 1_000,
        Document: 200,
        AgendaItem: 40,
        Order: 12,
        Task: 120,
        Questionnaire: 20,
        Appointment: 150,
    }
    for table, many in rows.items():
        assert cast.worker(table).count() == many, table.__name__
    assert cast.worker(Meeting).count() == 40
    opened, plain = [], SealedTextField.open
    monkeypatch.setattr(SealedTextField, "open", lambda field, *said: opened.append(field) or plain(field, *said))
    browser = enter(cast.worker.user)
    browser.get("/")
    opened.clear()
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/cases/{case.pk}/").status_code == 200
    asked = [one["sql"] for one in queries.captured_queries if is_work(one["sql"])]
    assert len(asked) <= MOST_OF_CASE_PAGE, "\n".join(asked)
    # what is shown: a page of the course, ten open tasks and steps, three papers, the client's name
    assert len(opened) <= PAGE + 20, sorted(f"{field.model.__name__}.{field.name}" for field in opened)


def test_page_by_page_every_moment_is_shown_once(cast, enter):
    case = long_file(cast, 400)
    browser, address, seen = enter(cast.worker.user), f"/cases/{case.pk}/", []
    for _page in range(40):
        page = browser.get(address)
        course = page.context["course"]
        assert len(course.moments) <= PAGE
        seen += [
            (moment.at, str(moment.detail() if callable(moment.detail) else moment.detail)) for moment in course.moments
        ]
        if not course.older:
            break
        address = f"/cases/{case.pk}/?before={course.older}"
        assert f"before={course.older}" in page.content.decode()
    assert [at for at, _words in seen] == sorted((at for at, _words in seen), reverse=True)
    words = [words for _at, words in seen]
    assert len(words) == 401 and len({one for one in words if one}) == 400
    assert sum(one.startswith("n") for one in words) == 200


def test_a_filter_asks_one_room_over_the_whole_file(cast, enter):
    case = long_file(cast, 200)
    write_note(cast.worker, case, text="ļoti veca piezīme", at=timezone.now() - timedelta(days=1_800))
    browser, found = enter(cast.worker.user), []
    older = ""
    while True:
        page = browser.get(f"/cases/{case.pk}/?only=cases.notes{older and '&before=' + older}")
        found += page.context["course"].moments
        older = page.context["course"].older
        if not older:
            break
    assert len(found) == 101 and {str(one.kind) for one in found} == {"Notes"}
    assert found[-1].detail() == "ļoti veca piezīme"
    newest = browser.get(f"/cases/{case.pk}/?only=cases.notes").content.decode()
    assert "only=services.sessions" in newest, "the other kinds stand beside it"


@pytest.mark.parametrize("wrong", ["x", "1.x", "-", "99999999999999999999999999", "1.-1", "9" * 25 + ".0", "²³.1", "."])
def test_a_cursor_that_cannot_be_read_is_the_newest_page(cast, enter, wrong):
    assert Cursor.read(wrong) == Cursor()
    case, _person = a_case(cast.worker)
    assert enter(cast.worker.user).get(f"/cases/{case.pk}/", {"before": wrong}).status_code == 200


def test_a_cursor_is_read_as_it_was_written():
    for moment in (datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC), datetime(1969, 12, 31, 23, 0, 0, 1, UTC)):
        assert Cursor.read(str(Cursor(moment, 7))) == Cursor(moment, 7)
    assert str(Cursor()) == ""


def test_who_lends_all_there_is_is_cut_to_the_page():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    lent = [lambda _wanted: [Moment(at, "k", str(n)) for n in range(5)]]
    first = page_of_course(lent, Cursor(), size=2)
    second = page_of_course(lent, Cursor.read(first.older), size=2)
    third = page_of_course(lent, Cursor.read(second.older), size=2)
    assert [str(m.title) for page in (first, second, third) for m in page.moments] == list("01234")
    assert third.older == ""


def test_a_note_of_a_shut_zone_is_not_in_the_course(cast, enter):
    case, _person = a_case(cast.worker)
    write_note(cast.worker, case, text="Slepta adrese", zone="address")
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert "Slepta adrese" in page and "Note: addresses" in page
    supervisor = enter(cast.supervisor.user, purpose="supervision").get(f"/cases/{case.pk}/").content.decode()
    assert "Slepta adrese" in supervisor
    assert "Slepta adrese" not in enter(cast.second_worker.user).get(f"/cases/{case.pk}/").content.decode()


def test_within_a_day_a_case_is_opened_before_and_closed_after_everything(cast, enter):
    case, _person = a_case(cast.worker)
    write_note(cast.worker, case, text="No rita", at=timezone.make_aware(datetime.combine(case.opened_on, time(0, 1))))
    close_case(cast.worker, case, closed_on=case.opened_on, seen_version=1, outcome="goal", despite="Viss darits")
    reopen_case(cast.worker, case, reason="Atnaca atkal", seen_version=2)
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    words = ["The case is opened again", "The case is closed", "No rita", "The case is opened<"]
    assert sorted(words, key=page.index) == words


def test_a_child_reported_at_risk_stands_in_the_course_for_those_who_may_read_the_report(cast, enter):
    case, _person = a_case(cast.worker)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    known = {"told_to": "orphans_court", "which": "Izdomu barintiesa", "child": "Zens, 6", "known": "Viens majas"}
    report = write_child_report(cast.worker, case, **known)
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert "Izdomu barintiesa · not sent yet" in page and f"/child-reports/{report.pk}/" in page
    for colleague in (cast.psychologist, cast.second_worker):
        assert "Izdomu barintiesa" not in enter(colleague.user).get(f"/cases/{case.pk}/").content.decode()


def test_the_course_offers_the_kinds_it_has_says_how_many_and_opens_its_entries(cast, enter):
    case, person = a_case(cast.worker)
    PlanRows(cast, case, person)
    for number in range(PAGE + 3):
        write_note(cast.worker, case, text=f"n{number}")
    browser = enter(cast.worker.user)
    page = browser.get(f"/cases/{case.pk}/")
    kinds = {str(kind["part"].title): kind["count"] for kind in page.context["kinds"]}
    assert kinds == {"Notes": f"{PAGE}+", "Protection orders": "1", "Case": "1"}
    orders = browser.get(f"/cases/{case.pk}/?only=plan.order_moments").context
    assert [moment.kind for moment in orders["course"].moments] == ["Protection orders"]
    assert {str(kind["part"].title): kind["count"] for kind in orders["kinds"]} == kinds
    opened = [moment for moment in orders["course"].moments if browser.get(moment.opens).status_code == 200]
    assert opened == orders["course"].moments and all(moment.key for moment in opened)
    [begun] = browser.get(f"/cases/{case.pk}/?only=cases.course").context["course"].moments
    assert not begun.key and browser.get(begun.opens).status_code == 200
