"""Appointments, the week and the month, and the address that another calendar reads."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone
from icalendar import Calendar
from tests.accounts.at_the_door import put_in_another_role
from tests.cast import BY_LAW, a_case

from tilts.access.actions import Stale, let_in
from tilts.access.models import GrantKind
from tilts.access.reach import Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.accounts.members import close_account, end_membership
from tilts.plan.actions import end_feed, make_appointment, make_feed, move_appointment, settle_appointment
from tilts.plan.calendar import calendar_of, week_of
from tilts.plan.models import Appointment, AppointmentPerson, AppointmentPlace, CalendarFeed
from tilts.plan.views.appointments import GUESSES, READS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
RIGA = ZoneInfo("Europe/Riga")
DAY = timedelta(days=1)
PLACE = "Izdomu iela 7, Balvi"


def an_appointment(cast, case, person=None, starts=None, **facts):
    told = {"minutes": 60, "place_kind": "visit", "staff": cast.worker.user, "people": [person] if person else []}
    return make_appointment(cast.worker, case, starts=starts or timezone.now() + DAY, **told | facts)


def unfolded(text):
    return text.replace("\r\n ", "")


def test_an_appointment_belongs_to_its_local_day(cast):
    case, _person = a_case(cast.worker)
    late = datetime(2026, 6, 1, 22, 30, tzinfo=ZoneInfo("UTC"))
    assert an_appointment(cast, case, starts=late).day == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"staff": None}, "Say who of the team"),
        ({"minutes": 0}, "between 5 minutes"),
        ({"minutes": 721}, "between 5 minutes"),
        ({"place_kind": "moon"}, "Say where"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(cast, facts, said):
    case, person = a_case(cast.worker)
    with pytest.raises(Refused, match=said):
        an_appointment(cast, case, person, **facts)


def test_only_people_of_the_case_are_expected(cast):
    case, _person = a_case(cast.worker)
    _other, stranger = a_case(cast.worker, "Cita", "Citiņa")
    with pytest.raises(Refused, match="people of this case"):
        an_appointment(cast, case, stranger)
    assert not cast.worker(Appointment).exists()


def test_an_address_is_read_only_where_addresses_are_open(cast, enter):
    case, person = a_case(cast.worker)
    appointment = an_appointment(cast, case, person, place=PLACE)
    let_in(cast.worker, case.folder, GrantKind.SPECIALIST, **BY_LAW, to_user=cast.psychologist.user)
    address = f"/cases/{case.pk}/appointments/{appointment.pk}/"
    assert PLACE in enter(cast.worker.user).get(address).content.decode()
    page = enter(cast.psychologist.user).get(address).content.decode()
    assert "On a visit" in page and PLACE not in page and not cast.psychologist(AppointmentPlace).exists()
    assert enter(cast.second_worker.user).get(address).status_code == 404
    mentor = let_in(cast.worker, case.folder, GrantKind.MENTOR, **BY_LAW, to_user=cast.lawyer.user)
    assert mentor.zone_address == 0 and cast.lawyer(Appointment).exists()
    assert not cast.lawyer(AppointmentPlace).exists()


def test_who_may_not_write_addresses_gives_the_kind_of_place(cast, enter):
    case, _person = a_case(cast.worker)
    let_in(cast.worker, case.folder, GrantKind.SPECIALIST, **BY_LAW, to_user=cast.psychologist.user)
    facts = {"minutes": 60, "staff": cast.worker.user, "starts": timezone.now()}
    with pytest.raises(Refused, match="kind of place"):
        make_appointment(cast.psychologist, case, place_kind="visit", place=PLACE, **facts)
    page = enter(cast.psychologist.user).get(f"/cases/{case.pk}/appointments/add/").content.decode()
    assert "Address or place" not in page


def test_what_became_of_it_is_said_once_it_has_begun(cast):
    case, _person = a_case(cast.worker)
    coming, past = an_appointment(cast, case), an_appointment(cast, case, starts=timezone.now() - DAY)
    with pytest.raises(Refused, match="not begun"):
        settle_appointment(cast.worker, coming, seen_version=1, state="no_show")
    settle_appointment(cast.worker, coming, seen_version=1, state="cancelled")
    settle_appointment(cast.worker, past, seen_version=1, state="held")
    with pytest.raises(Stale):
        settle_appointment(cast.worker, past, seen_version=1, state="no_show")


def test_a_moved_appointment_takes_people_and_place_along_and_says_so(cast):
    case, person = a_case(cast.worker)
    old = an_appointment(cast, case, person, place=PLACE)
    new = move_appointment(cast.worker, old, seen_version=1, starts=old.starts + DAY)
    assert (old.state, new.state, new.before, new.minutes) == ("moved", "planned", old, 60)
    assert cast.worker(AppointmentPerson).filter(appointment=new).get().person == person
    assert cast.worker(AppointmentPlace).get(appointment=new).text == PLACE
    with pytest.raises(Refused):
        move_appointment(cast.worker, old, seen_version=2, starts=old.starts + 2 * DAY)


def test_the_week_strip_and_the_month_show_ones_own_appointments(cast, enter):
    case, _person = a_case(cast.worker)
    now = timezone.localtime()
    an_appointment(cast, case, starts=now)
    browser = enter(cast.worker.user)
    for address in ("/", "/calendar/", f"/calendar/?month={now:%Y-%m}"):
        assert 'class="slot"' in browser.get(address).content.decode(), address
    for address in (
        "/calendar/?month=1999-01",
        "/calendar/?month=0001-01",
        "/calendar/?month=x",
        "/calendar/?month=9-9",
    ):
        assert browser.get(address).status_code == 200
    assert 'class="slot"' not in browser.get("/calendar/?month=1999-01").content.decode()
    assert 'class="slot"' not in enter(cast.supervisor.user).get("/").content.decode()


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 31), date(2027, 1, 1)])
def test_a_week_has_seven_days_whatever_the_clock_does(day):
    week = week_of(day)
    assert len(set(week)) == 7 and week[0].weekday() == 0 and day in week


def feed_of(reach):
    return f"/calendar/{make_feed(reach)}.ics"


def test_the_feed_tells_times_and_nothing_of_anybody(cast, enter, client):
    case, person = a_case(cast.worker)
    an_appointment(cast, case, person, starts=datetime(2026, 6, 1, 9, 0, tzinfo=RIGA), place=PLACE)
    an_appointment(cast, case, person, place=PLACE)
    answer = client.get(feed_of(cast.worker))
    text = unfolded(answer.content.decode())
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    assert text.count("BEGIN:VEVENT") == 1 and "SUMMARY:Tilts: tikšanās" in text
    for secret in (case.code, "Anna", "Ozolkalne", "Izdomu", str(case.pk), str(person.pk), "LOCATION", "DESCRIPTION"):
        assert secret not in text, secret
    assert str(cast.worker(Appointment).last().pk) not in text


def test_a_cancelled_appointment_says_so_and_a_moved_one_is_gone(cast, client):
    case, _person = a_case(cast.worker)
    one, two = an_appointment(cast, case), an_appointment(cast, case)
    settle_appointment(cast.worker, one, seen_version=1, state="cancelled")
    move_appointment(cast.worker, two, seen_version=1, starts=two.starts + DAY)
    text = client.get(feed_of(cast.worker)).content.decode()
    assert text.count("BEGIN:VEVENT") == 2 and text.count("STATUS:CANCELLED") == 1


def test_a_wrong_an_ended_and_a_renewed_secret_give_the_same_404(cast, client):
    before = feed_of(cast.worker)
    assert client.get(before).status_code == 200
    now = feed_of(cast.worker)
    wrong = client.get("/calendar/nobody-knows-this.ics")
    ended = client.get(before)
    assert client.get(now).status_code == 200
    end_feed(cast.worker)
    gone = client.get(now)
    assert [one.status_code for one in (wrong, ended, gone)] == [404] * 3
    nowhere = client.get("/calendar/nothing/of/this/kind/")
    assert len({one.content for one in (wrong, ended, gone, nowhere)}) == 1
    assert len({tuple(sorted(one.headers)) for one in (wrong, ended, gone, nowhere)}) == 1
    assert client.post(now).status_code == 404


def test_the_feed_ends_with_the_role_and_with_the_account(cast, client):
    rows = {who: feed_of(getattr(cast, who)) for who in ("worker", "psychologist", "lawyer", "supervisor")}
    end_membership(cast.administrator, cast.worker.membership)
    put_in_another_role(cast.administrator, cast.supervisor, cast.psychologist.membership, role="case_worker")
    close_account(cast.administrator, cast.lawyer.user)
    found = {who: client.get(address).status_code for who, address in rows.items()}
    assert found == {"worker": 404, "psychologist": 404, "lawyer": 404, "supervisor": 200}


def test_behind_a_wall_the_feed_is_empty(cast, client):
    case, _person = a_case(cast.worker)
    an_appointment(cast, case)
    address = feed_of(cast.worker)
    assert "VEVENT" in client.get(address).content.decode()
    raise_wall(cast.supervisor, case.folder, reason="kin", user=cast.worker.user)
    assert "VEVENT" not in client.get(address).content.decode()


def test_guesses_and_reads_have_limits_and_no_secret_is_logged(cast, client, caplog):
    cache.clear()
    for _round in range(GUESSES.most + 3):
        assert client.get("/calendar/guessed.ics").status_code == 404
    address = feed_of(cast.worker)
    answers = [client.get(address).status_code for _round in range(READS.most + 2)]
    assert answers == [200] * READS.most + [404] * 2
    assert "calendar/" not in caplog.text


def test_only_a_hash_of_the_secret_is_kept_and_it_is_shown_once(cast, enter, client):
    browser = enter(cast.worker.user)
    page = browser.post("/calendar/address/", {"make": "1"}).content.decode()
    shown = page.split("<code>")[1].split("</code>")[0].strip()
    assert shown.endswith(".ics")
    feed = unscoped(CalendarFeed, reason="tests").get()
    assert feed.secret_hash not in shown and len(feed.secret_hash) == 64
    assert client.get(shown.replace("http://testserver", "")).status_code == 200
    assert ".ics" not in browser.get("/calendar/address/").content.decode()
    assert browser.post("/calendar/address/", {"end": "1"}).status_code == 302
    assert client.get(shown.replace("http://testserver", "")).status_code == 404


CLOCKS = {
    "before the jump": (datetime(2026, 3, 29, 2, 30, tzinfo=RIGA), "20260329T003000Z"),
    "after the jump": (datetime(2026, 3, 29, 4, 30, tzinfo=RIGA), "20260329T013000Z"),
    "first half past three": (datetime(2026, 10, 25, 3, 30, tzinfo=RIGA), "20261025T003000Z"),
    "second half past three": (datetime(2026, 10, 25, 3, 30, tzinfo=RIGA, fold=1), "20261025T013000Z"),
    "midnight": (datetime(2026, 7, 1, 0, 0, tzinfo=RIGA), "20260630T210000Z"),
}


@pytest.mark.parametrize("told", CLOCKS)
def test_who_reads_the_feed_finds_every_moment_over_every_change_of_the_clock(cast, client, monkeypatch, told):
    starts, utc = CLOCKS[told]
    monkeypatch.setattr("tilts.plan.calendar.BACK", timezone.now() - starts + DAY)
    monkeypatch.setattr("tilts.plan.calendar.AHEAD", starts - timezone.now() + DAY)
    case, person = a_case(cast.worker)
    one = an_appointment(cast, case, person, starts=starts, place=PLACE)
    off = an_appointment(cast, case, starts=starts, minutes=90)
    settle_appointment(cast.worker, off, seen_version=1, state="cancelled")
    one.refresh_from_db()
    off.refresh_from_db()
    content = client.get(feed_of(cast.worker)).content
    assert f"DTSTART:{utc}\r\n".encode() in content and b"TZID" not in content
    found = {event["STATUS"]: event for event in Calendar.from_ical(content).events}
    assert set(found) == {"CONFIRMED", "CANCELLED"}
    assert (found["CONFIRMED"].start, found["CONFIRMED"].end) == (one.starts, one.ends)
    assert (found["CANCELLED"].start, found["CANCELLED"].end) == (off.starts, off.ends)
    assert found["CONFIRMED"].uid != found["CANCELLED"].uid and found["CANCELLED"].sequence == 1
    assert {event.classification for event in found.values()} == {"PRIVATE"}


def test_a_long_title_is_folded_at_75_octets_and_read_as_it_was_and_cannot_add_a_line(cast, client, monkeypatch):
    title = "ģimenē, šķēršļi; žāvē\\\r\nEND:VCALENDAR " * 6
    monkeypatch.setattr("tilts.plan.calendar.gettext", lambda _words: title)
    case, _person = a_case(cast.worker)
    an_appointment(cast, case)
    lines = client.get(feed_of(cast.worker)).content.split(b"\r\n")
    assert all(len(line.decode()) <= len(line) <= 75 for line in lines) and lines[-2:] == [b"END:VCALENDAR", b""]
    assert lines.count(b"END:VCALENDAR") == 1 and sum(line.startswith(b" ") for line in lines) > 2
    [event] = Calendar.from_ical(b"\r\n".join(lines)).events
    assert event.summary == title.replace("\r\n", "\n")


def test_the_feed_says_nothing_but_these_lines(cast, client):
    case, _person = a_case(cast.worker)
    an_appointment(cast, case)
    calendar = Calendar.from_ical(client.get(feed_of(cast.worker)).content)
    assert set(calendar) == {"VERSION", "PRODID", "METHOD", "X-WR-CALNAME", "REFRESH-INTERVAL"}
    told = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "CLASS"}
    assert [set(event) for event in calendar.events] == [told]


def test_a_calendar_is_whole_however_full_it_is(cast):
    case, _person = a_case(cast.worker)
    one = an_appointment(cast, case)
    facts = {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields if field.name != "id"}
    more = [Appointment(**facts | {"starts": one.starts + timedelta(minutes=number)}) for number in range(1, 701)]
    Appointment.objects.bulk_create(more)
    assert calendar_of(cast.worker).decode().count("BEGIN:VEVENT") == 701
