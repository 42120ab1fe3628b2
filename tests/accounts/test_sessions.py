"""Sessions: idle, absolute, locked, ended; what was typed comes through; the table tells nothing."""

import re
import time
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.accounts.at_the_door import put_in_another_role
from tests.cast import a_case

from tilts.access.models import AuditEntry, Draft, Membership
from tilts.access.proof import FRESH
from tilts.access.reach import Reach, unscoped
from tilts.accounts.members import close_account
from tilts.accounts.session_store import SessionStore, stored_under
from tilts.accounts.sessions import BEGUN, LOCKED, SECOND_FACTOR, USED
from tilts.cases.models import Note

pytestmark = pytest.mark.django_db

NOTE = "Ieva zvanīja.\r\nLīdz piektdienai neko."
PASSWORD = "Krietni gara parole 7"
PIN = "274916"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def worker(cast):
    """The worker, with a password and a PIN."""
    user = cast.worker.user
    user.set_password(PASSWORD)
    user.pin = make_password(PIN)
    user.save()
    return user


def ago(**span):
    return time.time() - timedelta(**span).total_seconds()


def locked():
    return {LOCKED: time.time(), FRESH: 0}


def kinds(user):
    return list(AuditEntry.objects.filter(user=user.pk).order_by("number").values_list("kind", "outcome", "basis"))


def word_on(browser, address):
    """The signed word that the form of a page carries."""
    return unescape(re.search(r'name="drawn" value="([^"]+)"', browser.get(address).content.decode())[1])


def typed_at(browser, address):
    """What the forms of a page begin with: texts by the names of their fields."""
    found = re.findall(
        r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', browser.get(address).content.decode(), re.S
    )
    return {name: unescape(text) for name, text in found}


def test_a_session_left_alone_for_fifteen_minutes_is_locked(worker, enter):
    browser = enter(worker, **{USED: ago(minutes=15, seconds=1)})
    answer = browser.get("/cases/")
    assert answer.status_code == 302 and answer.url == "/account/locked/"
    assert ("session.locked", "done", "idle") in kinds(worker)
    assert "Cases" not in browser.get("/account/locked/").content.decode().split("<main")[1]


def test_a_session_in_use_stays_open(worker, enter):
    browser = enter(worker, **{USED: ago(minutes=14)})
    assert browser.get("/cases/").status_code == 200
    assert time.time() - browser.session[USED] < 5


def test_what_a_page_asks_by_itself_is_no_use(worker, enter):
    browser = enter(worker, **{USED: ago(minutes=14)})
    assert browser.get("/cases/", headers={"X-Tilts-Poll": "1"}).status_code == 200
    assert time.time() - browser.session[USED] > 800


def test_after_ten_hours_a_session_is_over_whatever_was_done_in_it(worker, enter):
    browser = enter(worker, **{BEGUN: ago(hours=10, seconds=1)})
    answer = browser.get("/cases/")
    assert answer.status_code == 302 and answer.url == "/accounts/login/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert SESSION_KEY not in browser.session
    assert ("signed_out", "done", "long") in kinds(worker)


@pytest.mark.parametrize(
    "address", ["/", "/cases/", "/search/", "/projects/", "/reports/", "/account/", "/account/pin/"]
)
def test_a_locked_session_answers_every_page_with_the_lock(worker, enter, address):
    answer = enter(worker, **locked()).get(address)
    assert answer.status_code == 302 and answer.url == "/account/locked/"


def test_lock_now_keeps_the_session_and_the_pin_opens_it_where_it_was(worker, enter):
    case, _person = a_case(_reach(worker))
    browser = enter(worker, **{FRESH: ago(minutes=9)})
    browser.post("/account/lock/", headers={"Referer": f"http://testserver/cases/{case.pk}/"})
    assert browser.get("/cases/").url == "/account/locked/"
    answer = browser.post("/account/locked/", {"secret": PIN}, follow=True)
    assert answer.redirect_chain[-1][0] == "/cases/"
    assert LOCKED not in browser.session
    seen = [kind for kind, _outcome, _basis in kinds(worker)]
    assert "session.locked" in seen and "session.unlocked" in seen


def test_unlocking_by_pin_is_no_fresh_proof_and_by_password_it_is(worker, enter):
    browser = enter(worker, **locked())
    browser.post("/account/locked/", {"secret": PIN})
    assert browser.session[FRESH] == 0
    browser.post("/account/lock/")
    browser.post("/account/locked/", {"secret": PASSWORD})
    assert time.time() - browser.session[FRESH] < 5


def test_five_wrong_tries_end_the_session(worker, enter):
    browser = enter(worker, **locked())
    for _try in range(5):
        assert browser.post("/account/locked/", {"secret": "111119"}).status_code == 422
    answer = browser.post("/account/locked/", {"secret": PIN})
    assert answer.status_code == 302 and answer.url == "/accounts/login/"
    assert SESSION_KEY not in browser.session


def lock_now(browser):
    session = browser.session
    session.update(locked())
    session.save()


def test_what_was_typed_comes_through_the_lock_and_is_sent_by_its_writer_alone(worker, enter):
    case, _person = a_case(_reach(worker))
    address = f"/cases/{case.pk}/notes/add/"
    browser = enter(worker)
    typed = {"text": NOTE, "drawn": word_on(browser, address)}
    lock_now(browser)
    answer = browser.post(address, typed)
    assert answer.status_code == 302 and answer.url == "/account/locked/"
    assert "kept" in browser.get("/account/locked/").content.decode()
    answer = browser.post("/account/locked/", {"secret": PIN}, follow=True)
    assert answer.redirect_chain[-1][0] == address and not _notes(case)
    assert typed_at(browser, address)["text"].replace("\r\n", "\n") == NOTE.replace("\r\n", "\n")
    assert browser.post(address, typed).status_code == 302
    assert [note.replace("\r\n", "\n") for note in _notes(case)] == [NOTE.replace("\r\n", "\n")]
    assert not Draft.objects.exists() and "text" in typed_at(browser, address)
    assert not typed_at(browser, address)["text"]


def test_a_form_that_is_too_long_to_keep_is_said_not_to_be_taken(cast, worker, enter):
    case, _person = a_case(_reach(worker))
    address = f"/cases/{case.pk}/notes/add/"
    browser = enter(worker)
    typed = {"text": "x" * 400_000, "drawn": word_on(browser, address)}
    lock_now(browser)
    browser.post(address, typed)
    assert "was not taken" in browser.get("/account/locked/").content.decode()
    assert not Draft.objects.exists()


def test_what_was_searched_for_is_kept_nowhere(worker, enter):
    browser = enter(worker)
    word = word_on(browser, "/cases/")
    lock_now(browser)
    browser.post("/search/", {"q": "Slepenvards-Testa", "drawn": word})
    assert not Draft.objects.exists()


def test_nothing_that_was_typed_stands_in_a_table_to_be_read(worker, enter):
    case, _person = a_case(_reach(worker))
    address = f"/cases/{case.pk}/notes/add/"
    browser = enter(worker)
    typed = {"text": "Slepenvards-Testa", "drawn": word_on(browser, address)}
    lock_now(browser)
    browser.post(address, typed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM access_draft")
        assert "Slepenvards" not in str(cursor.fetchall())
    key = browser.cookies["tilts_session"].value
    assert Session.objects.exists() and all(key != row.session_key for row in Session.objects.all())
    row = Session.objects.get(session_key=stored_under(key))
    assert "Slepenvards" not in row.session_data and str(worker.pk) not in row.session_data
    assert SessionStore().decode(row.session_data)[SESSION_KEY] == str(worker.pk)
    assert Client().get("/cases/", headers={"Cookie": f"tilts_session={row.session_key}"}).status_code == 302


def test_a_session_that_cannot_be_read_is_none(worker, enter):
    browser = enter(worker)
    Session.objects.update(session_data="k9:notreadable")
    assert browser.get("/cases/").url.startswith("/accounts/login/")


def test_a_role_taken_away_ends_the_session(cast, worker, enter):
    browser = enter(worker)
    assert browser.get("/cases/").status_code == 200
    put_in_another_role(cast.administrator, cast.supervisor, cast.worker.membership, role="supervisor")
    answer = browser.get("/cases/")
    assert answer.url == "/accounts/login/" and answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert SESSION_KEY not in browser.session
    assert ("signed_out", "done", "moved") in kinds(worker)


def test_a_role_changed_in_place_ends_the_session_too(cast, worker, enter):
    browser = enter(worker)
    assert browser.get("/cases/").status_code == 200
    Membership.objects.filter(pk=cast.worker.membership.pk).update(role="supervisor")
    assert browser.get("/cases/").url == "/accounts/login/"
    assert SESSION_KEY not in browser.session


def test_a_closed_account_is_out_everywhere_at_once(cast, worker, enter):
    at_desk, at_home = enter(worker), enter(worker)
    assert at_desk.get("/cases/").status_code == at_home.get("/cases/").status_code == 200
    close_account(cast.administrator, worker)
    for browser in (at_desk, at_home):
        assert browser.get("/cases/").status_code == 302
        assert SESSION_KEY not in browser.session


def test_leaving_clears_what_the_browser_keeps_and_leaves_a_trace(worker, enter):
    browser = enter(worker)
    answer = browser.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert ("signed_out", "done", "asked") in kinds(worker)


def test_without_a_second_factor_one_is_led_to_set_it_up(worker, enter):
    browser = enter(worker, **{SECOND_FACTOR: False})
    for address in ("/", "/cases/", "/account/", "/search/"):
        assert browser.get(address).url == "/accounts/2fa/"
    page = browser.get("/accounts/2fa/")
    assert page.status_code == 200 and "A password alone is not enough here" in page.content.decode()


def test_a_demonstration_asks_for_no_second_factor(worker, enter, settings):
    settings.DEMO = True
    assert enter(worker, **{SECOND_FACTOR: False}).get("/cases/").status_code == 200


def test_a_fresh_door_asks_again_and_then_goes_on(cast, enter):
    user = cast.manager.user
    user.set_password(PASSWORD)
    user.save()
    browser = enter(user, **{FRESH: ago(minutes=6)})
    address = f"/reports/{cast.project.code}/xlsx/"
    report = f"http://testserver/reports/{cast.project.code}/"
    answer = browser.get(address, headers={"Referer": report})
    assert answer.url == "/accounts/reauthenticate/?next=/account/back/"
    wrong = browser.post(answer.url, {"password": "not this one"})
    assert "This password is wrong." in wrong.content.decode()
    back = browser.post(answer.url, {"password": PASSWORD}, follow=True)
    assert (
        f'href="{address}"' in back.content.decode()
        and f'href="/reports/{cast.project.code}/"' in back.content.decode()
    )
    assert browser.get(address).status_code == 200


def test_a_form_sent_to_a_fresh_door_is_not_lost(cast, enter):
    user = cast.administrator.user
    user.set_password(PASSWORD)
    user.save()
    browser = enter(user, **{FRESH: 0})
    told = {"email": "jauna@balvi-sd.example", "name": "Jauna Kolēģe", "role": "mentor"}
    told["drawn"] = word_on(browser, "/members/")
    answer = browser.post("/members/new/", told)
    back = browser.post(answer.url, {"password": PASSWORD}, follow=True)
    assert back.redirect_chain[-1][0] == "/members/new/" and 'value="jauna@balvi-sd.example"' in back.content.decode()
    assert "/accounts/password/reset/key/" in browser.post("/members/new/", told).content.decode()


def test_two_jobs_one_person_and_a_page_to_change_between_them(cast, worker, enter):
    other = Membership.objects.create(user=worker, organisation=cast.stranger_office, role="supervisor")
    Membership.objects.filter(pk=other.pk).update(starts=timezone.now() - timedelta(days=1))
    browser = enter(worker)
    page = browser.get("/account/").content.decode()
    assert "Act in another role" in page
    first = browser.session["membership"]
    assert browser.post("/account/role/", {"membership": str(cast.lawyer.membership.pk)}).status_code == 422
    assert browser.session["membership"] == first
    browser.post("/account/role/", {"membership": str(other.pk)})
    assert cast.stranger_office.name in browser.get("/account/").content.decode()
    assert AuditEntry.objects.filter(kind="role.chosen", record=other.pk, user=worker.pk, outcome="done").exists()


@pytest.mark.parametrize(
    ("pin", "again", "taken"),
    [("274916", "274916", True), ("27491", "27491", False), ("123456", "123456", False), ("777777", "777777", False),
     ("274916", "274917", False), ("abcdef", "abcdef", False)],
)  # fmt: skip
def test_a_pin_has_six_digits_that_are_not_the_first_to_be_tried(worker, enter, pin, again, taken):
    worker.pin = ""
    worker.save()
    answer = enter(worker).post("/account/pin/", {"pin": pin, "again": again})
    worker.refresh_from_db()
    assert (answer.status_code == 302, bool(worker.pin)) == (taken, taken)
    assert pin not in worker.pin


def _reach(user):
    return Reach(user, user.memberships.order_by("starts").last())


def _notes(case):
    return [note.text for note in unscoped(Note, reason="tests").filter(case=case)]


def test_a_page_that_answers_a_form_is_opened_by_an_address_of_its_own(worker, enter):
    browser = enter(worker)
    from_a_page = {"Sec-Fetch-Mode": "navigate"}
    sent = browser.post("/search/", {"q": "Zvirbule"}, headers=from_a_page)
    assert (sent.status_code, sent.headers["Location"], sent.content) == (303, "/search/", b"")
    page = browser.get("/search/", headers=from_a_page)
    assert "Zvirbule" in page.content.decode()
    nonce = re.search(r"'nonce-([^']+)'", page["Content-Security-Policy"])[1]
    assert set(re.findall(r'nonce="([^"]+)"', page.content.decode())) == {nonce}
    assert "Zvirbule" not in browser.get("/search/").content.decode()


def test_a_refused_form_keeps_its_status_and_is_shown_to_nobody_else(worker, cast, enter):
    case, _person = a_case(_reach(worker))
    browser, address = enter(worker), f"/cases/{case.pk}/notes/add/"
    assert browser.post(address, {"text": ""}).status_code == 422
    browser.post(address, {"text": ""}, headers={"Sec-Fetch-Mode": "navigate"})
    assert enter(cast.stranger.user).get(address).status_code == 404
    answer = browser.get(address)
    assert answer.status_code == 422 and 'id="id_text_error"' in answer.content.decode()
    browser.post(address, {"text": ""}, headers={"Sec-Fetch-Mode": "navigate"})
    browser.post("/account/lock/")
    assert browser.get(address).url == "/account/locked/"
