"""What belongs to the host of a table: to call it, to open and close it on its day, to decide, to let people out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import a_case, hire
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, published, referred, running
from tests.meetings.test_meeting_pages import guest_of, table, text, version

from tilts.access.models import Organisation, Role
from tilts.access.reach import Refused
from tilts.meetings import actions
from tilts.meetings.models import AgendaItem, GuestPass, Invitation, Issue, Meeting

pytestmark = pytest.mark.django_db
__all__ = ["table"]


@pytest.fixture
def coordinator(cast):
    return coordinator_of(cast)


def test_only_the_host_decides_an_item_and_whoever_else_tries_reads_why_and_keeps_the_text(table, cast, enter):
    there = f"{table.at}items/{table.item.pk}/"
    link, code = guest_of(table.desk, table.meeting)
    guest = Client(HTTP_ACCEPT_LANGUAGE="en")
    guest.post(link, {"code": code})
    guest.cookies["tilts_language"] = "en"
    words = {"conclusion": "Kvrlemjam", "version": version(table.item)}
    for somebody in (table.browsers[0], enter(cast.worker.user), guest):
        assert f"{there}conclude/" not in text(somebody.get(there))
        assert somebody.get(there + "conclude/").status_code == 403
        no = somebody.post(there + "conclude/", words)
        assert no.status_code == 422 and "Only who coordinates the meeting" in text(no) and "Kvrlemjam" in text(no)
    assert table.desk.post(there + "conclude/", words).status_code == 302
    for page in (there, table.at + "minutes/"):
        shown = text(table.browsers[0].get(page))
        assert "Kvrlemjam" in shown and table.meeting.coordinator.name in shown, page


def test_only_the_host_concludes_an_issue_and_it_says_who_did(cast, coordinator, enter):
    [police] = institutions(1)
    meeting = a_meeting(coordinator, police, kind="monitoring")
    issue = actions.write_issue(coordinator, meeting, title="Anketas")
    running(coordinator, meeting)
    there, words = f"/meetings/{meeting.pk}/issues/{issue.pk}/conclude/", {"conclusion": "Kvrlemjam", "version": 1}
    no = enter(police.user).post(there, words)
    assert no.status_code == 422 and "Only who coordinates the meeting" in text(no) and "Kvrlemjam" in text(no)
    assert enter(coordinator.user).post(there, words).status_code == 302
    shown = text(enter(police.user).get(f"/meetings/{meeting.pk}/"))
    assert "Kvrlemjam" in shown and coordinator.user.name in shown
    assert coordinator(Issue).get().concluded_by == coordinator.user


def test_opening_closing_and_taking_back_ask_once_and_do_nothing_before(table, coordinator):
    guest_of(table.desk, table.meeting)
    passed = coordinator(GuestPass).get()
    invited = coordinator(Invitation).filter(meeting=table.meeting, unit=table.units[0].organisation).get()
    asked = {
        f"{table.at}invitations/{invited.pk}/withdraw/": table.units[0].organisation.name,
        f"{table.at}guests/{passed.pk}/end/": "Tiesnese Tiesa",
        f"{table.at}items/{table.item.pk}/withdraw/": table.item.case.code,
        f"{table.at}close/": table.units[1].organisation.name,
    }
    for address, told in asked.items():
        page = text(table.desk.get(address))
        assert told in page and "<button" in page, address
    table.meeting.refresh_from_db()
    assert table.meeting.state == "running" and table.units[0](AgendaItem).exists()
    assert not coordinator(GuestPass).get().ended_at
    first, ended = list(asked)[:2]
    late = table.desk.post(first, {"version": invited.version + 7})
    assert late.status_code == 422 and table.units[0](AgendaItem).exists(), "of two the second is told"
    assert table.desk.post(first, {"version": invited.version}).status_code == 302
    assert table.desk.post(ended).status_code == 302
    assert not table.units[0](AgendaItem).exists() and coordinator(GuestPass).get().ended_at


@pytest.mark.parametrize(("days", "sentence"), [(2, "change its day first"), (-2, "was held on that day")])
def test_a_meeting_is_opened_and_closed_on_no_other_day_than_its_own(cast, coordinator, enter, days, sentence):
    meeting = a_meeting(coordinator, *institutions(1), days=days)
    referred(cast.worker, meeting)
    published(coordinator, meeting)
    desk, at = enter(coordinator.user), f"/meetings/{meeting.pk}/"
    told = {"version": version(meeting)}
    no = desk.post(at + "open/", told)
    assert no.status_code == 422 and sentence in text(no)
    afterwards = desk.post(at + "open/", told | {"afterwards": "on"})
    assert afterwards.status_code == (302 if days < 0 else 422)
    meeting.refresh_from_db()
    assert meeting.state == ("running" if days < 0 else "published")


def test_a_meeting_left_open_overnight_is_closed_as_that_of_its_day(cast, coordinator, enter):
    meeting = a_meeting(coordinator, *institutions(1))
    referred(cast.worker, meeting)
    running(coordinator, meeting)
    item = coordinator(AgendaItem).select_related("meeting").get()
    actions.begin_item(coordinator, item)
    yesterday = timezone.now() - timedelta(days=1)
    AgendaItem._base_manager.update(began_at=yesterday)
    Meeting._base_manager.update(starts=yesterday, day=timezone.localdate(yesterday))
    meeting.refresh_from_db()
    came = {one.pk: (True, "Kāds", one.version) for one in coordinator(Invitation).filter(meeting=meeting)}
    actions.note_attendance(coordinator, meeting, came=came)
    desk, there = enter(coordinator.user), f"/meetings/{meeting.pk}/close/"
    no = desk.post(there, {"version": version(meeting)})
    assert no.status_code == 422 and "was held on that day" in text(no)
    assert desk.post(there, {"version": version(meeting), "afterwards": "on"}).status_code == 302
    item.refresh_from_db()
    assert item.ended_at - item.began_at == timedelta(minutes=item.minutes), "no clock of twenty hours"


def test_no_kind_is_offered_that_one_may_not_call(cast, coordinator, enter, in_english):
    ngo = hire(cast.stranger_office, "Kaija Koordinatore", Role.COORDINATOR)
    station = hire(cast.police, "Pēteris Priekšnieks", Role.SUPERVISOR)
    probation = Organisation.objects.create(code="vpd", name="Probācijas dienests", kind="probation")
    offers = {
        coordinator: {"marac", "children", "monitoring"},
        ngo: {"marac", "monitoring"},
        station: {"marac", "probation", "monitoring"},
        hire(probation, "Paula Probācija", Role.COORDINATOR): {"marac", "probation", "monitoring"},
    }
    for who, kinds in offers.items():
        page = text(enter(who.user).get("/meetings/new/"))
        assert {kind for kind in ("marac", "children", "probation", "monitoring") if f'value="{kind}"' in page} == kinds
    worker = enter(cast.worker.user)
    assert "/meetings/new/" not in text(worker.get("/meetings/"))
    no = worker.get("/meetings/new/")
    assert no.status_code == 403 and "A coordinator or a supervisor" in text(no)
    with pytest.raises(Refused, match="The municipality calls this group together"):
        a_meeting(ngo, kind="children")
    case, _person = a_case(cast.worker)
    assert "No meeting that takes cases is planned yet" in text(worker.get(f"/meetings/refer/{case.pk}/"))


@pytest.mark.parametrize(("kind", "law"), [("children", "No. 545"), ("probation", "No. 586")])
def test_a_table_that_a_law_calls_for_stands_on_that_law_and_asks_for_no_other(cast, enter, kind, law):
    caller = coordinator_of(cast)
    if kind == "probation":
        service = Organisation.objects.create(code="vpd", name="Probācijas dienests", kind="probation")
        caller = hire(service, "Paula Probācija", Role.COORDINATOR)
    units = institutions(2)
    meeting = a_meeting(caller, *units, cast.worker, kind=kind)
    case, _person = a_case(cast.worker)
    facts = {"meeting": meeting.pk, "criteria": ["child_urgent"], "minutes": 15, "aware": "yes", "basis": "law"}
    assert enter(cast.worker.user).post(f"/meetings/refer/{case.pk}/", facts).status_code == 302
    running(caller, meeting)
    [item] = units[0](AgendaItem)
    browser, at = enter(units[0].user), f"/meetings/{meeting.pk}/"
    pages = {path: text(browser.get(at + path)) for path in ("", f"items/{item.pk}/")}
    assert all(law in page for page in pages.values()) and "There sit" in pages[""]
    actions.write_research(units[0], item, text="Divi izsaukumi.", nature="fact")
    closed(caller, meeting)
