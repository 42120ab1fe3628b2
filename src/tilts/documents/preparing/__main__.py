"""The examination in a process of its own: a file comes in, a line of JSON and what is kept of the file go out."""

import json
import resource
import sys

from tilts.documents.preparing.whole import Kept, prepare
from tilts.documents.preparing.wrong import BadFile

MEMORY = 176 * 1024 * 1024
SECONDS = 40


def _fence() -> None:
    """Little memory, little time, no files: what is examined was made by strangers."""
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer(facts: dict[str, object], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _examined(data: bytes, suffix: str) -> Kept | str:
    try:
        return prepare(data, suffix)
    except BadFile as bad:
        return bad.code
    except MemoryError:
        return "too_heavy"
    except RecursionError:
        return "damaged"


def main() -> int:
    """Read, examine, answer."""
    _fence()
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as unbuffered:
        data = unbuffered.readall()
    found = _examined(data, sys.argv[1] if len(sys.argv) > 1 else "")
    if isinstance(found, str):
        _answer({"refused": found})
    else:
        same = found.content is data
        del data
        _answer({"kind": found.kind, "signed": found.signed, "same": same}, b"" if same else found.content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
