"""A real server: slow clients hold nobody up, what is too large or too late hears why, processes come and go."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.conf import settings
from tests.browser.conftest import _free_port, _wait
from tests.office import SERVED, served

from tilts.config.arriving import MAX_BODY, READ_ON, Body, environment

pytestmark = pytest.mark.long
PROCESSES = 2
SHORT = SERVED.replace(
    "django.setup()\n",
    "django.setup()\nfrom tilts.config import arriving\narriving.SECONDS, arriving.STOPPING_SECONDS = 5.0, 2\n",
)
"""The same server, which waits not so long."""
SIGNED_IN = """
import time
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tilts.access.models import User
from tilts.access.owner import as_job
from tilts.accounts.session_store import SessionStore
from tilts.accounts.sessions import BEGUN, FRESH, SECOND_FACTOR, USED
as_job().__enter__()
user, now = User.objects.get(email="owner@sd.example"), time.time()
store = SessionStore()
store.update({SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash()})
store.update({BACKEND_SESSION_KEY: "tilts.accounts.sessions.SignedIn"})
store.update({BEGUN: now, USED: now, FRESH: now, SECOND_FACTOR: True})
store.save()
print(store.session_key)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office that is served, and somebody who has signed in there."""
    assert SHORT != SERVED
    with served(tmp_path_factory.mktemp("office"), workers=PROCESSES, script=SHORT) as office:
        office.session = office.run(SIGNED_IN).strip()
        yield office


def ask(office, path, method="GET", body=None, chunked=False, **headers):
    """One request on a line of its own: the answer, and its body."""
    line = http.client.HTTPConnection("127.0.0.1", office.port, timeout=30)
    cookies = f"{settings.SESSION_COOKIE_NAME}={office.session}; tilts_language=en; {headers.pop('cookie', '')}"
    told = {name.replace("_", "-"): value for name, value in headers.items()} | {"Cookie": cookies}
    line.request(method, path, body, told, encode_chunked=chunked)
    answer = line.getresponse()
    content = answer.read()
    line.close()
    return answer, content


def opened(office, begin):
    """A line on which a request has begun."""
    line = socket.create_connection(("127.0.0.1", office.port), timeout=30)
    line.sendall(begin.encode())
    return line


def rest(line):
    """All that comes until the server closes the line."""
    with contextlib.closing(line):
        heard = b""
        with contextlib.suppress(ConnectionResetError):
            while some := line.recv(65536):
                heard += some
    return heard.decode()


def has_heard_nothing(line):
    """Whether the server has neither answered nor closed."""
    line.setblocking(False)
    try:
        line.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    finally:
        line.settimeout(30)
    return False


def post(length):
    """The head of a form that Django would read: it comes with the cookie of one."""
    cookie = f"Cookie: {settings.CSRF_COOKIE_NAME}={'a' * 32}\r\nContent-Type: application/x-www-form-urlencoded"
    return f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\nContent-Length: {length}\r\n\r\n"


def test_slow_clients_hold_nobody_up_and_hear_why_their_body_was_not_taken(office):
    ask(office, "/account/")
    headers = [opened(office, "GET /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow") for _ in range(200)]
    bodies = [opened(office, f"{post(1000)}begun") for _ in range(200)]
    for _ in range(2 * PROCESSES):
        answer, content = ask(office, "/account/")
        assert answer.status == 200 and b"Owner Testa" in content
    assert all(has_heard_nothing(line) for line in bodies), "they were still sending when the page came"
    for heard in map(rest, bodies):
        assert heard.startswith("HTTP/1.1 408 ") and "connection: close" in heard.lower()
        assert "What was sent did not arrive in time. Please try again." in heard
        assert "Nosūtītais nepienāca laikā." in heard and "cache-control: no-store" in heard.lower()
    assert all("HTTP/1.1 200" not in rest(line) for line in headers)


def test_a_slow_line_that_goes_on_sending_is_waited_for(office):
    line = opened(office, post(480_000))
    for _ in range(12):
        line.sendall(b"x" * 40_000)
        time.sleep(0.5)
    line.shutdown(socket.SHUT_WR)
    assert line.recv(30).startswith(b"HTTP/1.1 403 "), "taken whole, and a form without its token"
    line.close()


@pytest.mark.parametrize("length", [MAX_BODY + 1, READ_ON + 1], ids=["too large", "far too large"])
def test_a_body_that_is_too_large_hears_so(office, length):
    line = opened(office, post(length))
    with contextlib.suppress(OSError):
        for _ in range(0, length, 1_000_000):
            line.sendall(b"x" * min(1_000_000, length))
    heard = rest(line)
    assert heard.startswith("HTTP/1.1 413 ") and "connection: close" in heard.lower()
    assert "What was sent is too large: at most 25 MB are taken." in heard and "Nosūtītais ir par lielu" in heard


def test_a_body_in_pieces_of_no_announced_length_is_read(office):
    stranger = SimpleNamespace(port=office.port, session="none")
    page, content = ask(stranger, "/accounts/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', content)[1].decode()
    form = urlencode({"csrfmiddlewaretoken": token, "login": "owner@sd.example", "password": "wrong"}).encode()
    cookie = page.headers["Set-Cookie"].split(";")[0]
    answer, content = ask(
        stranger,
        "/accounts/login/",
        "POST",
        iter([form[:10], form[10:]]),
        chunked=True,
        cookie=cookie,
        Content_Type="application/x-www-form-urlencoded",
        Transfer_Encoding="chunked",
    )
    assert answer.status == 200 and b"owner@sd.example" in content


def test_answers_without_a_body_have_none(office):
    whole, content = ask(office, "/static/tilts/tilts.css")
    assert whole.status == 200 and len(content) == int(whole.headers["Content-Length"]) > 1000
    head, nothing = ask(office, "/static/tilts/tilts.css", "HEAD")
    assert (head.status, nothing) == (200, b"") and head.headers["Content-Length"] == whole.headers["Content-Length"]
    kept, nothing = ask(office, "/static/tilts/tilts.css", If_Modified_Since=whole.headers["Last-Modified"])
    assert (kept.status, nothing) == (304, b"")


def test_several_cookies_are_set_by_one_answer(office):
    page, content = ask(SimpleNamespace(port=office.port, session="none"), "/accounts/login/")
    assert len(page.headers.get_all("Set-Cookie")) >= 1
    assert all("," not in one.split(";")[0] for one in page.headers.get_all("Set-Cookie"))


def scope(**more):
    told = {"method": "GET", "path": "/", "query_string": "", "server": "127.0.0.1:8000", "client": "127.0.0.1:5"}
    return SimpleNamespace(**(told | {"http_version": "1.1", "scheme": "http"} | more))


def test_what_a_proxy_says_cannot_be_said_by_others_in_other_letters():
    headers = [("x-forwarded-proto", "https"), ("x_forwarded_proto", "http"), ("x-forwarded-for", "1.2.3.4")]
    told = environment(
        scope(), [*headers, ("x-forwarded-for", "5.6.7.8"), ("cookie", "a=1"), ("cookie", "b=2")], Body()
    )
    assert told["HTTP_X_FORWARDED_PROTO"] == "https" and told["HTTP_X_FORWARDED_FOR"] == "1.2.3.4,5.6.7.8"
    assert told["HTTP_COOKIE"] == "a=1;b=2" and told["REMOTE_ADDR"] == "127.0.0.1"


def test_an_address_is_told_as_it_was_asked_for():
    told = environment(scope(path="/ā%20b", query_string="q=%20"), [], Body())
    assert told["PATH_INFO"].encode("latin-1").decode() == "/ā%20b" and told["QUERY_STRING"] == "q=%20"


def test_a_body_is_read_as_it_was_sent_whatever_its_pieces():
    body = Body()
    for piece in (b"ab", b"", b"cdefg", b"h" * 200_000):
        body.add(piece)
    read = environment(scope(), [("content-type", "text/plain")], body)
    assert read["CONTENT_LENGTH"] == str(body.size) == "200007" and read["CONTENT_TYPE"] == "text/plain"
    assert read["wsgi.input"].read(3) == b"abc"
    assert read["wsgi.input"].read() == b"defg" + b"h" * 200_000
    assert not body.pieces


def processes_of(pid):
    """The processes that this one began, and that live."""
    found = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found |= {int(child) for child in children.read_text().split()}
    return {child for child in found if is_alive(child)}


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(happened, seconds=30.0):
    until = time.monotonic() + seconds
    while not (found := happened()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_a_process_that_is_killed_is_begun_again(office):
    before = processes_of(office.pid)
    assert len(before) == PROCESSES
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    assert wait_for(lambda: len(processes_of(office.pid) - {killed}) == PROCESSES)
    assert {ask(office, "/account/")[0].status for _ in range(4)} == {200}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_no_process_is_left_when_the_server_is_gone_though_slow_clients_are_there(office, how):
    port = _free_port()
    command, env = [sys.executable, office.home / "served.py"], office.env | {"TILTS_PORT": str(port)}
    with subprocess.Popen(command, env=env, start_new_session=True) as server:
        _wait(server, f"http://127.0.0.1:{port}", office.home / "server.log")
        begun = processes_of(server.pid)
        slow = [opened(SimpleNamespace(port=port), f"{post(1000)}begun") for _ in range(2 * PROCESSES)]
        time.sleep(0.2)
        server.send_signal(how)
        assert len(begun) == PROCESSES and wait_for(lambda: not any(map(is_alive, begun)))
        for line in slow:
            line.close()
