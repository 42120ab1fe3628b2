"""Files as they lie on the disk: sealed in chunks, under random names, whole or not at all.

`T1 <key id>\\n`, then for every chunk its length and its ciphertext. Each chunk is bound to its document, its file, its
number and to whether it is the last, so that a file that was cut, reordered, mixed or moved is refused.
"""

import os
import re
import secrets
import struct
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from tilts.kit.crypto import Unreadable
from tilts.sealing.keys import ring

CHUNK = 1024 * 1024
_MARK = b"T1 "
_NAME = re.compile(r"[0-9a-f]{32}")
ORPHAN_AFTER = 3600.0
"""Seconds: a younger file may belong to a transaction that is still open."""


def folder() -> Path:
    """Where the files lie; made where it is not."""
    path = Path(settings.FILES)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def new_name() -> str:
    """A random name."""
    return secrets.token_hex(16)


def path_of(name: str) -> Path:
    """Where the file of this name lies."""
    if not _NAME.fullmatch(name):
        raise Unreadable("no name of a file")
    return folder() / name


def _bound_to(document: UUID, name: str, number: int, last: bool) -> str:
    return f"documents:{document}:{name}:{number}:{'last' if last else 'more'}"


def _chunks(content: bytes) -> Iterator[tuple[int, bool, bytes]]:
    count = max(1, -(-len(content) // CHUNK))
    for number in range(count):
        yield number, number == count - 1, content[number * CHUNK : (number + 1) * CHUNK]


def _sealed(document: UUID, name: str, content: bytes) -> Iterator[bytes]:
    keys = ring()
    yield _MARK + keys.current.encode() + b"\n"
    for number, last, part in _chunks(content):
        sealed = keys.seal_bytes(part, bound_to=_bound_to(document, name, number, last))
        yield struct.pack("!L", len(sealed))
        yield sealed


def _put(path: Path, parts: Iterable[bytes]) -> None:
    """Write beside, then put in place: at no moment half a file lies under its name."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(document: UUID, name: str, content: bytes) -> str:
    """Seal a file; the id of the key that sealed it. `OSError` where the disk takes no more: then nothing is left."""
    _put(path_of(name), _sealed(document, name, content))
    return ring().current


def read(document: UUID, name: str) -> bytes:
    """The file, whole; `Unreadable` where it is not what was sealed, or not there."""
    try:
        with path_of(name).open("rb") as file:
            return b"".join(_opened(file, document, name))
    except OSError as gone:
        raise Unreadable("the file is not there") from gone


def _opened(file: BinaryIO, document: UUID, name: str) -> Iterator[bytes]:
    key = _key_id(file)
    number, sealed = 0, _next(file)
    while sealed is not None:
        following = _next(file)
        bound_to = _bound_to(document, name, number, following is None)
        yield ring().open_bytes(sealed, bound_to=bound_to, key_id=key)
        number, sealed = number + 1, following
    if number == 0:
        raise Unreadable("a file without content")


def _key_id(file: BinaryIO) -> str:
    line = file.readline(64)
    if not line.startswith(_MARK) or not line.endswith(b"\n"):
        raise Unreadable("no sealed file")
    return line[len(_MARK) : -1].decode("ascii", "replace")


def _next(file: BinaryIO) -> bytes | None:
    head = file.read(4)
    if not head:
        return None
    length = struct.unpack("!L", head)[0] if len(head) == 4 else 0
    sealed = file.read(length) if 0 < length <= CHUNK + 64 else b""
    if not sealed or len(sealed) != length:
        raise Unreadable("a file that was cut")
    return sealed


def remove(name: str) -> None:
    """Take a file away; it is no matter if it is gone already."""
    if name:
        path_of(name).unlink(missing_ok=True)
        _sync_folder(folder())


def orphans(known: set[str]) -> list[Path]:
    """Files that no document names, older than any transaction."""
    before = time.time() - ORPHAN_AFTER
    return [path for path in folder().iterdir() if path.name not in known and path.stat().st_mtime < before]
