"""A consultation is put right or taken out: the figures move, it stays on record, the course of the case says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html
from tests.cast import a_case

from tilts.access.actions import Stale
from tilts.access.models import AuditEntry
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.cases.actions import add_party, close_case, join_team
from tilts.kit.periods import Period
from tilts.people.actions import record_person
from tilts.reports.counting import figure
from tilts.services.actions import correct_session, void_session, write_session
from tilts.services.models import Participation, Session, SessionAttribution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def at(cast):
    case, person = a_case(cast.worker)
    facts = {"day": timezone.localdate(), "minutes": 45, "specialism": "social_worker", "mode": "phone"}
    written = write_session(cast.worker, case, people=[person], project=cast.project, **facts)
    return case, person, written.session, facts


def counted(cast, name="services.consultations", **more):
    period = Period(timezone.localdate() - timedelta(days=20), timezone.localdate() + timedelta(days=1))
    return figure(name, reach=cast.worker.counting(cast.office), period=period, **more).value or 0


def test_every_figure_moves_with_what_is_put_right(cast, at):
    case, person, session, facts = at
    child = record_person(cast.worker, case.folder, given_name="Anna", family_name="Kalnatesta")
    add_party(cast.worker, case, person=child, role="child")
    assert (counted(cast), counted(cast, "services.minutes")) == (1, 45)
    right = facts | {"minutes": 90, "mode": "in_person", "topic": "Drošība"}
    correct_session(cast.worker, session, people=[person, child], project=cast.project, seen_version=1, **right)
    assert (counted(cast), counted(cast, "services.minutes"), counted(cast, "services.persons_served")) == (1, 90, 2)
    before = facts | {"day": timezone.localdate() - timedelta(days=40)}
    correct_session(cast.worker, session, people=[child], seen_version=2, **before)
    assert (counted(cast), counted(cast, "services.minutes")) == (0, 0)
    assert not SessionAttribution.objects.exists()


def test_who_took_part_after_all_may_come_and_go(cast, at):
    case, person, session, facts = at
    child = record_person(cast.worker, case.folder, given_name="Anna", family_name="Kalnatesta")
    for number, people in enumerate([[child], [person, child], [person]], 1):
        correct_session(cast.worker, session, people=people, seen_version=number, **facts)
        there = cast.worker(Participation).filter(session=session).values_list("person", flat=True)
        assert set(there) == {one.pk for one in people}
    assert unscoped(Participation, reason="tests").filter(session=session).count() == 2


def test_what_was_counted_before_is_kept_without_a_word_of_it(cast, at):
    _case, person, session, facts = at
    correct_session(cast.worker, session, people=[person], seen_version=1, **facts | {"minutes": 60, "topic": "Bērni"})
    correct_session(cast.worker, session, people=[person], seen_version=2, **facts | {"minutes": 30})
    session.refresh_from_db()
    assert [(one["version"], one["minutes"], one["projects"]) for one in session.earlier] == [
        (1, 45, [cast.project.code]),
        (2, 60, []),
    ]
    assert "topic" not in session.earlier[0] and session.corrected_by == cast.worker.user
    assert AuditEntry.objects.filter(kind="session.corrected", record=session.pk).count() == 2


def test_taken_out_it_counts_nowhere_and_the_course_says_so(cast, at, enter):
    case, _person, session, _facts = at
    void_session(cast.worker, session, why="twice", seen_version=1)
    assert counted(cast) == 0 and not cast.worker(Session).exists()
    page = enter(cast.worker.user).get(reverse("cases:case_page", args=[case.pk])).content.decode()
    assert "Consultation taken out" in page and "it was written twice" in page
    assert reverse("services:session_correct", args=[case.pk, session.pk]) not in page
    with pytest.raises(Refused, match="Say why"):
        void_session(cast.worker, session, why="", seen_version=2)


def test_the_second_of_two_who_put_it_right_is_told(cast, at):
    _case, person, session, facts = at
    correct_session(cast.worker, session, people=[person], seen_version=1, **facts | {"minutes": 60})
    for verb, told in ((correct_session, {"people": [person]} | facts), (void_session, {"why": "twice"})):
        with pytest.raises(Stale):
            verb(cast.worker, session, seen_version=1, **told)
    session.refresh_from_db()
    assert (session.minutes, session.version, len(session.earlier)) == (60, 2, 1)


def test_what_is_wrong_is_refused_as_in_a_new_one(cast, at):
    _case, person, session, facts = at
    ahead = timezone.localdate() + timedelta(days=1)
    for people, more, words in (
        ([person], {"day": ahead}, "future"),
        ([], {}, "took part"),
        ([person], {"minutes": 0}, "24 hours|below zero"),
    ):
        with pytest.raises(Refused, match=words):
            correct_session(cast.worker, session, people=people, seen_version=1, **facts | more)


def test_who_writes_it_and_the_supervisor_put_it_right_and_nobody_else(cast, at):
    case, person, session, facts = at
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    for number, who in enumerate([cast.psychologist, cast.supervisor], 1):
        correct_session(who, session, people=[person], seen_version=number, **facts)
    for who in (cast.second_worker, cast.stranger, cast.officer, cast.manager, cast.data_protection):
        with pytest.raises(NotAllowed):
            void_session(who, session, why="twice", seen_version=3)
    case.refresh_from_db()
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=case.version)
    with pytest.raises(NotAllowed):
        void_session(cast.worker, session, why="twice", seen_version=3)
    void_session(cast.supervisor, session, why="twice", seen_version=3)


def test_by_the_pages(cast, at, enter):
    case, person, session, _facts = at
    browser = enter(cast.worker.user)
    address = reverse("services:session_correct", args=[case.pk, session.pk])
    assert address in browser.get(reverse("cases:case_page", args=[case.pk])).content.decode()
    form = next(one for one in html.fromstring(browser.get(address).content).forms if "minutes" in one.fields)
    told = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    assert (told["minutes"], told["people"], told["project"]) == ("45", str(person.pk), str(cast.project.pk))
    assert browser.post(address, told | {"minutes": "50"}).status_code == 302
    assert "corrected" in browser.get(reverse("cases:case_page", args=[case.pk])).content.decode()
    late = browser.post(address, told | {"minutes": "70", "once": "b" * 64})
    assert late.status_code == 422 and "Nothing is lost" in late.content.decode()
    void = reverse("services:session_void", args=[case.pk, session.pk])
    assert browser.post(void, {"why": "not_held", "version": "2"}).status_code == 302
    assert counted(cast) == 0
