"""The arithmetic of `make bench`, and its client against a real socket."""

import os
import socket
import threading

import pytest

from bench.figures import LEAST_NOISE, Kept, Turns, percentile, ratio, worse
from bench.load import Broken, Connection, Work, measure
from bench.report import Row, cells, kept, times
from bench.spread import worker_of, workers_under


@pytest.mark.parametrize(("share", "found"), [(0.5, 51), (0.95, 96), (0.99, 100), (1.0, 100), (0.0, 1)])
def test_a_percentile_is_one_of_the_times(share, found):
    assert percentile(list(range(100, 0, -1)), share) == found


def test_of_no_times_there_is_no_percentile_and_of_nothing_no_ratio():
    assert percentile([], 0.5) == 0.0 and ratio(3, 0) == 0.0 and Turns().rate == 0.0


def test_the_rate_is_of_all_turns():
    turns = Turns()
    turns.add([10.0] * 30, 1.0)
    turns.add([20.0] * 10, 1.0)
    assert turns.rate == 20.0 and turns.p50 == 10.0


def test_noise_is_how_far_the_turns_lie_apart_and_never_nothing():
    quiet, loud = Turns([[10.0], [10.1]], [1, 1]), Turns([[10.0], [16.0], [12.0]], [1, 1, 1])
    assert quiet.noise == LEAST_NOISE == Turns([[10.0]], [1]).noise
    assert loud.noise == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("now", "told"), [(2.0, False), (2.5, False), (2.59, False), (2.7, True), (5.0, True), (0.5, False)]
)
def test_only_what_grew_by_more_than_the_noise_of_both_runs_is_told(now, told):
    committed = {"list": Kept(2.0, 0.15), "gone": Kept(1.0, 0.15)}
    found = worse({"list": Kept(now, 0.15), "new": Kept(9.0, 0.15)}, committed)
    assert [key for key, _grew in found] == (["list"] if told else [])


def test_the_worst_is_told_first():
    committed = {"list": Kept(1.0, 0.15), "day": Kept(1.0, 0.15)}
    assert [key for key, _grew in worse({"list": Kept(2, 0.15), "day": Kept(3, 0.15)}, committed)] == ["day", "list"]


def a_row(page, middle, commit="here", **inside):
    return Row(commit, "sqlite", 15, page, 4, Turns([[middle] * 10], [1.0]), [2, 2], inside)


def test_a_figure_is_kept_as_times_an_empty_signed_in_page():
    rows = [a_row("healthz", 2.0), a_row("account", 8.0), a_row("list", 16.0, server=12.0, sql=0.5, queries=8)]
    assert kept(rows) == {"sqlite/15/list/4": Kept(2.0, LEAST_NOISE)}
    assert times(rows[2], rows, "healthz") == 8.0
    assert cells(rows[2], rows) == [
        "list",
        "4",
        "10.0",
        "16.0",
        "16.0",
        "16.0",
        "12.0",
        "8",
        "2.0",
        "8.0",
        "24.0",
        "2+2",
    ]


def test_another_commit_is_no_measure_of_this_one():
    rows = [a_row("account", 8.0), a_row("account", 80.0, commit="c935477"), a_row("list", 160.0, commit="c935477")]
    assert times(rows[2], rows, "account") == 2.0


ANSWERS = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n",
]


@pytest.fixture
def server():
    """Answers each connection with the answers above in turn; how many requests came, with their heads."""
    listening = socket.create_server(("127.0.0.1", 0))
    heads = []

    def serve(connection):
        with connection:
            for number in range(10_000):
                head = b""
                while b"\r\n\r\n" not in head:
                    some = connection.recv(65536)
                    if not some:
                        return
                    head += some
                heads.append(head)
                connection.sendall(ANSWERS[number % len(ANSWERS)] if b"/turns" in head else ANSWERS[0])

    def accept():
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listening.getsockname()[1], heads
    listening.close()


def test_the_client_keeps_its_connection_and_its_cookies_and_reads_every_kind_of_body(server):
    port, heads = server
    one = Connection(port)
    assert [one.get("/turns").status for _time in range(3)] == [200, 200, 302]
    assert b"a=1; b=2" not in heads[0] and b"a=1; b=2" in heads[1]
    one.close()


def test_a_run_counts_answers_and_tells_what_is_no_page(server):
    port, _heads = server
    work = Work(port, 2, 0.2, "list", "", "", {"list": "/cases/"}, [{}, {}])
    found = measure(work, [])
    assert len(found["took"]) > 2 and not found["wrong"] and all(took > 0 for took in found["took"])
    work.places = {"list": "/turns"}
    assert measure(work, [])["wrong"], "a redirect is no page"


def test_a_server_that_hangs_up_is_told():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        one = Connection(listening.getsockname()[1])
        listening.accept()[0].close()
        with pytest.raises((Broken, OSError)):
            one.get("/")
        one.close()


def test_which_process_holds_a_connection_is_read_from_the_machine(server):
    port, _heads = server
    one = Connection(port)
    one.get("/")
    mine = workers_under(os.getpid())
    assert worker_of(one.socket.getsockname()[1], port, mine) == os.getpid()
    assert worker_of(one.socket.getsockname()[1], port, []) == 0
    one.close()
