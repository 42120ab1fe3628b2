"""Has a file examined in a process of its own, one at a time on this machine."""

import contextlib
import json
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

import tilts
from tilts.documents.preparing.wrong import BadFile
from tilts.kit.turns import one_at_a_time

SECONDS = 60
PIECE = 256 * 1024
_SOURCE = str(Path(tilts.__file__).resolve().parent.parent)
ENVIRONMENT = {
    "PYTHONPATH": _SOURCE,
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    # what is large goes back to the machine as soon as it is let go
    "MALLOC_MMAP_THRESHOLD_": "1048576",
}
"""Of the examination: nothing of ours, no settings, no keys."""


@dataclass(frozen=True)
class Prepared:
    """What is kept of a file: the content, its media type, whether it bears signatures."""

    content: bytes
    media_type: str
    signed: bool


def _begin(suffix: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tilts.documents.preparing", suffix],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd="/",
        env=ENVIRONMENT,
    )


def _feed(stream: Any, data: bytes) -> None:
    with contextlib.suppress(OSError), stream:
        view = memoryview(data)
        while view:
            view = view[stream.write(view[:PIECE]) :]


def _heard(data: bytes, suffix: str) -> tuple[bytes, bytes, int]:
    """What the examination answers: its line, what is kept of the file, its exit code. Without copies on the way."""
    with _begin(suffix) as process:
        stop = threading.Timer(SECONDS, process.kill)
        feeding = threading.Thread(target=_feed, args=(process.stdin, data))
        stop.start()
        feeding.start()
        try:
            out: Any = process.stdout
            line = b""
            while not line.endswith(b"\n") and (sign := out.read(1)):
                line += sign
            content = out.read()
            return line, content, process.wait()
        finally:
            stop.cancel()
            process.kill()
            feeding.join()


def examined(data: bytes, suffix: str = "") -> Prepared:
    """What is kept of these bytes; `BadFile` with the reason where they are not taken."""
    with one_at_a_time(settings.HOME / "examining.queue"):  # it may take much memory
        line, content, code = _heard(data, suffix)
    if code or not line:
        raise BadFile("too_heavy" if code == -signal.SIGKILL else "damaged")
    facts = json.loads(line)
    if "refused" in facts:
        raise BadFile(facts["refused"])
    return Prepared(data if facts["same"] else content, facts["kind"], facts["signed"])
