"""The scanner says yes or no, or the file waits: there is no third way to yes."""

import socket
import struct
import time

import pytest
from tests.documents.scanner import EICAR, clamd, pretender

from tilts.documents.scanning import ScannerDown, clean


def drain(caller: socket.socket) -> None:
    """Take in the whole stream, as clamd does."""
    caller.settimeout(5)
    stream = caller.makefile("rb")
    stream.read(10)
    while length := struct.unpack("!L", stream.read(4))[0]:
        stream.read(length)


def answer(words: bytes):
    def behave(caller: socket.socket) -> None:
        drain(caller)
        caller.sendall(words)

    return behave


def test_the_real_scanner_knows_good_from_bad(scanner):
    assert clean(b"Labs teksts") is True
    assert clean(EICAR) is False
    assert clean(b"") is True
    assert clean(b"\0" * 24_900_000) is True


def test_it_can_be_reached_over_the_network_too(settings):
    with pretender(answer(b"stream: OK\0")) as address:
        settings.CLAMD = address
        assert clean(b"abc" * 200_000) is True


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"stream: OK",
        b"OK\0",
        b"stream: OK\0stream: Bad FOUND\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"\xff\xfe\0",
        b"x" * 100_000,
    ],
)
def test_any_other_answer_is_no_yes(settings, words):
    with pretender(answer(words)) as address:
        settings.CLAMD = address
        with pytest.raises(ScannerDown):
            clean(b"abc")


def test_a_scanner_that_dies_in_the_middle_is_down(settings):
    with pretender(lambda caller: caller.recv(1000)) as address:
        settings.CLAMD = address
        with pytest.raises(ScannerDown):
            clean(b"abc" * 3_000_000)


def test_a_slow_scanner_is_down_after_the_time_it_was_given(settings):
    def slow(caller: socket.socket) -> None:
        drain(caller)
        for _tenth in range(600):
            time.sleep(0.1)
            caller.sendall(b"s")

    with pretender(slow) as address:
        settings.CLAMD = address
        begun = time.monotonic()
        with pytest.raises(ScannerDown):
            clean(b"abc", seconds=0.5)
        assert time.monotonic() - begun < 30, "half a second, on a machine that does much else"


@pytest.mark.parametrize("address", ["", "unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1", "unix:" + "a" * 300, "ftp:x:1"])
def test_no_scanner_is_down(settings, address):
    settings.CLAMD = address
    with pytest.raises(ScannerDown):
        clean(b"abc")


def test_a_scanner_that_was_stopped_is_down_and_comes_back(settings):
    with clamd() as address:
        settings.CLAMD = address
        assert clean(b"abc")
    with pytest.raises(ScannerDown):
        clean(b"abc")
