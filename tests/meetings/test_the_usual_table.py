"""Who sits at a table: in the role that an institution really has, as last time, the host too; what each writes."""

import pytest
from django.utils import timezone
from tests.cast import hire
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, published, referred, running
from tests.meetings.test_meeting_pages import queries, text, version

from tilts.access.models import Organisation, Role
from tilts.meetings import actions
from tilts.meetings.models import AgendaItem, Invitation, Meeting, Research

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(cast):
    return coordinator_of(cast)


def seated(coordinator, meeting):
    """Who is invited, the host apart: institution and role."""
    rows = coordinator(Invitation).filter(meeting=meeting, colleague=None)
    return {(one.institution, one.role) for one in rows}


def test_an_institution_is_invited_in_the_role_that_it_has_and_an_empty_one_warns_once(cast, coordinator, enter):
    empty = Organisation.objects.create(code="tukss", name="Tukšais dienests", kind="social_service")
    meeting = a_meeting(coordinator)
    desk, at = enter(coordinator.user), f"/meetings/{meeting.pk}/"
    assert "Valsts policija (police officer)" in text(desk.get(at + "invite/"))
    assert desk.post(at + "invite/", {"unit": cast.police.pk}).status_code == 302
    assert seated(coordinator, meeting) == {("Valsts policija", "police")}
    for unit, role, sentence in (
        (cast.stranger_office, "participant", "At Svešā biedrība there is: social worker."),
        (empty, "", "At Tukšais dienests there is: nobody who sits at tables."),
    ):
        no = desk.post(at + "invite/", {"unit": unit.pk, "role": role})
        assert no.status_code == 422 and sentence in text(no) and 'name="anyway"' in text(no)
        assert desk.post(at + "invite/", {"unit": unit.pk, "role": role, "anyway": "on"}).status_code == 302
    page = text(desk.get(at))
    assert page.count("nobody works in this role") == 2
    hire(empty, "Jana Jaunā", Role.PARTICIPANT)
    assert text(desk.get(at)).count("nobody works in this role") == 1


def test_as_last_time_invites_the_usual_table_in_one_press(cast, coordinator, enter):
    units = institutions(3)
    last = a_meeting(coordinator, *units, days=0)
    actions.invite(coordinator, last, unit=cast.office, colleague=cast.lawyer.user)
    actions.invite(coordinator, last, name="Rajona prokuratūra", kind="prosecutor")
    actions.give_pass(coordinator, last, name="Viesis", institution="Tiesa", kind="court")
    referred(cast.worker, last)
    running(coordinator, last)
    closed(coordinator, last)
    gone = units[0].membership
    type(gone).objects.filter(pk=gone.pk).update(role=Role.SPECIALIST)
    other = a_meeting(coordinator, units[1], kind="monitoring")
    meeting = a_meeting(coordinator, units[2])
    desk, at = enter(coordinator.user), f"/meetings/{meeting.pk}/"
    assert "as-last/" not in text(desk.get(f"/meetings/{other.pk}/"))
    assert "Invite as last time" in text(desk.get(at))
    assert desk.post(at + "invite/as-last/").url == at
    usual = {("Iestāde 0", "specialist"), ("Iestāde 1", "participant"), ("Iestāde 2", "participant")}
    assert seated(coordinator, meeting) == usual | {("Rajona prokuratūra", "")}
    colleagues = coordinator(Invitation).filter(meeting=meeting, colleague__isnull=False)
    assert {one.colleague for one in colleagues} == {coordinator.user, cast.lawyer.user}
    assert "as-last/" not in text(desk.get(at))
    assert "nobody to invite as last time" in text(desk.post(at + "invite/as-last/", follow=True))


def test_the_host_sits_at_its_own_table_writes_its_research_and_is_counted_as_having_come(cast, coordinator, enter):
    meeting = a_meeting(coordinator, *institutions(1))
    item = referred(cast.worker, meeting)
    [seat] = coordinator(Invitation).filter(meeting=meeting, unit=cast.office)
    desk, at = enter(coordinator.user), f"/meetings/{meeting.pk}/"
    assert f"invitations/{seat.pk}/" not in text(desk.get(at))
    no = desk.post(f"{at}invitations/{seat.pk}/withdraw/", {"version": seat.version})
    assert no.status_code == 422 and "Hand the meeting over instead" in text(no)
    running(coordinator, meeting)
    facts = {"text": "Mūsu lietā ir trīs ziņojumi", "nature": "fact"}
    assert desk.post(f"{at}items/{item.pk}/research/", facts).status_code == 302
    assert coordinator(Research).get().organisation == cast.office
    seat.refresh_from_db()
    assert (seat.came, seat.represented_by) == (True, coordinator.user.name)


def test_a_table_of_the_host_alone_is_none(cast, coordinator, enter):
    meeting = a_meeting(coordinator)
    referred(cast.worker, meeting)
    desk = enter(coordinator.user)
    said = desk.post(f"/meetings/{meeting.pk}/publish/", {"version": version(meeting)}, follow=True)
    assert "Nobody is invited yet" in text(said)


def test_the_hosts_seat_goes_with_the_meeting_to_another_colleague(cast, coordinator):
    meeting = a_meeting(coordinator, *institutions(1))
    other = hire(cast.office, "Otra Koordinatore", Role.COORDINATOR)
    actions.hand_meeting_over(coordinator, meeting, to=other.user, seen_version=meeting.version)
    [seat] = other(Invitation).filter(meeting=meeting, unit=cast.office)
    assert seat.colleague == other.user
    item = referred(cast.worker, meeting)
    running(other, meeting)
    actions.write_research(other, other(AgendaItem).select_related("meeting").get(pk=item.pk), text="x", nature="fact")
    assert not coordinator(Research).exists()


def test_what_ones_institution_has_not_written_stands_on_my_day_and_in_the_list(cast, coordinator, enter):
    units = institutions(2)
    meeting, later = a_meeting(coordinator, *units), a_meeting(coordinator, units[1], title="Cita")
    items = [referred(cast.worker, meeting) for _n in range(3)]
    referred(cast.worker, later)
    browsers = [enter(one.user) for one in units]
    assert "without research of yours" not in text(browsers[0].get("/meetings/")), "nothing is published yet"
    published(coordinator, meeting)
    published(coordinator, later)
    before = queries(browsers[0], "/meetings/")
    for page in ("/", "/meetings/"):
        assert "3 cases without research" in text(browsers[0].get(page)), page
        assert "1 case without research" in text(browsers[1].get(page)), page
    there = f"/meetings/{meeting.pk}/items/"
    page = text(browsers[0].get(f"/meetings/{meeting.pk}/"))
    assert all(f"{there}{item.pk}/research/" in page for item in items)
    actions.write_research(units[0], items[0], text="x", nature="fact")
    assert f"{there}{items[0].pk}/research/" not in text(browsers[0].get(f"/meetings/{meeting.pk}/"))
    Meeting._base_manager.filter(pk=meeting.pk).update(starts=timezone.now(), day=timezone.localdate())
    meeting.refresh_from_db()
    actions.open_meeting(coordinator, meeting, seen_version=meeting.version)
    actions.begin_item(coordinator, coordinator(AgendaItem).select_related("meeting").get(pk=items[1].pk))
    for page in ("/", "/meetings/"):
        assert "1 case without research" in text(browsers[0].get(page)), page
        assert "2 cases without research" in text(browsers[1].get(page)), "what another wrote is its own"
    assert queries(browsers[0], "/meetings/") == before
    actions.write_research(units[0], items[2], text="x", nature="fact")
    assert "without research of yours" not in text(browsers[0].get("/")) + text(browsers[0].get("/meetings/"))
    assert "without research of yours" not in text(enter(cast.second_worker.user).get("/meetings/"))
