"""Making a backup: one moment of the database, the files it speaks of and the keys, sealed into one file."""

import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tilts.access.actor import acting
from tilts.access.audit import write_entry
from tilts.access.models import JobMark
from tilts.backup import proofs
from tilts.backup.container import FORMAT, NoRoom, Packer, packing
from tilts.backup.snapshot import JOB, snapshot
from tilts.kit.cli import BadInput
from tilts.sealing.keys import keys_path

FILES = "files"
"""The folder of sealed documents in the data folder."""
STAGED = ".backup-"
TRIES = 3

NO_RECIPIENT = (
    "tilts: a backup is sealed to a public key and none is set: make one with "
    "`tilts backup --new-identity FILE`, keep that file off this machine, and put the public key it prints into "
    "TILTS_BACKUP_RECIPIENT."
)
NO_ROOM = "tilts: the backup cannot be written there (is the disk full?). Nothing half done was left."

UNREADABLE = (
    "tilts: the database cannot be read whole: does it answer, and may the backup's account (DATABASE_BACKUP_URL, "
    "docs/operations.md) read every table? No backup was made."
)


class _KeysChanged(Exception):
    """The keys were changed while the database was held still: a moment in which not all fits together."""


@dataclass(frozen=True)
class Made:
    """What one backup holds, in numbers."""

    rows: int
    files: int
    reports: int


def recipients() -> list[Any]:
    """The public keys to which backups are sealed."""
    words = settings.BACKUP_RECIPIENT.replace(",", " ").split()
    if not words:
        raise BadInput(NO_RECIPIENT)
    try:
        return [pyrage.x25519.Recipient.from_str(word) for word in words]
    except pyrage.RecipientError as wrong:
        raise BadInput("tilts: TILTS_BACKUP_RECIPIENT is no public key; it begins with age1.") from wrong


def new_identity(path: Path) -> str:
    """Write a new identity into a file of its own; its public key."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    told = f"# made {timezone.now():%Y-%m-%d %H:%M} UTC for backups of Tilts\n# public key: {public}\n{identity}\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise BadInput(f"tilts: “{path}” is there already; an identity is never written over.") from there
    except OSError as failed:
        raise BadInput(f"tilts: “{path}” cannot be written.") from failed
    with os.fdopen(handle, "w") as file:
        file.write(told)
        file.flush()
        os.fsync(file.fileno())
    return public


def backup_to(where: str) -> Made:
    """Make a backup into a new file, or onto standard output (`-`)."""
    keys = recipients()
    if where == "-":
        return _onto_stdout(keys)
    path = Path(where)
    if path.exists():
        raise BadInput(f"tilts: “{path}” is there already; a backup is never written over.")
    if not path.parent.is_dir():
        raise BadInput(f"tilts: there is no folder “{path.parent}”.")
    made = _with_tries(keys, lambda: _whole_or_not_at_all(path))
    _note()
    return made


def _onto_stdout(keys: list[Any]) -> Made:
    if sys.stdout.isatty():
        raise BadInput("tilts: a backup is no text: lead standard output into a file or another program.")
    made = _with_tries(keys, lambda: contextlib.nullcontext(sys.stdout.buffer), tries=1)
    sys.stdout.buffer.flush()
    _note()
    return made


def _with_tries(keys: list[Any], opened: Any, tries: int = TRIES) -> Made:
    """Pack; once more where the keys were changed meanwhile."""
    _trace()
    for _try in range(tries):
        with contextlib.suppress(_KeysChanged):
            try:
                with opened() as out:
                    return _pack(out, keys)
            except (NoRoom, OSError) as full:
                raise BadInput(NO_ROOM) from full
            except DatabaseError as failed:
                raise BadInput(UNREADABLE) from failed
    raise BadInput("tilts: the keys are being changed at this moment; try again when that is done.")


@contextlib.contextmanager
def _whole_or_not_at_all(path: Path) -> Iterator[BinaryIO]:
    """A file that has its name only when it is whole and on the disk."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
        _sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _trace() -> None:
    """Everything is about to leave the machine: that is traced before it does."""
    try:
        with transaction.atomic(), acting(JOB):
            write_entry(JOB, "backup.made")
    except DatabaseError as failed:
        raise BadInput(
            "tilts: that a backup is made cannot be traced: there is no Tilts here yet, or its database takes no "
            "writes (is the disk full?). No backup was made."
        ) from failed


def _note() -> None:
    """When the last backup was made, for the administrator's page."""
    now = timezone.now()
    with transaction.atomic(), acting(JOB):
        JobMark.objects.update_or_create(pk="backup", defaults={"began_at": now, "ended_at": now})


def _pack(out: BinaryIO, keys: list[Any]) -> Made:
    moment = timezone.now()
    folder = settings.HOME / FILES
    with _staged(folder) as staged:
        before = _small_parts()
        with snapshot() as held:
            staged.link_new()
            if _small_parts() != before:
                raise _KeysChanged
            manifest = _manifest(held.engine, moment)
            with packing(out, keys, mtime=int(moment.timestamp())) as packer:
                for name, data in before.items():
                    packer.add(name, data)
                count = staged.pack(packer)
                packer.add_pieces("database", held.pieces)
                packer.finish(manifest)
    rows = sum(rows for rows, _digest in manifest["tables"].values())
    return Made(rows, count, len(manifest["figures"]))


def _small_parts() -> dict[str, bytes]:
    """The keys, what signs sessions, and what kind of data folder this is."""
    places = {"keys.json": keys_path(), "secret.key": settings.HOME / "secret.key", "home.kind": settings.KIND_OF_HOME}
    return {name: path.read_bytes() for name, path in places.items() if path.exists()}


def _manifest(engine: str, moment: datetime) -> dict[str, Any]:
    """What the snapshot holds, told while it is Django's database."""
    day = timezone.localdate(moment)
    return {
        "format": FORMAT,
        "version": version("tilts"),
        "engine": engine,
        "server": list(connection.get_database_version()),
        "made_at": moment.isoformat(),
        "day": day.isoformat(),
        "migrations": proofs.migrations(),
        "tables": proofs.tables(),
        "heads": proofs.heads(),
        "figures": proofs.figures(day),
    }


class _Staged:
    """Second names (hard links) of the sealed documents, so that one erased meanwhile is still here to be packed."""

    def __init__(self, folder: Path, place: Path | None) -> None:
        self.folder, self.place = folder, place

    def link_new(self) -> None:
        """Give every document that has none yet a second name."""
        for path in self._documents():
            if self.place is None:
                return
            second = self.place / path.relative_to(self.folder)
            second.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError, FileExistsError):
                os.link(path, second)

    def _documents(self) -> list[Path]:
        found = []
        for root, _folders, names in os.walk(self.folder):
            found += [Path(root) / name for name in names if not name.startswith(".")]
        return sorted(found)

    def pack(self, packer: Packer) -> int:
        """Pack every document; how many."""
        base, count = self.place or self.folder, 0
        for root, _folders, names in os.walk(base):
            for name in sorted(name for name in names if not name.startswith(".")):
                path = Path(root) / name
                with contextlib.suppress(FileNotFoundError):
                    packer.add(f"{FILES}/{path.relative_to(base).as_posix()}", path.read_bytes())
                    count += 1
        return count


@contextlib.contextmanager
def _staged(folder: Path) -> Iterator[_Staged]:
    """The documents as they are now, held until the backup is packed; without links where the disk knows none."""
    if not folder.is_dir():
        yield _Staged(folder, None)
        return
    place = folder.with_name(f"{STAGED}{secrets.token_hex(4)}")
    try:
        place.mkdir(mode=0o700)
        staged = _Staged(folder, place if _links_work(folder, place) else None)
        staged.link_new()
        yield staged
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _links_work(folder: Path, place: Path) -> bool:
    probe, second = place / ".probe", place / ".second"
    probe.write_bytes(b"")
    try:
        os.link(probe, second)
    except OSError:
        return False
    return folder.stat().st_dev == place.stat().st_dev
