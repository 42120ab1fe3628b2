"""Signing in: known and unknown accounts look alike, limits stop the guesser alone, second factors come and go."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from tests.accounts.at_the_door import PASSWORD, a_browser, code_of, is_in, reset, set_up_the_app, sign_in

from tilts.access.models import AuditEntry
from tilts.access.reach import NotAllowed
from tilts.accounts import guessing, limits
from tilts.accounts.staffing import ask_reset

pytestmark = pytest.mark.django_db

TRACED = ("sign_in.failed", "signed_in", "second_factor.added", "second_factor.removed", "password.changed")


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def worker(cast):
    cast.worker.user.set_password(PASSWORD)
    cast.worker.user.save()
    return cast.worker.user


@pytest.fixture
def colleague(cast):
    cast.psychologist.user.set_password(PASSWORD)
    cast.psychologist.user.save()
    return cast.psychologist.user


def seen(**which):
    return list(AuditEntry.objects.filter(kind__in=TRACED, **which).order_by("at").values_list("kind", "basis"))


@pytest.mark.django_db(transaction=True)
def test_the_password_alone_leads_to_the_second_factor_and_nowhere_else(worker):
    browser = a_browser()
    sign_in(browser, worker.email)
    assert is_in(browser)
    assert browser.get("/cases/").url == "/accounts/2fa/"
    secret, answer = set_up_the_app(browser)
    codes = re.findall(r"<li><code>(\d{8})</code>", answer.content.decode())
    assert len(codes) == 10 and "download=" in answer.content.decode()
    assert browser.get("/cases/").status_code == 200
    assert not re.findall(r"<code>\d{8}</code>", browser.get("/accounts/2fa/recovery-codes/").content.decode())
    assert seen(user=worker.pk)[:2] == [("signed_in", "password"), ("second_factor.added", "app")]
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_afterwards_the_code_is_asked_and_each_works_once(worker):
    first = a_browser()
    sign_in(first, worker.email)
    secret, answer = set_up_the_app(first)
    recovery = re.findall(r"<li><code>(\d{8})</code>", answer.content.decode())[0]
    cache.clear()
    browser = a_browser()
    answer = sign_in(browser, worker.email)
    assert answer.url == "/accounts/2fa/authenticate/" and not is_in(browser)
    wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This code is wrong" in wrong.content.decode() and not is_in(browser)
    used = code_of(secret)
    browser.post("/accounts/2fa/authenticate/", {"code": used})
    assert is_in(browser) and browser.get("/cases/").status_code == 200
    again = a_browser()
    sign_in(again, worker.email)
    again.post("/accounts/2fa/authenticate/", {"code": used})
    assert not is_in(again)
    again.post("/accounts/2fa/authenticate/", {"code": recovery})
    assert is_in(again) and again.get("/cases/").status_code == 200
    once_more = a_browser()
    sign_in(once_more, worker.email)
    once_more.post("/accounts/2fa/authenticate/", {"code": recovery})
    assert not is_in(once_more)
    told = seen(user=worker.pk)
    assert ("signed_in", "password+totp") in told and ("signed_in", "password+recovery_codes") in told
    assert told.count(("sign_in.failed", "code")) == 3


def test_the_only_second_factor_cannot_be_taken_off_by_oneself(worker):
    browser = a_browser()
    sign_in(browser, worker.email)
    set_up_the_app(browser)
    answer = browser.post("/accounts/2fa/totp/deactivate/", {})
    assert "This is your only second factor" in answer.content.decode()
    assert Authenticator.objects.filter(user=worker, type="totp").exists()


def test_two_people_take_a_lost_second_factor_off_and_the_sessions_end(cast, worker):
    browser = a_browser()
    sign_in(browser, worker.email)
    set_up_the_app(browser)
    for asker, whose in (
        (cast.supervisor, worker),
        (cast.administrator, cast.officer.user),
        (cast.administrator, cast.administrator.user),
    ):
        with pytest.raises(NotAllowed):
            ask_reset(asker, whose)
    reset(cast.administrator, cast.supervisor, worker)
    assert browser.get("/cases/").url == "/accounts/login/" and not is_in(browser)
    sign_in(browser, worker.email)
    assert browser.get("/cases/").url == "/accounts/2fa/"
    assert AuditEntry.objects.filter(kind="account.reset", record=worker.pk, outcome="done").count() == 1


def page_of(answer, typed):
    text = re.sub(r'value="\w{64}"|name="drawn" value="[^"]*"|nonce="[^"]*"', "", answer.content.decode())
    return text.replace(typed, "")


def test_known_and_unknown_accounts_look_alike(worker):
    known, unknown = a_browser("198.51.100.1"), a_browser("198.51.100.2")
    for _try in range(7):
        there = sign_in(known, worker.email, "wrong wrong wrong")
        nowhere = sign_in(unknown, "nobody@nowhere.example", "wrong wrong wrong")
        assert there.status_code == nowhere.status_code == 200
        assert page_of(there, worker.email) == page_of(nowhere, "nobody@nowhere.example")
        assert {**there.headers, "Content-Security-Policy": "", "Content-Length": ""} == {
            **nowhere.headers,
            "Content-Security-Policy": "",
            "Content-Length": "",
        }
    assert "Too many wrong tries. Try again in 5 minutes" in there.content.decode()


def test_the_trace_of_a_failure_lies_with_the_accounts_organisation_and_never_tells_what_was_typed(cast, worker):
    sign_in(a_browser(), worker.email, "Slepena-Parole-Testa")
    sign_in(a_browser(), "svess.cilveks@nowhere.example", "x")
    known, unknown = AuditEntry.objects.filter(kind="sign_in.failed").order_by("at")
    assert (known.organisation, known.user, known.outcome) == (cast.office.pk, worker.pk, "refused")
    assert (unknown.organisation, unknown.user, unknown.chain.int) == (None, None, 0)
    everything = str(list(AuditEntry.objects.values_list()))
    assert "Slepena" not in everything and "nowhere.example" not in everything


def test_the_guesser_is_stopped_and_the_owner_elsewhere_is_not(worker, colleague):
    guesser = a_browser("198.51.100.7")
    for _try in range(6):
        sign_in(guesser, worker.email, "wrong wrong wrong")
    assert not is_in(guesser)
    sign_in(guesser, worker.email)
    assert not is_in(guesser), "the right password, too, has to wait where it was guessed"
    owner, other = a_browser("203.0.113.9"), a_browser("198.51.100.7")
    sign_in(owner, worker.email)
    sign_in(other, colleague.email)
    assert is_in(owner) and is_in(other), "another address for the owner; the same address for a colleague"


def test_many_addresses_together_are_stopped_and_a_known_browser_is_not(worker):
    known = a_browser("203.0.113.9")
    sign_in(known, worker.email)
    known.post("/accounts/logout/")
    for number in range(guessing.ACCOUNT.most):
        sign_in(a_browser(f"198.51.100.{number}"), worker.email, "wrong wrong wrong")
    stranger = a_browser("198.51.100.200")
    answer = sign_in(stranger, worker.email)
    assert not is_in(stranger)
    assert re.search(
        r"Try again in \d+ minutes?; in a browser where you have signed in before", answer.content.decode()
    )
    sign_in(known, worker.email)
    assert is_in(known)


def test_a_cookie_of_another_account_opens_no_way_round_the_limit(worker, colleague):
    browser = a_browser("198.51.100.9")
    sign_in(browser, colleague.email)
    browser.post("/accounts/logout/")
    for _try in range(guessing.FROM_ADDRESS.most):
        sign_in(browser, worker.email, "wrong wrong wrong")
    sign_in(browser, worker.email)
    assert not is_in(browser)


def test_a_known_browser_is_limited_too(worker):
    browser = a_browser()
    sign_in(browser, worker.email)
    browser.post("/accounts/logout/")
    for _try in range(guessing.KNOWN.most):
        sign_in(browser, worker.email, "wrong wrong wrong")
    sign_in(browser, worker.email)
    assert not is_in(browser)


def test_a_thousand_guesses_leave_a_handful_of_traces(worker):
    guesser = a_browser("198.51.100.7")
    for _try in range(60):
        sign_in(guesser, worker.email, "wrong wrong wrong")
    assert AuditEntry.objects.filter(kind="sign_in.failed").count() == guessing.FROM_ADDRESS.most + 1


def test_a_limit_counts_only_what_was_wrong_and_says_how_long_to_wait():
    limit = limits.Limit("test", 3, 60)
    taken = [limits.take(limit, "a") for _try in range(3)]
    with pytest.raises(limits.Waiting) as waiting:
        limits.take(limit, "a")
    assert 50 <= waiting.value.seconds <= 60 and waiting.value.minutes == 1
    limits.take(limit, "b")
    limits.give_back(taken[:1])
    limits.take(limit, "a")
    with pytest.raises(limits.Waiting):
        limits.take(limit, "a")


def test_addresses_of_one_household_count_as_one():
    assert guessing.near("2001:db8:1:2:aaaa::1") == guessing.near("2001:db8:1:2:bbbb::9") == "2001:db8:1:2::/64"
    assert guessing.near("203.0.113.9") == "203.0.113.9"


def test_a_new_password_ends_the_other_sessions_and_is_traced(worker, enter):
    here, there = enter(worker), enter(worker)
    assert there.get("/cases/").status_code == 200
    new = "Vēl garāka parole 8"
    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", told).status_code == 302
    assert here.get("/cases/").status_code == 200
    assert there.get("/cases/").status_code == 302 and not is_in(there)
    assert ("password.changed", "changed") in seen(user=worker.pk)


@pytest.mark.parametrize("poor", ["short1", "123456789012", "password1234", "dace.darbiniece"])
def test_a_poor_password_is_refused_at_its_field(worker, enter, poor):
    told = {"oldpassword": PASSWORD, "password1": poor, "password2": poor}
    answer = enter(worker).post("/accounts/password/change/", told)
    assert 'id="id_password1_error"' in answer.content.decode()
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD)


def test_nobody_signs_up_and_no_page_of_the_library_is_open_beside_those_we_use(client):
    for address in ("signup/", "email/", "confirm-email/", "login/code/", "3rdparty/", "social/login/error/"):
        assert client.get(f"/accounts/{address}").status_code == 404
