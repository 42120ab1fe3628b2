"""Papers that leave the house locked with a password."""

import subprocess
import sys

from tilts.documents.examining import ENVIRONMENT

SECONDS = 20


def locked(paper: bytes, password: str) -> bytes:
    """The same PDF, encrypted: it opens with the password alone.

    Done in a process of its own, so that the server does not hold the library for PDF, which is large, all day.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tilts.documents.preparing.lock"],
        input=password.encode() + b"\n" + paper,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=ENVIRONMENT,
        timeout=SECONDS,
        check=True,
    )
    return done.stdout
