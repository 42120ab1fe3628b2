"""The sealed file: a tar stream encrypted (age) to a public key before a byte of it reaches the disk.

Anybody with the identity and common tools can open it: `age -d -i identity FILE | tar x`. Its last member, the
manifest, holds the SHA-256 of every part, so that a cut file is refused even where the cut falls between two parts.
"""

import contextlib
import hashlib
import io
import json
import os
import re
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from tilts.kit.cli import BadInput

FORMAT = 1
PIECE = 8 * 1024 * 1024
FIRST, LAST = "format.json", "manifest.json"
PIECES = re.compile(r"(database)\.\d{6}")
"""A part of unknown length is written in numbered pieces: `cat database.*` puts it together again."""
NAMES = re.compile(
    r"(format\.json|manifest\.json|keys\.json|secret\.key|home\.kind|database\.\d{6}|files(/(?!\.)[\w.-]+)+)"
)
"""What a part may be called: whoever knows the public key can seal a container, so no name leads out of the folder."""

DAMAGED = "tilts: this backup is damaged, cut short, or no backup of Tilts. Nothing was changed."
Take = Callable[[str, bytes], None]


class NoRoom(Exception):
    """What should be written cannot be: the disk is full, or the folder is not ours."""


@dataclass
class _Sink:
    """Takes what pyrage writes and remembers why that failed, for pyrage forgets."""

    out: BinaryIO
    failure: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write, or remember."""
        try:
            self.out.write(data)
        except OSError as failed:
            self.failure = failed
            raise
        return len(data)

    def flush(self) -> None:
        """Flush, or remember."""
        try:
            self.out.flush()
        except OSError as failed:
            self.failure = failed
            raise


class _Beside(threading.Thread):
    """Work beside us at the other end of a pipe; what it raised is kept for us."""

    def __init__(self, work: Callable[[BinaryIO], None], end: BinaryIO) -> None:
        super().__init__(daemon=True)
        self._work, self._end = work, end
        self.failure: Exception | None = None

    def run(self) -> None:
        """Work until the pipe ends."""
        try:
            self._work(self._end)
        except Exception as failed:
            self.failure = failed
        with contextlib.suppress(OSError):
            self._end.close()


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


@dataclass
class Packer:
    """Puts parts into the container, and keeps account of them for the manifest."""

    tar: tarfile.TarFile
    mtime: int
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> None:
        """One whole part."""
        self.parts[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        self._member(name, data)

    def add_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """One part of unknown length."""
        digest, size = hashlib.sha256(), 0
        for number, piece in enumerate(pieces, start=1):
            digest.update(piece)
            size += len(piece)
            self._member(f"{name}.{number:06d}", piece)
        self.parts[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def finish(self, manifest: dict[str, Any]) -> None:
        """The manifest, which makes the container whole."""
        self._member(LAST, json.dumps({**manifest, "parts": self.parts}).encode())

    def _member(self, name: str, data: bytes) -> None:
        if not NAMES.fullmatch(name):
            raise ValueError(f"no part is called {name}")
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = len(data), self.mtime, 0o600
        self.tar.addfile(member, io.BytesIO(data))


@contextlib.contextmanager
def packing(out: BinaryIO, recipients: list[Any], *, mtime: int) -> Iterator[Packer]:
    """A packer whose parts are sealed on their way into `out`; `NoRoom` where they cannot be written."""
    reading, writing = _pipe()
    sink = _Sink(out)
    sealing = _Beside(lambda end: pyrage.encrypt_io(end, sink, recipients), reading)
    sealing.start()
    try:
        with writing, tarfile.open(fileobj=writing, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            packer = Packer(tar, mtime)
            packer.add(FIRST, json.dumps({"format": FORMAT}).encode())
            yield packer
    except BrokenPipeError as broken:
        sealing.join()
        raise NoRoom from (sink.failure or broken)
    sealing.join()
    if sealing.failure:
        raise NoRoom from (sink.failure or sealing.failure)


@dataclass
class Account:
    """What was seen of each part so far: its length and its hash."""

    seen: dict[str, tuple[int, Any]] = field(default_factory=dict)

    def note(self, name: str, data: bytes) -> None:
        """Take note of some bytes of a part."""
        size, digest = self.seen.setdefault(name, (0, hashlib.sha256()))
        digest.update(data)
        self.seen[name] = (size + len(data), digest)

    def agrees(self, parts: dict[str, dict[str, Any]]) -> bool:
        """Whether this is what the manifest says, no part more and none less."""
        found = {name: {"bytes": size, "sha256": digest.hexdigest()} for name, (size, digest) in self.seen.items()}
        return found == parts


def walk(path: Path, identities: list[Any], take: Take) -> dict[str, Any]:
    """Open the container and hand every piece of every part on; the manifest, if each part agrees with it.

    `BadInput` where the file is damaged, cut, foreign, or sealed to somebody else. Pieces were handed on by then: who
    must not act upon a damaged file walks it once for nothing first.
    """
    try:
        sealed = path.open("rb")
    except OSError as gone:
        raise BadInput(f"tilts: the backup “{path}” cannot be read. Nothing was changed.") from gone
    with sealed:
        reading, writing = _pipe()
        opening = _Beside(lambda end: pyrage.decrypt_io(sealed, end, identities), writing)
        opening.start()
        try:
            manifest = _walk_tar(reading, take)
        finally:
            reading.close()
            opening.join()
    if opening.failure and "No matching keys" in str(opening.failure):
        raise BadInput("tilts: this identity does not open this backup. Nothing was changed.")
    if opening.failure or manifest is None:
        raise BadInput(DAMAGED) from opening.failure
    return manifest


def _walk_tar(reading: BinaryIO, take: Take) -> dict[str, Any] | None:
    """The manifest of the stream; None where the stream is no whole container."""
    account, manifest = Account(), None
    try:
        with tarfile.open(fileobj=reading, mode="r|") as tar:
            for member in tar:
                if manifest is not None or not member.isreg() or not NAMES.fullmatch(member.name):
                    return None
                if member.name == LAST:
                    manifest = json.loads(_content(tar, member))
                    continue
                _hand_on(tar, member, account, take)
        while reading.read(PIECE):
            continue
    except (tarfile.TarError, EOFError, ValueError, KeyError):
        return None
    return manifest if manifest and account.agrees(manifest.get("parts", {})) else None


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def _hand_on(tar: tarfile.TarFile, member: tarfile.TarInfo, account: Account, take: Take) -> None:
    piece = PIECES.fullmatch(member.name)
    name = piece.group(1) if piece else member.name
    file = tar.extractfile(member)
    account.note(name, b"")
    while file and (data := file.read(PIECE)):
        account.note(name, data)
        if name == FIRST:
            _check_format(data)
        else:
            take(name, data)
    if file and not member.size:
        take(name, b"")


def _check_format(data: bytes) -> None:
    if json.loads(data)["format"] > FORMAT:
        raise BadInput("tilts: this backup was made by a newer version of Tilts: restore it with that one.")
