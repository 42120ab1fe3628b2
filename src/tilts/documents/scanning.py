"""The virus scanner: clamd by its INSTREAM protocol, over a socket of the machine or of the network.

`clean` answers yes or no, or raises `ScannerDown`. There is no third way to yes: whatever goes wrong, the file waits.
"""

import contextlib
import socket
import struct
import time

from django.conf import settings

CHUNK = 256 * 1024
ANSWER_BYTES = 4096
IN_A_REQUEST = 20.0
IN_THE_BACKGROUND = 120.0


class ScannerDown(Exception):
    """The scanner is not there, did not answer in time, or answered what cannot be understood."""


def clean(data: bytes, *, seconds: float = IN_A_REQUEST) -> bool:
    """Whether the scanner finds nothing in these bytes."""
    until = time.monotonic() + seconds
    try:
        with contextlib.closing(_connected(until)) as scanner:
            _send(scanner, data, until)
            return _verdict(_answer(scanner, until))
    except (OSError, ValueError) as trouble:
        raise ScannerDown(type(trouble).__name__) from trouble


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connected(until: float) -> socket.socket:
    kind, _colon, where = str(settings.CLAMD).partition(":")
    if kind == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(min(5.0, _left(until)))
        try:
            scanner.connect(where)
        except OSError:
            scanner.close()
            raise
        return scanner
    if kind == "tcp":
        host, _colon, port = where.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=min(5.0, _left(until)))
    raise ScannerDown("no scanner is set")


def _send(scanner: socket.socket, data: bytes, until: float) -> None:
    scanner.settimeout(_left(until))
    scanner.sendall(b"zINSTREAM\0")
    view = memoryview(data)
    for start in range(0, len(data), CHUNK):
        part = view[start : start + CHUNK]
        scanner.settimeout(_left(until))
        scanner.sendall(struct.pack("!L", len(part)))
        scanner.sendall(part)
    scanner.sendall(struct.pack("!L", 0))


def _answer(scanner: socket.socket, until: float) -> str:
    heard = b""
    while not heard.endswith(b"\0"):
        scanner.settimeout(_left(until))
        part = scanner.recv(ANSWER_BYTES)
        if not part or len(heard) > ANSWER_BYTES:
            raise ScannerDown("no whole answer")
        heard += part
    return heard[:-1].decode("utf-8", "replace")


def _verdict(answer: str) -> bool:
    if answer == "stream: OK":
        return True
    if answer.startswith("stream: ") and answer.endswith(" FOUND") and "\0" not in answer:
        return False
    raise ScannerDown("the scanner could not scan")
