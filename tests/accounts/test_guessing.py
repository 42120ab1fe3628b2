"""A thousand guesses against one account, from several addresses, over two worker processes."""

import http.client
import secrets
import statistics
import threading
import time
import urllib.parse

import pytest
from tests.office import PASSWORD, served

pytestmark = [pytest.mark.lengthy]

GUESSES = 1_000
ADDRESSES = 20
GUESSERS = 4
ENTRANCES = 12


class Visitor:
    """Somebody at the sign-in page, as a proxy passes them on."""

    def __init__(self, port, address):
        self.port, self.address = port, address
        self.cookies = {"__Host-tilts_forms": secrets.token_hex(16), "tilts_language": "en"}

    def sign_in(self, email, password):
        """The status, where it led, the words, and how long it took."""
        told = {"login": email, "password": password, "csrfmiddlewaretoken": self.cookies["__Host-tilts_forms"]}
        headers = {
            "Host": "tilts.example",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": "https://tilts.example/accounts/login/",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
        }
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("POST", "/accounts/login/", urllib.parse.urlencode(told), headers)
        answer = line.getresponse()
        words = answer.read().decode()
        took = time.monotonic() - began
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.split(";")[0].partition("=")
            if name == "__Host-tilts_known":
                self.cookies[name] = value
        line.close()
        return answer.status, answer.headers, words, took


def let_in(answer):
    return answer[0] == 302 and not answer[1]["Location"].startswith("/accounts/login")


def entrances(port, who, address):
    """One after another, each from a browser that nobody knows."""
    return [Visitor(port, address).sign_in(f"{who}@sd.example", PASSWORD) for _time in range(ENTRANCES)]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    home = tmp_path_factory.mktemp("office")
    with served(home, workers=2, TILTS_HTTPS="1", TILTS_HOSTS="tilts.example,127.0.0.1") as office:
        yield office


def test_a_thousand_guesses_stop_the_guesser_and_delay_nobody_else(office):
    owner = Visitor(office.port, "203.0.113.1")
    first = owner.sign_in("owner@sd.example", PASSWORD)
    assert let_in(first), "the owner's own browser, before it begins"
    given = [one.split("; ") for one in first[1].get_all("Set-Cookie")]
    session = next(one for one in given if one[0].startswith("__Host-tilts_session="))
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"} <= set(session) and "Domain" not in str(session)
    calm = [answer[3] for answer in entrances(office.port, "other", "203.0.113.2")]
    answers, left = [], threading.Semaphore(GUESSES)

    def guess(number):
        while left.acquire(blocking=False):
            visitor = Visitor(office.port, f"198.51.100.{number * 5 + len(answers) % (ADDRESSES // GUESSERS)}")
            answers.append(visitor.sign_in("owner@sd.example", secrets.token_hex(8)))

    guessers = [threading.Thread(target=guess, args=(number,)) for number in range(GUESSERS)]
    began = time.monotonic()
    for one in guessers:
        one.start()
    from_elsewhere = entrances(office.port, "other", "203.0.113.2")
    from_the_same_address = entrances(office.port, "third", "198.51.100.0")
    known = owner.sign_in("owner@sd.example", PASSWORD)
    for one in guessers:
        one.join()
    took = time.monotonic() - began
    assert len(answers) == GUESSES and not any(let_in(one) for one in answers)
    compared = sum("The e-mail or the password is wrong" in one[2] for one in answers)
    refused = sum("Too many wrong tries" in one[2] for one in answers)
    assert compared + refused == GUESSES and compared <= 30, f"{compared} passwords were compared"
    assert all(map(let_in, from_elsewhere)) and all(map(let_in, from_the_same_address)) and let_in(known)
    stranger = Visitor(office.port, "203.0.113.77").sign_in("owner@sd.example", PASSWORD)
    assert let_in(stranger) or "in a browser where you have signed in before" in stranger[2]
    busy = [one[3] for one in from_elsewhere + from_the_same_address]
    print(
        f"\n{GUESSES} guesses in {took:.1f} s, {compared} compared; others signed in "
        f"{statistics.median(calm) * 1000:.0f} ms in calm, {statistics.median(busy) * 1000:.0f} ms (slowest "
        f"{max(busy) * 1000:.0f} ms) meanwhile"
    )
    assert statistics.median(busy) < statistics.median(calm) * 4 + 0.5
    assert max(busy) < 5


def test_known_and_unknown_accounts_take_the_same_time(office):
    known, unknown = [], []
    for number in range(28):  # every try is counted: few enough not to reach the limits
        for spans, email, net in ((known, "fourth@sd.example", 10), (unknown, f"nobody{number}@sd.example", 50)):
            visitor = Visitor(office.port, f"192.0.2.{net + number // 4}")
            spans.append(visitor.sign_in(email, "wrong wrong wrong")[3])
    apart = statistics.median(one - other for one, other in zip(known, unknown, strict=True))
    print(f"\nknown {statistics.median(known) * 1000:.0f} ms, unknown {statistics.median(unknown) * 1000:.0f} ms")
    assert abs(apart) < 0.25 * statistics.median(known) + 0.02
