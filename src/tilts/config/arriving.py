"""Requests arrive whole: bodies are read by the event loop, with an end in sight, before a thread is taken.

Between the server (RSGI) and Django (WSGI). Whoever sends slowly, or never ends, waits by themselves; whoever reads
slowly too, for answers are handed over whole. Nothing of a body touches the disk.
"""

import asyncio
import html
import io
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tilts.config.background import end_with_server
from tilts.documents.uploads import MAX_BYTES
from tilts.ui.middleware import worn

MAX_BODY = MAX_BYTES + 1_000_000
"""The files of a form, and what stands around them."""
READ_ON = 4 * MAX_BODY
"""What is too large is read on so far, and let go of: whoever hangs up at once cannot be heard by the sender."""
SECONDS = 20.0
"""Within these a body must be there, and for a large one as much longer as a slow line takes for it."""
SLOWEST = 32_000
"""Bytes a second of a slow line."""
STOPPING_SECONDS = 10
"""What a process may still take for what it does when the server is stopped."""
SMALL = 250_000
"""Bytes. Of bodies larger than this only so many are held at a time, in one process:"""
LARGE_TOGETHER = 4

TOO_LARGE = _("What was sent is too large: at most 25 MB are taken.")
TOO_SLOW = _("What was sent did not arrive in time. Please try again.")
Headers = list[tuple[str, str]]


class Body(io.RawIOBase):
    """What was sent, in the pieces in which it came; what was read is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: deque[bytes] = deque()
        self.size = 0

    def add(self, piece: bytes) -> None:
        """One piece more."""
        if piece:  # an empty one would be read as the end
            self.pieces.append(piece)
            self.size += len(piece)

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As much of the next piece as the buffer takes."""
        if not self.pieces:
            return 0
        piece = self.pieces.popleft()
        taken = min(len(buffer), len(piece))
        buffer[:taken] = piece[:taken]
        if taken < len(piece):
            self.pieces.appendleft(piece[taken:])
        return taken


class Unanswerable(Exception):
    """This body is not read to its end: with which status, and what is said."""

    def __init__(self, status: int, sentence: Any) -> None:
        super().__init__(status)
        self.status, self.sentence = status, sentence


class Arriving:
    """The application that the server knows."""

    def __init__(self, application: Callable[[dict[str, Any], Any], Iterable[bytes]]) -> None:
        self.application = application
        self.said = {sentence: _said(sentence) for sentence in (TOO_LARGE, TOO_SLOW)}

    def __rsgi_init__(self, _loop: asyncio.AbstractEventLoop) -> None:
        """A process of the server begins."""
        # a file that is examined keeps its thread for seconds: pages do not wait behind it
        self.pages, self.files = ThreadPoolExecutor(1, "pages"), ThreadPoolExecutor(1, "files")
        self.large = asyncio.Semaphore(LARGE_TOGETHER)
        threading.Thread(target=end_with_server, args=(os.getppid(), STOPPING_SECONDS), daemon=True).start()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """One request: its body, its answer."""
        headers = scope.headers.items()
        body = _Arrival(headers, self.large)
        try:
            await body.read(proto)
            proto.response_bytes(*await self._answer(environment(scope, headers, body.body)))
        except Unanswerable as wrong:
            proto.response_bytes(wrong.status, *self.said[wrong.sentence])
        finally:
            body.end()

    async def _answer(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
        pool = self.files if environ.get("CONTENT_TYPE", "").startswith("multipart/") else self.pages
        return await asyncio.get_running_loop().run_in_executor(pool, self._answered, environ)

    def _answered(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
        told: list[Any] = []

        def start(status: str, headers: Headers, _wrong: Any = None) -> None:
            told[:] = int(status.split(" ", 1)[0]), headers

        parts = self.application(environ, start)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        return told[0], told[1], body


class _Arrival:
    """A body on its way."""

    def __init__(self, headers: Headers, large: asyncio.Semaphore) -> None:
        self.body = Body()
        self.comes = {"content-length", "transfer-encoding"} & {name for name, _value in headers}
        self.announced = next((int(value) for name, value in headers if name == "content-length"), 0)
        self._large, self._holds = large, False

    async def read(self, proto: Any) -> None:
        """Read it to its end; `Unanswerable` where that is too far or too late."""
        if not self.comes:
            return
        if self.announced > READ_ON:
            raise Unanswerable(413, TOO_LARGE)
        if self.announced > SMALL:
            await self._take_place()
        try:
            async with asyncio.timeout(SECONDS) as limit:
                began = asyncio.get_running_loop().time()
                await self._read(proto, lambda taken: limit.reschedule(began + SECONDS + taken / SLOWEST))
        except TimeoutError:
            raise Unanswerable(408, TOO_SLOW) from None

    async def _read(self, proto: Any, goes_on: Callable[[int], None]) -> None:
        taken = 0
        async for piece in proto:
            taken += len(piece)
            goes_on(taken)
            if taken > READ_ON:
                break
            if taken > MAX_BODY:
                self.body = Body()
                continue
            if taken > SMALL:
                await self._take_place()
            self.body.add(piece)
        if taken > MAX_BODY:
            raise Unanswerable(413, TOO_LARGE)

    async def _take_place(self) -> None:
        if not self._holds:
            await self._large.acquire()
            self._holds = True

    def end(self) -> None:
        """Its place is free."""
        if self._holds:
            self._large.release()


def environment(scope: Any, headers: Headers, body: Body) -> dict[str, Any]:
    """What WSGI knows of a request.

    A header whose name is written with `_` is left out: it would be taken for the one with `-`, which a proxy sets.
    """
    told: dict[str, str] = {}
    for name, value in headers:
        if "_" not in name:
            told[name] = f"{told[name]}{';' if name == 'cookie' else ','}{value}" if name in told else value
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in told.items()}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if f"HTTP_{name}" in named:
            named[name] = named.pop(f"HTTP_{name}")
    if body.size:
        named["CONTENT_LENGTH"] = str(body.size)
    host, _colon, port = scope.server.rpartition(":")
    return named | {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BufferedReader(body, 65536),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _said(sentence: Any) -> tuple[Headers, bytes]:
    """A page of one sentence in each language, and the headers that every answer wears; then the line is closed."""
    lines = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            lines.append(f'<p lang="{code}">{html.escape(str(sentence))}</p>')
    page = f'<!doctype html><html lang="lv"><meta charset="utf-8"><title>Tilts</title>{"".join(lines)}</html>'
    content = {"Content-Type": "text/html; charset=utf-8", "Connection": "close"}
    return list((worn(token_urlsafe(16)) | content).items()), page.encode()
