"""A stranger before a locked screen, or before one that was left open: nothing of theirs is sent in somebody's name."""

import re
import time
from html import unescape

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client
from tests.cast import a_case

from tilts.access.drafts import word_of
from tilts.access.models import Draft, Membership
from tilts.access.proof import FRESH
from tilts.access.reach import Reach, unscoped
from tilts.accounts.sessions import LOCKED
from tilts.cases.models import Note

pytestmark = pytest.mark.django_db
PIN, PASSWORD = "274916", "Krietni gara parole 7"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def owner(cast):
    user = cast.worker.user
    user.set_password(PASSWORD)
    user.pin = make_password(PIN)
    user.save()
    return user


@pytest.fixture
def note(cast):
    case, _person = a_case(cast.worker)
    return f"/cases/{case.pk}/notes/add/"


def notes():
    return [one.text for one in unscoped(Note, reason="tests")]


def lock(browser):
    session = browser.session
    session.update({LOCKED: time.time(), FRESH: 0})
    session.save()


def words_on(page):
    return [unescape(word) for word in re.findall(r'name="drawn" value="([^"]+)"', page.content.decode())]


def test_the_lock_gives_a_stranger_no_word_and_a_form_without_one_is_kept_nowhere(owner, note, enter):
    browser = enter(owner)
    lock(browser)
    assert words_on(browser.get("/account/locked/")) == []
    for word in (
        "",
        "x",
        Signer(salt="other").sign("a.b.1"),
        word_of(Reach(owner, Membership.objects.get(user=owner)))[:-1] + "x",
    ):
        assert browser.post(note, {"text": "no svešinieka", "drawn": word}).url == "/account/locked/"
        assert browser.post("/drafts/keep/", {"path": note, "text": "no svešinieka", "drawn": word}).status_code == 422
    browser.post("/account/locked/", {"secret": PIN}, follow=True)
    assert not notes() and not Draft.objects.exists()


def test_a_form_of_a_page_drawn_before_the_lock_is_shown_and_never_sent_by_itself(owner, note, enter):
    browser = enter(owner)
    word = words_on(browser.get(note))[-1]
    lock(browser)
    browser.post(note, {"text": "uzrakstīts pirms slēdzenes", "drawn": word})
    answer = browser.post("/account/locked/", {"secret": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == note and not notes()
    page = answer.content.decode()
    assert "uzrakstīts pirms slēdzenes" in page and "data-resend" not in page


def test_what_a_stranger_sends_from_an_open_page_passes_no_door_that_asks_for_proof(cast, owner, enter):
    browser = enter(cast.administrator.user, **{FRESH: 0})
    address = f"/members/{owner.pk}/end/"
    word = words_on(browser.get("/members/"))[-1]
    answer = browser.post(address, {"drawn": word})
    assert answer.status_code == 302 and "reauthenticate" in answer.url
    session = browser.session
    session[FRESH] = time.time()
    session.save()
    browser.get("/account/back/", follow=True)
    assert Membership.objects.get(user=owner).ends is None


def test_the_word_of_one_colleague_writes_nothing_before_another(cast, owner, note, enter):
    word = words_on(enter(owner).get(note))[-1]
    other = enter(cast.second_worker.user)
    assert other.post("/drafts/keep/", {"path": note, "text": "svešs", "drawn": word}).status_code == 200
    assert [draft.user for draft in Draft.objects.all()] == [owner]
    assert "svešs" not in other.get("/").content.decode() and "Begun" not in other.get("/").content.decode()
    draft = Draft.objects.get()
    assert other.post(f"/drafts/{draft.pk}/throw-away/").status_code == 404


def test_an_ended_session_keeps_for_its_own_writer_and_for_nobody_else(cast, owner, note, enter):
    browser = enter(owner)
    word = words_on(browser.get(note))[-1]
    browser.post("/accounts/logout/")
    answer = browser.post(note, {"text": "rakstīts pēc iziešanas", "drawn": word})
    assert answer.status_code == 302 and answer.url.startswith("/accounts/login/")
    assert "rakstīts" not in enter(cast.second_worker.user).get(note).content.decode()
    assert "rakstīts pēc iziešanas" in enter(owner).get(note).content.decode() and not notes()


def test_a_page_of_an_earlier_sign_in_is_no_bare_refusal(owner, note, enter):
    browser = enter(owner)
    word = words_on(browser.get(note))[-1]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    answer = strict.post(note, {"text": "no vecas lapas", "drawn": word})
    assert answer.status_code == 302 and answer.url == note
    assert "no vecas lapas" in browser.get(note).content.decode() and not notes()
    assert strict.post(note, {"text": "bez zīmes"}).status_code == 403
