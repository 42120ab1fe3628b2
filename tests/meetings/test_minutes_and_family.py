"""Counts that say whose they are, minutes with their year that a table confirms, a family that decides who comes."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation
from tests.cast import a_case, hire
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, referred, running
from tests.meetings.test_meeting_pages import queries, text, version

from tilts.access.actor import acting
from tilts.access.models import Role
from tilts.cases.actions import add_party
from tilts.meetings import actions
from tilts.meetings.minutes import as_pdf, minutes_of
from tilts.meetings.models import AgendaItem, CirclePerson, Invitation, Issue, Meeting
from tilts.people.actions import record_person
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(cast):
    return coordinator_of(cast)


def consultations(cast, number):
    """So many consultations of today in the office."""
    case, person = a_case(cast.worker)
    for minute in range(number):
        facts = {"minutes": 30 + minute, "specialism": "social_worker", "mode": "phone"}
        write_session(cast.worker, case, people=[person], day=timezone.localdate(), **facts)


def test_a_count_says_which_institutions_it_counts_and_is_taken_anew_until_the_meeting_is_over(
    cast, coordinator, enter
):
    units = institutions(12)
    meeting = a_meeting(coordinator, *units, kind="monitoring", days=0)
    today = timezone.localdate().isoformat()
    told = {"title": "Konsultācijas", "measure": "services.consultations", "first": today, "last": today}
    desk, at = enter(coordinator.user), f"/meetings/{meeting.pk}/"
    assert desk.post(at + "issues/add/", told).status_code == 302
    consultations(cast, 6)
    running(coordinator, meeting)
    there = enter(units[0].user)
    names = [cast.office.name, *(one.organisation.name for one in units)]
    for path in ("", "run/", "minutes/"):
        page = text(there.get(at + path))
        assert ">6<" in page and "Counted anew" in page, path
        assert all(name in page for name in names), path
        assert queries(there, at + path) <= 32, path
    closed(coordinator, meeting)
    assert coordinator(Issue).get().count == 6
    consultations(cast, 3)
    for path in ("", "minutes/"):
        page = text(there.get(at + path))
        assert ">6<" in page and "Counted when the meeting was over" in page, path


def test_minutes_carry_the_year_and_each_institution_confirms_them_once(cast, coordinator, enter):
    units = institutions(2)
    meeting = a_meeting(coordinator, *units, chair="Gunta Rasa")
    referred(cast.worker, meeting)
    actions.invite(coordinator, meeting, name="Rajona prokuratūra", kind="prosecutor")
    running(coordinator, meeting)
    at, there, desk = f"/meetings/{meeting.pk}/minutes/", enter(units[0].user), enter(coordinator.user)
    assert there.get(at + "sign/").status_code == 403 and "Confirm the minutes" not in text(there.get(at))
    closed(coordinator, meeting)
    assert "Confirm the minutes" in text(there.get(at)) and str(timezone.localdate().year) in text(there.get(at))
    assert "no secure electronic signature" in text(there.get(at + "sign/"))
    assert not units[0](Invitation).filter(signed_at__isnull=False).exists(), "a look confirms nothing"
    colleague = hire(units[0].organisation, "Cita Dalībniece", Role.PARTICIPANT)
    assert there.post(at + "sign/").url == at and desk.post(at + "sign/").url == at
    again = enter(colleague.user).post(at + "sign/")
    assert again.status_code == 422 and units[0].user.name in text(again)
    outsider = hire(units[0].organisation, "Nedalībniece", Role.CASE_WORKER)
    for nobody in (cast.worker, outsider):
        assert enter(nobody.user).get(at + "sign/").status_code == 403
    page = text(there.get(at))
    assert "Confirm the minutes" not in page and page.count("not confirmed yet") == 1 and "signs the paper" in page
    assert {one.signed_by for one in coordinator(Invitation)} == {units[0].user, coordinator.user, None}
    with transaction.atomic(), acting(coordinator), translation.override("lv"):
        paper = as_pdf(minutes_of(coordinator, meeting))
    assert paper.pdf.startswith(b"%PDF")
    meeting.refresh_from_db()
    facts = {"place": "Cita telpa", "title": meeting.title, "chair": meeting.chair}
    actions.correct_meeting(coordinator, meeting, starts=meeting.starts, seen_version=meeting.version, **facts)
    assert "before the meeting was corrected" in text(there.get(at))


def test_minutes_of_another_year_say_which(cast, coordinator, enter):
    meeting = a_meeting(coordinator, *institutions(1), days=0)
    referred(cast.worker, meeting)
    closed(coordinator, running(coordinator, meeting))
    Meeting._base_manager.update(day=date(2018, 4, 26), starts=timezone.now() - timedelta(days=900))
    assert "26 April 2018" in text(enter(coordinator.user).get(f"/meetings/{meeting.pk}/minutes/"))


@pytest.fixture
def conference(cast, enter):
    """A family group conference to which no institution is invited, and the browser of who coordinates it."""
    case, mother = a_case(cast.worker)
    he = record_person(cast.worker, case.folder, given_name="Juris", family_name="Ozolkalns-Testa")
    add_party(cast.worker, case, person=he, role="alleged")
    leads = cast.second_worker
    meeting = a_meeting(cast.worker, kind="family_group", case=case, coordinator=leads.user, days=0)
    item = leads(AgendaItem).select_related("meeting").get(meeting=meeting)
    return meeting, item, mother, he, leads, enter(leads.user)


def test_a_family_needs_no_institution_to_confer_but_somebody_of_it_came(conference):
    meeting, item, mother, _he, leads, desk = conference
    actions.widen_circle(leads, item, person=mother)
    at = f"/meetings/{meeting.pk}/"
    for verb in ("publish/", "open/"):
        assert desk.post(at + verb, {"version": version(meeting)}).status_code == 302, verb
    no = desk.post(at + "close/", {"version": version(meeting)})
    assert no.status_code == 422 and "Write down first who of the family" in text(no)
    CirclePerson._base_manager.update(came=True)
    assert desk.post(at + "close/", {"version": version(meeting)}).status_code == 302


@pytest.mark.parametrize("typed", [True, False], ids=["by name", "chosen"])
def test_an_alleged_perpetrator_in_the_circle_is_a_decision_with_a_reason_and_a_name(conference, typed):
    meeting, item, _mother, he, leads, desk = conference
    there = f"/meetings/{meeting.pk}/items/{item.pk}/family/"
    told = {"name": "juris  OZOLKALNS-testa"} if typed else {"person": he.pk}
    no = desk.post(there + "circle/", told | {"relation": "tēvs"})
    assert no.status_code == 422 and "Whether they come is a decision" in text(no) and "tēvs" in text(no)
    assert not CirclePerson._base_manager.exists()
    why = "Bērni to lūdz; klāt ir policija, ierodas un aiziet atsevišķi."
    assert desk.post(there + "circle/", told | {"relation": "tēvs", "decided_why": why}).status_code == 302
    page = text(desk.get(there))
    assert why in page and leads.user.name in page and "alleged perpetrator" in page
    assert desk.post(there + "circle/", {"name": "Vecmāmiņa", "decided_why": "x"}).status_code == 302
    assert CirclePerson._base_manager.filter(decided_at=None).get().decided_why == "", "nobody else is a decision"


def test_whom_the_case_names_later_is_decided_on_later(conference, cast):
    meeting, item, mother, _he, leads, desk = conference
    actions.widen_circle(leads, item, person=mother)
    there = f"/meetings/{meeting.pk}/items/{item.pk}/family/"
    add_party(cast.worker, item.case, person=mother, role="alleged")
    assert "Nobody has decided yet" in text(desk.get(there))
    assert desk.post(there + "circle/", {"person": mother.pk, "decided_why": "Lūdz bērni"}).status_code == 302
    assert CirclePerson._base_manager.get().decided_by == leads.user
    assert "Nobody has decided yet" not in text(desk.get(there))
