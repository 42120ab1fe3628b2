"""What is shut stays shut in everything that hangs beside a case: reports of a child, offers, seats of coordinators."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case, a_report, hire
from tests.meetings.table import a_meeting, institutions, published, referred

from tilts.access.models import Role
from tilts.access.walls import raise_wall
from tilts.cases.actions import hand_over, join_team, open_again, restrict, write_child_report
from tilts.cases.models import Case, ChildReport
from tilts.meetings import actions as meetings
from tilts.meetings.models import AgendaItem
from tilts.people.models import Person
from tilts.risk.actions import open_case_from, take_up
from tilts.risk.models import DoorstepReport
from tilts.sharing.actions import accept_transfer, decline_transfer, offer_transfer
from tilts.sharing.models import Transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TOLD = {
    "told_to": "orphans_court",
    "which": "Balvu novada bāriņtiesa",
    "child": "Bella Kanarija",
    "place": "Skola",
    "known": "Redzēja sitienus",
}


@pytest.fixture
def file(cast):
    return a_case(cast.worker)[0]


def offered(cast, case):
    facts = {"to": cast.stranger_office, "summary": "Vajadzīga dzīvesvieta.", "basis": "consent"}
    return offer_transfer(cast.worker, case, **facts)


def test_who_no_longer_leads_a_case_no_longer_reads_its_report_of_a_child(cast, file, enter):
    own = write_child_report(cast.worker, **TOLD)
    from_case = _told_by_psychologist(cast, file)
    assert cast.worker(ChildReport).filter(pk=from_case.pk).exists()
    hand_over(cast.worker, file, to=cast.second_worker.user)
    assert not cast.worker(ChildReport).filter(pk=from_case.pk).exists()
    assert enter(cast.worker.user).get(f"/child-reports/{from_case.pk}/").status_code == 404
    assert cast.second_worker(ChildReport).get() == from_case, "who leads it now may send it"
    assert cast.second_worker.zones(from_case.pk).risk == 2
    assert cast.worker(ChildReport).get() == own
    assert cast.psychologist(ChildReport).get() == from_case, "who wrote it keeps it"


def _told_by_psychologist(cast, case):
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    return write_child_report(cast.psychologist, case, **TOLD)


def test_a_wall_raised_later_stands_before_the_report_of_a_child_and_the_offer_too(cast, file, enter):
    other = hire(cast.office, "Vita Vadone", Role.SUPERVISOR)
    report, offer = write_child_report(cast.worker, file, **TOLD), offered(cast, file)
    assert other(ChildReport).exists() and other(Transfer).exists() and cast.stranger(Transfer).exists()
    raise_wall(cast.supervisor, file.folder, reason="kin", user=other.user)
    raise_wall(cast.supervisor, file.folder, reason="kin", user=cast.stranger.user)
    assert not other(ChildReport).exists() and not other(Transfer).exists() and not cast.stranger(Transfer).exists()
    browser = enter(other.user, purpose="supervision")
    assert browser.get(f"/child-reports/{report.pk}/").status_code == 404
    assert browser.get(f"/transfers/{offer.pk}/").status_code == 404
    assert "Child at risk: not sent yet" not in browser.get("/").content.decode()
    assert cast.supervisor(ChildReport).exists() and cast.supervisor(Transfer).exists()


def test_a_case_restricted_later_takes_its_report_of_a_child_and_its_offer_along(cast, file):
    write_child_report(cast.worker, file, **TOLD)
    offered(cast, file)
    restrict(cast.worker, file, reason="a witness")
    assert not cast.supervisor(ChildReport).exists() and not cast.supervisor(Transfer).exists()
    assert not cast.stranger(Transfer).exists()
    assert cast.worker(ChildReport).exists() and cast.worker(Transfer).exists()
    file.refresh_from_db()
    open_again(cast.worker, file, reason="it is over")
    assert cast.supervisor(ChildReport).exists()


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_an_offer_that_was_answered_is_read_there_by_who_answered_alone(cast, file, enter, answer):
    colleague = hire(cast.stranger_office, "Sanda Svesniece", Role.CASE_WORKER)
    offer = offered(cast, file)
    assert colleague(Transfer).exists()
    if answer == "accepted":
        accept_transfer(cast.stranger, cast.stranger(Transfer).get(), seen_version=1)
    else:
        decline_transfer(cast.stranger, cast.stranger(Transfer).get(), reason="Nav vietu", seen_version=1)
    assert not colleague(Transfer).exists()
    assert enter(colleague.user).get(f"/transfers/{offer.pk}/").status_code == 404
    assert cast.stranger(Transfer).exists() == (answer == "accepted")
    assert cast.worker(Transfer).exists()


@pytest.mark.parametrize("end", ["withdrawn", "cancelled"])
def test_a_case_taken_off_an_agenda_is_shut_to_the_coordinator_too(cast, end):
    elsewhere = hire(cast.police, "Kristaps Koordinators", Role.COORDINATOR)
    meeting = a_meeting(elsewhere, *institutions(1))
    item = referred(cast.worker, meeting)
    published(elsewhere, meeting)
    assert elsewhere(Person).exists() and elsewhere(Case).exists()
    item.refresh_from_db()
    if end == "withdrawn":
        meetings.withdraw_item(cast.worker, item, why="Viņa negrib", seen_version=item.version)
    else:
        meetings.cancel_meeting(elsewhere, meeting, why="x", seen_version=meeting.version)
    assert not elsewhere(Person).exists() and not elsewhere(Case).exists() and not elsewhere(AgendaItem).exists()


def test_of_two_meetings_the_other_one_still_opens_the_case_to_its_coordinator(cast):
    elsewhere = hire(cast.police, "Kristaps Koordinators", Role.COORDINATOR)
    first, second = a_meeting(elsewhere), a_meeting(elsewhere)
    item = referred(cast.worker, first)
    other = referred(cast.worker, second, item.case)
    item.refresh_from_db()
    meetings.withdraw_item(cast.worker, item, why="Viņa negrib", seen_version=item.version)
    assert elsewhere(AgendaItem).get() == other


def test_a_meeting_moved_far_away_stays_open_to_its_coordinator(cast):
    elsewhere = hire(cast.police, "Kristaps Koordinators", Role.COORDINATOR)
    meeting = a_meeting(elsewhere)
    item = referred(cast.worker, meeting)
    starts = timezone.now() + timedelta(days=60)
    meetings.change_meeting(elsewhere, meeting, starts=starts, seen_version=meeting.version)
    held = elsewhere.held(item.case_id)
    assert [timezone.localdate(one["ends"] - timedelta(seconds=1)) for one in held] == [
        meeting.day + timedelta(days=14)
    ]


@pytest.fixture
def reported(cast):
    """A report from a door that was taken up and joined to a case."""
    report = a_report(cast.officer, cast)
    taken = take_up(cast.worker, cast.worker(DoorstepReport).get(pk=report.pk))
    return taken, open_case_from(cast.worker, taken, newly_known=True)


def test_a_report_from_a_door_is_restricted_with_the_case_it_was_joined_to(cast, reported, enter):
    report, case = reported
    assert cast.supervisor(DoorstepReport).exists() and cast.supervisor.zones(report.pk).address
    restrict(cast.worker, case, reason="a witness")
    assert not cast.supervisor(DoorstepReport).exists() and not cast.supervisor.zones(report.pk).address
    assert enter(cast.supervisor.user, purpose="supervision").get(f"/doorstep/{report.pk}/").status_code == 404
    assert cast.worker(DoorstepReport).exists() and cast.officer(DoorstepReport).exists()
    case.refresh_from_db()
    open_again(cast.worker, case, reason="it is over")
    assert cast.supervisor(DoorstepReport).exists()


def test_a_report_joined_to_a_restricted_case_is_shut_to_supervisors_from_then_on(cast, file):
    restrict(cast.worker, file, reason="a witness")
    report = a_report(cast.officer, cast)
    taken = take_up(cast.worker, cast.worker(DoorstepReport).get(pk=report.pk))
    assert cast.supervisor(DoorstepReport).exists()
    open_case_from(cast.worker, taken, newly_known=False, case=cast.worker(Case).get(pk=file.pk))
    assert not cast.supervisor(DoorstepReport).exists() and cast.worker(DoorstepReport).exists()


def test_a_report_from_a_door_goes_with_whoever_leads_its_case(cast, reported, enter):
    report, case = reported
    hand_over(cast.worker, case, to=cast.second_worker.user)
    mine = cast.worker.zones(report.pk)
    assert not (mine.name or mine.address or mine.risk), "what the whole desk knows: that there is one"
    assert "Marta" not in enter(cast.worker.user).get(f"/doorstep/{report.pk}/").content.decode()
    assert cast.second_worker(DoorstepReport).get() == report and cast.second_worker.zones(report.pk).address == 1


def test_who_leads_a_case_reads_a_report_that_a_supervisor_joined_to_it(cast, file):
    report = a_report(cast.officer, cast)
    taken = take_up(cast.supervisor, cast.supervisor(DoorstepReport).get(pk=report.pk))
    assert not cast.worker.zones(report.pk).address
    open_case_from(cast.supervisor, taken, newly_known=False, case=cast.supervisor(Case).get(pk=file.pk))
    assert cast.worker.zones(report.pk).address == 1


def test_a_wall_around_the_case_stands_before_its_report_from_a_door(cast, reported):
    _report, case = reported
    other = hire(cast.office, "Vita Vadone", Role.SUPERVISOR)
    assert other(DoorstepReport).exists()
    raise_wall(cast.supervisor, case.folder, reason="kin", user=other.user)
    assert not other(DoorstepReport).exists() and cast.officer(DoorstepReport).exists()
