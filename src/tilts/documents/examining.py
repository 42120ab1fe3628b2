"""Has a file examined in a process of its own, one at a time."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import tilts
from tilts.documents.preparing.wrong import BadFile

SECONDS = 60
_SOURCE = str(Path(tilts.__file__).resolve().parent.parent)
_ONE_AT_A_TIME = threading.Lock()
"""Of one server: an examination may take much memory."""


@dataclass(frozen=True)
class Prepared:
    """What is kept of a file: the content, its media type, whether it bears signatures."""

    content: bytes
    media_type: str
    signed: bool


def examined(data: bytes, suffix: str = "") -> Prepared:
    """What is kept of these bytes; `BadFile` with the reason where they are not taken."""
    run = [sys.executable, "-m", "tilts.documents.preparing", suffix]
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(
                run,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
                cwd="/",
                env={"PYTHONPATH": _SOURCE, "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
            )
        except subprocess.TimeoutExpired as slow:
            raise BadFile("too_heavy") from slow
    line, _newline, content = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise BadFile("damaged")
    facts = json.loads(line)
    if "refused" in facts:
        raise BadFile(facts["refused"])
    return Prepared(data if facts["same"] else content, facts["kind"], facts["signed"])
