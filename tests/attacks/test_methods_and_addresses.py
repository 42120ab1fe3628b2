"""Attacks at the door: methods that no page serves, addresses that a stranger makes up, and codes that are guessed."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from tests.accounts.at_the_door import a_browser, code_of, set_up_the_app, sign_in
from tests.cast import a_case
from tests.walk_urls import PARAMETER, routes

import tilts
from tilts.access.models import AuditEntry
from tilts.accounts import guessing
from tilts.accounts.adapters import CONFIRMING
from tilts.meetings.views.guests import OF_ADDRESS

pytestmark = pytest.mark.django_db
PASSWORD = "Krietni gara parole 7"
SOURCE = Path(tilts.__file__).parent
UNSERVED = ("TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND")
ONE_ID = "11111111-1111-4111-8111-111111111111"
ADDRESSES = sorted({"/" + PARAMETER.sub(ONE_ID, route.pattern).replace("^", "").replace("$", "") for route in routes()})


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.mark.parametrize("method", UNSERVED)
def test_a_method_that_no_page_serves_is_turned_away_before_anything_runs(
    cast, enter, method, django_assert_num_queries
):
    browser, before = enter(cast.worker.user), AuditEntry.objects.count()
    with django_assert_num_queries(0):
        answers = {address: browser.generic(method, address) for address in ADDRESSES}
    assert len(ADDRESSES) > 200
    assert {address for address, one in answers.items() if one.status_code != 405} == set()
    assert {one.headers["Allow"] for one in answers.values()} == {"GET, HEAD, POST"}
    assert AuditEntry.objects.count() == before, "no look is traced that nobody had"


def test_a_file_is_not_opened_by_a_method_of_another_name(cast, enter):
    case, _person = a_case(cast.worker, given="Slepenvarda")
    for method in UNSERVED:
        answer = enter(cast.worker.user).generic(method, f"/cases/{case.pk}/")
        assert answer.status_code == 405 and "Slepenvarda" not in answer.content.decode()
    assert not AuditEntry.objects.filter(record=case.folder_id, kind="cases.read").exists()


def asks(address, *forwarded, **more):
    """Somebody behind proxies, who may write the first words of the header themselves."""
    headers = {"X-Forwarded-For": ", ".join(forwarded)} if forwarded else {}
    return Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en", headers=headers, **more)


def test_guests_behind_a_proxy_do_not_share_one_limit_and_nobody_makes_up_an_address(settings):
    settings.PROXIES = 1
    [link] = [one for one in routes() if one.name == "guest_enter"]
    address = "/" + PARAMETER.sub("wrong-token-{}", link.pattern)
    for number in range(OF_ADDRESS.most + 5):
        made_up = f"198.51.100.{number}"
        answer = asks("127.0.0.1", made_up, "203.0.113.66").post(address.format(number), {"code": "WRONG222"})
    assert answer.status_code == 429, "thirty tries from one address, whatever stands before it in the header"
    other = asks("127.0.0.1", "203.0.113.7").post(address.format("other"), {"code": "WRONG222"})
    assert other.status_code == 422, "a guest at another address is not held up"


@pytest.mark.parametrize(
    ("proxies", "line", "header", "seen"),
    [
        (0, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (1, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "127.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (1, "127.0.0.1", "", "127.0.0.1"),
        (1, "127.0.0.1", "203.0.113.9, <script>", "127.0.0.1"),
        (1, "127.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2:3::4"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_proxy_of_ours_saw(settings, rf, proxies, line, header, seen):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=line, headers={"X-Forwarded-For": header} if header else {})
    assert guessing.address_of(request) == seen


def test_signing_in_is_counted_by_that_address_too(cast, settings):
    settings.PROXIES = 1
    cast.worker.user.set_password(PASSWORD)
    cast.worker.user.save()
    for number in range(guessing.FROM_ADDRESS.most):
        sign_in(asks("127.0.0.1", f"192.0.2.{number}", "198.51.100.7"), cast.worker.user.email, "wrong wrong wrong")
    answer = sign_in(asks("127.0.0.1", "192.0.2.99", "198.51.100.7"), cast.worker.user.email)
    assert "Too many wrong tries" in answer.content.decode()
    assert sign_in(asks("127.0.0.1", "203.0.113.9"), cast.worker.user.email).status_code == 302


def test_the_address_is_read_in_one_place():
    told = re.compile(r"REMOTE_ADDR|FORWARDED_FOR|X-Forwarded-For")
    found = {str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if told.search(file.read_text())}
    assert found == {"accounts/guessing.py", "config/arriving.py", "config/settings.py"}


def test_a_code_once_more_has_as_few_tries_as_a_password_once_more(cast):
    user = cast.worker.user
    user.set_password(PASSWORD)
    user.save()
    browser = a_browser()
    sign_in(browser, user.email)
    secret, _answer = set_up_the_app(browser)
    cache.clear()
    said = []
    for _try in range(CONFIRMING.most + 3):
        said.append(browser.post("/accounts/2fa/reauthenticate/", {"code": "000000"}).content.decode())
    assert sum("This code is wrong" in one for one in said) == CONFIRMING.most
    assert all("Too many wrong tries" in one for one in said[CONFIRMING.most :])
    right = browser.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret)})
    assert right.status_code == 200 and "Too many wrong tries" in right.content.decode()
    confirmed = browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "Too many wrong tries" in confirmed.content.decode(), "passwords and codes are counted together"
