"""The client: keep-alive connections on raw sockets, a thread each, in a process of its own.

`python -m bench.load` reads one `Work` as JSON and prints what it measured as JSON.
"""

import contextlib
import json
import re
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.spread import worker_of

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
CHUNKED = b"transfer-encoding: chunked"
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"set-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE)
PROBES = 24
TRIES = 60
"""So often a connection is opened anew, at most, to come to a process that has too few."""
NOTE = "Pārrunāts nākamās nedēļas plāns, kliente jūtas drošāk."


class Broken(RuntimeError):
    """The server answered otherwise than a page does."""


@dataclass
class Answer:
    """Status, body and how long it took in milliseconds."""

    status: int
    body: bytes
    took: float


class Connection:
    """One keep-alive connection with its own cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port, self.cookies = port, cookies if cookies is not None else {}
        self._connect()

    def _connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):
            self.socket.close()

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, b"")

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields).encode())

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Language: lv\r\nCookie: {jar}\r\n"
        if method == "POST":
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
        began = time.perf_counter()
        self.socket.sendall(head.encode() + b"\r\n" + body)
        status, answer = self._read()
        return Answer(status, answer, (time.perf_counter() - began) * 1000)

    def _read(self) -> tuple[int, bytes]:
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._more()
        head, _blank, body = read.partition(b"\r\n\r\n")
        for name, value in COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        if CHUNKED in head.lower():
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        elif found := LENGTH.search(head):
            while len(body) < int(found[1]):
                body += self._more()
        if b"\r\nconnection: close" in head.lower():
            self.close()
            self._connect()
        return int(head.split(b" ", 2)[1]), body

    def _more(self) -> bytes:
        some = self.socket.recv(262_144)
        if not some:
            raise Broken("the server hung up")
        return some

    def sign_in(self, email: str, password: str) -> None:
        """Through the page on which everybody signs in."""
        token = token_of(self.get("/accounts/login/"))
        answer = self.post("/accounts/login/", login=email, password=password, csrfmiddlewaretoken=token)
        if answer.status != 302:
            raise Broken(f"{email} could not sign in ({answer.status})")


def token_of(answer: Answer) -> str:
    """The token of the form on a page."""
    found = TOKEN.search(answer.body)
    if found is None:
        raise Broken(f"no form on this page ({answer.status})")
    return found[1].decode()


@dataclass
class Work:
    """What one run measures: a page, or the mix, at so many connections for so many seconds."""

    port: int
    connections: int
    seconds: float
    page: str
    email: str
    password: str
    places: dict[str, str]
    jars: list[dict[str, str]] = field(default_factory=list)
    """Cookies of sessions that were begun before, one for each connection."""


def _taking(work: Work, workers: list[int]) -> set[int]:
    """The processes that take connections; those beside them (the first, the one for the background) take none."""
    taking = set()
    for _probe in range(PROBES):
        one = Connection(work.port)
        one.get("/healthz")
        taking.add(worker_of(one.socket.getsockname()[1], work.port, workers))
        one.close()
    return taking


def spread(work: Work, workers: list[int]) -> tuple[list[Connection], list[int]]:
    """Connections spread over the processes of the server as evenly as it goes, and to which each came."""
    most = -(-work.connections // len(_taking(work, workers)))
    held: list[Connection] = []
    came: list[int] = []
    for number in range(work.connections):
        for attempt in range(TRIES):
            one = Connection(work.port, work.jars[number])
            one.get("/healthz")
            process = worker_of(one.socket.getsockname()[1], work.port, workers)
            if came.count(process) < most or attempt == TRIES - 1:
                break
            one.close()
        held.append(one)
        came.append(process)
    return held, came


def _steps(work: Work, connection: Connection, number: int) -> list[Any]:
    """What a connection does over and over: one page, or ten steps of the usual mix, each begun elsewhere."""
    if work.page != "mix":
        return [lambda: connection.get(work.places[work.page])]
    read = [lambda path=work.places[name]: connection.get(path) for name in ("list", "case", "day", "case", "list")]
    read += [lambda path=work.places[name]: connection.get(path) for name in ("day", "case")]
    steps = [*read, lambda: _search(work, connection), lambda: _search(work, connection)]
    steps.insert(5, lambda: _write(work, connection))
    return steps[number % 10 :] + steps[: number % 10]


def _search(work: Work, connection: Connection) -> Answer:
    name = next(name for name in connection.cookies if name.endswith("tilts_forms"))
    return connection.post("/search/", q=work.places["name"], csrfmiddlewaretoken=connection.cookies[name])


def _write(work: Work, connection: Connection) -> Answer:
    """A note through its real form: the page, then what is sent; timed together."""
    path = f"{work.places['write']}notes/add/"
    form = connection.get(path)
    sent = connection.post(path, text=NOTE, zone="services", csrfmiddlewaretoken=token_of(form))
    if sent.status != 302:
        raise Broken(f"the note was not taken ({sent.status})")
    return Answer(200, b"", form.took + sent.took)


def _run(work: Work, connection: Connection, number: int, until: float, took: list[float]) -> None:
    steps = _steps(work, connection, number)
    while True:
        for step in steps:
            answer = step()
            if answer.status != 200:
                raise Broken(f"{work.page}: {answer.status}")
            if time.perf_counter() > until:
                return
            took.append(answer.took)


def measure(work: Work, workers: list[int]) -> dict[str, Any]:
    """All times in milliseconds, how long it went on, to which processes the connections came."""
    while len(work.jars) < work.connections:
        one = Connection(work.port)
        one.sign_in(work.email, work.password)
        work.jars.append(one.cookies)
        one.close()
    held, came = spread(work, workers)
    for one in held:
        one.get(work.places.get(work.page, "/"))
    took: list[list[float]] = [[] for _one in held]
    wrong: list[str] = []
    began = time.perf_counter()

    def go(number: int) -> None:
        try:
            _run(work, held[number], number, began + work.seconds, took[number])
        except (Broken, OSError) as broken:
            wrong.append(str(broken))

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(held))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in held:
        one.close()
    return {
        "took": [one for times in took for one in times],
        "seconds": work.seconds,
        "came": sorted(came.count(process) for process in set(came)),
        "wrong": wrong,
        "jars": work.jars,
    }


def main() -> int:
    """One measurement, from JSON to JSON."""
    told = json.load(sys.stdin)
    json.dump(measure(Work(**told["work"]), told["workers"]), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
