"""Meetings on their pages: prepared, held and closed in the browser; who sees what; how many queries it takes."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from tests.cast import a_case
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, published, referred, running

from tilts.access.actor import acting
from tilts.access.models import AuditEntry, Role
from tilts.access.walls import raise_wall
from tilts.meetings import actions
from tilts.meetings.minutes import _data, minutes_of
from tilts.meetings.models import AgendaItem, GuestPass, Invitation, Issue, Meeting, MeetingAction, Research, SharedItem
from tilts.people.actions import keep_contact

pytestmark = pytest.mark.django_db
MOST_QUERIES = 32
LATER = "2031-03-04T10:00"
KEPT_BACK = re.compile("Kvrpetijumszq|Kvriemeslszq")


@pytest.fixture
def coordinator(cast):
    return coordinator_of(cast)


@pytest.fixture
def table(cast, coordinator, enter):
    """A meeting that is in progress, with one case and three institutions, each in its browser."""
    units = institutions(3)
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    running(coordinator, meeting)
    browsers = [enter(one.user) for one in units]
    return SimpleNamespace(
        meeting=meeting,
        item=item,
        units=units,
        browsers=browsers,
        at=f"/meetings/{meeting.pk}/",
        desk=enter(coordinator.user),
    )


def version(record):
    return type(record)._base_manager.values_list("version", flat=True).get(pk=record.pk)


def text(answer):
    return answer.content.decode()


def today():
    return timezone.localdate().isoformat()


def test_a_meeting_is_planned_prepared_held_and_closed_through_its_pages(cast, coordinator, enter):
    [police] = institutions(1)
    desk, worker, there = enter(coordinator.user), enter(cast.worker.user), enter(police.user)
    told = {"kind": "marac", "title": "Sanāksme", "starts": LATER, "place": "Balvi", "chair": "Vadītāja"}
    answer = desk.post("/meetings/new/", told)
    meeting = coordinator(Meeting).get()
    at = f"/meetings/{meeting.pk}/"
    assert answer.url == at
    assert desk.post(at + "invite/", {"unit": police.organisation.pk, "role": Role.PARTICIPANT}).status_code == 302
    case, _person = a_case(cast.worker)
    assert "Refer to a meeting" in text(worker.get(f"/cases/{case.pk}/"))
    facts = {"meeting": meeting.pk, "criteria": ["escalation"], "minutes": 15, "aware": "yes", "summary": "Draudi"}
    no = worker.post(f"/meetings/refer/{case.pk}/", facts | {"basis": "consent"})
    assert no.status_code == 422 and "Consent alone" in text(no) and "Draudi" in text(no)
    law = {"basis": "law", "basis_words": "likums; draudi dzīvībai"}
    assert worker.post(f"/meetings/refer/{case.pk}/", facts | law).status_code == 302
    item = coordinator(AgendaItem).get()
    assert text(there.get(at)).count(case.code) == 0
    assert desk.post(at + "publish/", {"version": version(meeting)}).status_code == 302
    no = desk.post(at + "open/", {"version": version(meeting)})
    assert no.status_code == 422 and "change its day first" in text(no)
    now = {"title": "Sanāksme", "starts": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "version": version(meeting)}
    assert desk.post(at + "change/", now).status_code == 302
    assert desk.post(at + "open/", {"version": version(meeting)}).status_code == 302
    assert case.code in text(there.get(at)) and "Ozolkalne" not in text(there.get(at))
    assert "Ozolkalne-Testa" in text(there.get(f"{at}items/{item.pk}/"))
    assert desk.post(f"{at}items/{item.pk}/begin/", {"version": version(item)}).url == at + "run/"
    assert f"items/{item.pk}/" in text(there.get(at + "now/"))
    assert there.post(f"{at}items/{item.pk}/share/", {"text": "Divi izsaukumi", "nature": "fact"}).status_code == 302
    act = {"what": "Patrulē", "owner": police.organisation.pk, "due_on": today()}
    assert there.post(f"{at}items/{item.pk}/actions/add/", act).status_code == 302
    shown = text(desk.get(f"{at}items/{item.pk}/"))
    assert "Divi izsaukumi" in shown and "Patrulē" in shown
    invitation = coordinator(Invitation).get(unit=police.organisation)
    came = {f"came_{invitation.pk}": "yes", f"by_{invitation.pk}": "Inspektore", f"seen_{invitation.pk}": 1}
    assert desk.post(at + "attendance/", came).status_code == 302
    assert desk.post(at + "close/", {"version": version(meeting)}).status_code == 302
    page = text(desk.get(at + "minutes/"))
    assert "Divi izsaukumi" in page and "Inspektore" in page and "Patrulē" in page
    paper = desk.get(at + "minutes/pdf/")
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    assert case.code not in paper["Content-Disposition"]
    assert there.get(at + "minutes/pdf/").status_code == 403
    found = coordinator(MeetingAction).get()
    done = there.post(f"{at}actions/{found.pk}/done/", {"done_on": today(), "note": "", "version": found.version})
    assert done.status_code == 302


def test_of_two_who_conclude_at_once_the_second_is_told_keeps_the_text_and_can_go_on(table):
    first = second = table.desk
    there = f"{table.at}items/{table.item.pk}/conclude/"
    seen = version(table.item)
    assert first.post(there, {"conclusion": "Policija brauc", "version": seen}).status_code == 302
    answer = second.post(there, {"conclusion": "Bāriņtiesa zvana", "version": seen})
    page = text(answer)
    assert answer.status_code == 422 and "Policija brauc" in page and "Bāriņtiesa zvana" in page
    again = re.search(r'name="version" value="(\d+)"', page)[1]
    both = {"conclusion": "Policija brauc. Bāriņtiesa zvana", "version": again}
    assert second.post(there, both).status_code == 302
    table.item.refresh_from_db()
    assert table.item.conclusion == both["conclusion"]


def test_research_stays_in_its_own_hands_on_the_pages_too(table, cast, enter):
    mine, other = table.browsers[:2]
    there = f"{table.at}items/{table.item.pk}/research/"
    facts = {"text": "Kvrpetijumszq", "nature": "opinion", "decision": "hold_back", "reason": ""}
    no = mine.post(there, facts)
    assert no.status_code == 422 and "Say why it is held back" in text(no) and "Kvrpetijumszq" in text(no)
    assert mine.post(there, facts | {"reason": "Kvriemeslszq"}).status_code == 302
    found = table.units[0](Research).get()
    pages = [there, table.at, f"{table.at}items/{table.item.pk}/", f"{table.at}minutes/", f"{table.at}run/"]
    for browser in (other, table.desk, enter(cast.worker.user), enter(cast.stranger.user)):
        for page in pages:
            assert not KEPT_BACK.search(text(browser.get(page)))
        assert browser.get(f"{there}{found.pk}/").status_code in (403, 404)
    assert "Kvriemeslszq" in text(mine.get(there))
    assert mine.post(f"{there}{found.pk}/share/", {"version": found.version}).status_code == 302
    shown = text(other.get(f"{table.at}items/{table.item.pk}/"))
    assert "Kvrpetijumszq" in shown and "Kvriemeslszq" not in shown


def test_who_is_walled_gets_404_like_for_what_is_not_there_and_the_coordinator_is_told(table, cast):
    raise_wall(cast.supervisor, table.item.case.folder, reason="radi", unit=table.units[0].organisation)
    walled = table.browsers[0]
    there, nowhere = f"{table.at}items/{table.item.pk}/", f"{table.at}items/{table.meeting.pk}/"
    assert walled.get(there).status_code == walled.get(nowhere).status_code == 404
    assert table.item.case.code not in text(walled.get(table.at)) + text(walled.get(table.at + "minutes/"))
    assert table.item.case.code not in text(walled.get(table.at + "now/")) + text(walled.get(table.at + "run/"))
    told = "a wall keeps these institutions out"
    assert told in text(table.desk.get(table.at))
    assert told not in text(walled.get(table.at)) + text(table.browsers[1].get(table.at))


def test_a_stranger_finds_no_meeting_at_all(table, cast, enter):
    stranger = enter(cast.stranger.user)
    for path in ("", "run/", "minutes/", "now/", f"items/{table.item.pk}/", "invite/"):
        assert stranger.get(table.at + path).status_code in (403, 404), path
    assert table.meeting.title not in text(stranger.get("/meetings/"))


def test_an_address_is_never_on_a_page_of_a_meeting(cast, coordinator, enter):
    units = institutions(2)
    meeting = a_meeting(coordinator, *units)
    case, person = a_case(cast.worker)
    keep_contact(case.folder, person, channel="phone", value="+371 29999999", safe=True, caution="Kvrzvanitzq")
    item = referred(cast.worker, meeting, case)
    running(coordinator, meeting)
    for who in (units[0], coordinator):
        browser = enter(who.user)
        for path in ("", "run/", "minutes/", f"items/{item.pk}/", f"items/{item.pk}/research/"):
            page = text(browser.get(f"/meetings/{meeting.pk}/{path}"))
            assert "29999999" not in page and "Kvrzvanitzq" not in page


def guest_of(desk, meeting):
    """The link and the code, as the coordinator's page shows them once."""
    facts = {"name": "Tiesnese Tiesa", "institution": "Rajona tiesa", "kind": "court"}
    page = text(desk.post(f"/meetings/{meeting.pk}/guests/", facts))
    link, code = re.findall(r"<code>([^<]+)</code>", page)
    return link.split("testserver")[1], code


def test_a_guest_enters_with_link_and_code_reads_the_agenda_and_nothing_else(table, cast, coordinator):
    link, code = guest_of(table.desk, table.meeting)
    guest = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert guest.get(link).status_code == 200
    assert guest.post(link, {"code": "WRONGONE"}).status_code == 422
    assert guest.post("/meetings/guest/nothing-of-ours/", {"code": code}).status_code == 422
    entered = guest.post(link, {"code": code})
    assert entered.status_code == 302 and entered.url == table.at
    guest.cookies["tilts_language"] = "en"
    shown = text(guest.get(table.at))
    assert table.item.case.code in shown and "Pass for a guest" not in shown and "Research" not in shown
    there = f"{table.at}items/{table.item.pk}/"
    assert "Ozolkalne-Testa" in text(guest.get(there))
    shut = ["/", "/cases/", f"/cases/{table.item.case_id}/", "/account/", "/accounts/2fa/", "/members/", "/projects/"]
    shut += [table.at + path for path in ("minutes/", "minutes/pdf/", "invite/", "guests/", "change/")]
    shut += [there + path for path in ("research/", "share/", "conclude/", "actions/add/")]
    for path in shut:
        assert guest.get(path).status_code == 403, path
    looks = AuditEntry.objects.filter(record=table.item.case_id, kind="meetings.read", organisation=None)
    assert looks.exists() and AuditEntry.objects.filter(kind="meeting.pass_entered").exists()
    passed = coordinator(GuestPass).get()
    table.desk.post(f"{table.at}guests/{passed.pk}/end/")
    assert guest.get(table.at).status_code == 302 and "/accounts/login/" in guest.get(table.at).url
    assert Client().post(link, {"code": code}).status_code == 422


def test_a_guest_left_alone_is_out_and_enters_again(table, settings):
    link, code = guest_of(table.desk, table.meeting)
    guest = Client()
    guest.post(link, {"code": code})
    session = guest.session
    session["used"] -= settings.SESSION_IDLE_SECONDS + 1
    session.save()
    assert "/accounts/login/" in guest.get(table.at).url
    assert guest.post(link, {"code": code}).status_code == 302


def test_guessing_codes_is_stopped(table):
    link, code = guest_of(table.desk, table.meeting)
    guesser = Client()
    for _try in range(5):
        assert guesser.post(link, {"code": "AAAAAAAA"}).status_code == 422
    assert Client().post(link, {"code": code}).status_code == 422
    answers = {guesser.post(link, {"code": "AAAAAAAA"}).status_code for _try in range(12)}
    assert 429 in answers


def test_a_monitoring_meeting_talks_of_issues_and_counts_and_takes_no_case(cast, coordinator, enter):
    [police] = institutions(1)
    desk, there = enter(coordinator.user), enter(police.user)
    meeting = a_meeting(coordinator, police, kind="monitoring")
    at = f"/meetings/{meeting.pk}/"
    facts = {"title": "Anketas nenonāk laikā", "measure": "services.consultations", "first": "2018-04-05"}
    no = desk.post(at + "issues/add/", facts)
    assert no.status_code == 422 and "A count needs its first and its last day" in text(no)
    assert desk.post(at + "issues/add/", facts | {"last": "2018-06-15"}).status_code == 302
    issue = coordinator(Issue).get()
    assert issue.count == 0 and not police(Issue).filter(meeting__state="closed").exists()
    published(coordinator, meeting)
    assert "Anketas nenonāk laikā" in text(there.get(at))
    act = {"what": "Sūtīt tajā pašā dienā", "owner": police.organisation.pk, "due_on": meeting.day.isoformat()}
    assert there.post(f"{at}issues/{issue.pk}/decide/", act).status_code == 302
    assert "Sūtīt tajā pašā dienā" in text(there.get(at)) and "Sūtīt" in text(there.get("/"))


def test_a_small_count_is_not_told_apart(cast, coordinator, enter):
    meeting = a_meeting(coordinator, *institutions(1), kind="monitoring")
    actions.write_issue(coordinator, meeting, title="Anketas", count=3)
    page = text(enter(coordinator.user).get(f"/meetings/{meeting.pk}/"))
    assert "fewer than 5" in page


def test_a_family_group_conference_is_led_by_somebody_who_does_not_work_on_the_case(cast, enter):
    case, _person = a_case(cast.worker)
    worker = enter(cast.worker.user)
    facts = {"kind": "family_group", "title": "Konference", "starts": LATER}
    no = worker.post(f"/meetings/about/{case.pk}/", facts)
    assert no.status_code == 422 and "does not work on the case" in text(no)
    coordinator = cast.second_worker
    assert worker.post(f"/meetings/about/{case.pk}/", facts | {"coordinator": coordinator.user.pk}).status_code == 302
    item, leads = coordinator(AgendaItem).get(), enter(coordinator.user)
    there = f"/meetings/{item.meeting_id}/items/{item.pk}/family/"
    assert leads.get(there).status_code == 200 and worker.get(there).status_code == 403
    assert leads.post(there + "circle/", {"name": "Vecmāmiņa Izdomu", "relation": "mātes māte"}).status_code == 302
    assert leads.post(there + "circle/", {"name": ""}).status_code == 422
    kept = {"information": "Pastāstīts par atbalstu", "agreed": "true", "review_on": "2031-06-04", "version": 1}
    no = leads.post(there, kept)
    assert no.status_code == 422 and "A plan without a step" in text(no) and "Pastāstīts par atbalstu" in text(no)
    step = {"what": "Vecmāmiņa ņem bērnus piektdienās", "who": "vecmāmiņa", "due_on": "2031-04-01"}
    assert leads.post(there + "steps/", step).status_code == 302
    assert leads.post(there, kept).status_code == 302
    assert "Vecmāmiņa ņem bērnus piektdienās" in text(leads.get(there))
    team = text(worker.get(f"/cases/{case.pk}/"))
    assert "family group conference" in team


def test_the_private_time_of_a_family_has_a_clock(cast, coordinator, enter):
    case, _person = a_case(cast.worker)
    meeting = a_meeting(cast.worker, kind="family_group", case=case, coordinator=cast.second_worker.user)
    actions.invite(cast.second_worker, meeting, name="Pagasta pārvalde", kind="other")
    running(cast.second_worker, meeting)
    item, leads = cast.second_worker(AgendaItem).get(), enter(cast.second_worker.user)
    there = f"/meetings/{meeting.pk}/items/{item.pk}/family/"
    assert leads.post(there + "private/", {"version": 1}).status_code == 302
    assert "The family is alone since" in text(leads.get(there))
    assert leads.post(there + "private/", {"version": 2}).status_code == 302
    assert "The family is alone since" not in text(leads.get(there))


def test_what_waits_stands_on_my_day_and_on_the_page_of_the_case(table, cast, enter):
    act = {"item": table.item, "what": "Pārbaudīt ieročus", "due_on": timezone.localdate()}
    actions.set_action(table.units[0], table.meeting, owner=table.units[0].organisation, **act)
    day = text(table.browsers[0].get("/"))
    assert "Pārbaudīt ieročus" in day and table.meeting.title in day
    assert "Pārbaudīt ieročus" not in text(table.browsers[1].get("/"))
    page = text(enter(cast.worker.user).get(f"/cases/{table.item.case_id}/"))
    assert f"/items/{table.item.pk}/" in page


def queries(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200, path
    return len(caught)


@pytest.mark.long
def test_sixteen_cases_and_twelve_institutions_are_prepared_held_and_closed(cast, coordinator, enter):
    units = institutions(12)
    meeting = a_meeting(coordinator, *units)
    items = [referred(cast.worker, meeting, a_case(cast.worker, f"Vārds{n}", "Garais")[0]) for n in range(16)]
    running(coordinator, meeting)
    assert all(one(AgendaItem).count() == 16 for one in units)
    for number, item in enumerate(items):
        item = coordinator(AgendaItem).select_related("meeting").get(pk=item.pk)
        actions.begin_item(coordinator, item)
        unit = units[number % 12]
        actions.share_item(unit, item, text=f"Ziņas {number}", nature="fact")
        mine = {"owner": unit.organisation, "what": f"Darbs {number}", "due_on": meeting.day}
        actions.set_action(unit, meeting, item=item, **mine)
    at = f"/meetings/{meeting.pk}/"
    counted = {}
    for who in (units[0], coordinator):
        browser = enter(who.user)
        for path in ("", "run/", "minutes/", f"items/{items[-1].pk}/"):
            counted[who.role, path] = queries(browser, at + path)
    assert max(counted.values()) <= MOST_QUERIES, counted
    closed(coordinator, meeting)
    flagged = coordinator(AgendaItem).filter(flag_until__isnull=False, ended_at__isnull=False).count()
    assert flagged == 16 and units[3](SharedItem).count() == 16
    late = timezone.now() + timedelta(days=1)
    assert coordinator(Meeting).filter(closed_at__lt=late).count() == 1


@pytest.mark.parametrize(("counted", "read"), [(13, "13"), (3, "fewer than 5"), (0, "0")])
def test_the_count_of_an_issue_stands_in_the_minutes_as_on_the_agenda(cast, coordinator, enter, counted, read):
    units = institutions(1)
    meeting = a_meeting(coordinator, *units, kind="monitoring")
    facts = {"first": timezone.localdate() - timedelta(days=90), "last": timezone.localdate()}
    Issue.objects.create(
        organisation=meeting.organisation, meeting=meeting, number=1, title="Izsaukumi", count=counted, **facts
    )
    running(coordinator, meeting)
    closed(coordinator, meeting)
    desk, at = enter(coordinator.user), f"/meetings/{meeting.pk}/"
    for page in (at, at + "minutes/"):
        assert f">{read}<" in text(desk.get(page)), page
    with transaction.atomic(), acting(coordinator), translation.override("en"):
        said = _data(minutes_of(coordinator, meeting))["points"]
    assert said[0]["lines"][0][1].startswith(f"{read} · ")


def test_an_issue_is_corrected_and_taken_off_until_the_meeting_is_over(cast, coordinator, enter):
    [police] = institutions(1)
    meeting = a_meeting(coordinator, police, kind="monitoring")
    issue = actions.write_issue(coordinator, meeting, title="Anketas", measure="services.consultations", count=7)
    at, desk = f"/meetings/{meeting.pk}/", enter(coordinator.user)
    page = desk.get(f"{at}issues/{issue.pk}/change/").content.decode()
    assert "Anketas" in page
    facts = {"title": "Anketas nāk vēlu", "measure": "services.consultations", "version": issue.version}
    no = desk.post(f"{at}issues/{issue.pk}/change/", facts | {"first": "2018-06-15", "last": "2018-04-05"})
    assert no.status_code == 422 and "Anketas nāk vēlu" in text(no)
    period = {"first": "2018-04-05", "last": "2018-06-15"}
    assert desk.post(f"{at}issues/{issue.pk}/change/", facts | period).status_code == 302
    issue.refresh_from_db()
    assert (issue.title, issue.count) == ("Anketas nāk vēlu", 0)
    late = desk.post(f"{at}issues/{issue.pk}/change/", facts | period | {"title": "Otrs raksta"})
    assert late.status_code == 422 and "Otrs raksta" in text(late)
    act = actions.set_action(
        coordinator, meeting, issue=issue, owner=coordinator.organisation, what="x", due_on=meeting.day
    )
    out = {"why": "kļūda", "version": issue.version}
    no = desk.post(f"{at}issues/{issue.pk}/withdraw/", out)
    assert no.status_code == 422 and "Take the actions out first" in text(no)
    actions.withdraw_action(coordinator, act, why="kļūda", seen_version=act.version)
    assert desk.post(f"{at}issues/{issue.pk}/withdraw/", out).status_code == 302
    assert not coordinator(Issue).exists()
