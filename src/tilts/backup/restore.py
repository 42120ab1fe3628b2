"""Restoring into an empty place: the whole file is proved before anything is written, and everything compared after."""

import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tilts.access.actor import acting
from tilts.access.audit import write_entry
from tilts.backup import proofs
from tilts.backup.container import walk
from tilts.backup.make import FILES
from tilts.backup.proofs import Compared
from tilts.backup.snapshot import GZIP, JOB, at, connection_to, copy_rows, program, standing_in
from tilts.kit.cli import BadInput
from tilts.kit.crypto import KeysMissing
from tilts.sealing.keymarks import check_marks
from tilts.sealing.keys import keys_path, ring

PLAIN_SQLITE = "tilts.config.embedded"
FULL = "tilts: there is no room for what the backup holds, or the folder is not ours. Nothing was changed."
ENGINES = {"sqlite": "the embedded database", "postgresql": "PostgreSQL"}


def identities(path: Path) -> list[Any]:
    """The identities in a file, one a line; other lines are remarks."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, UnicodeDecodeError) as gone:
        raise BadInput(f"tilts: the identity “{path}” cannot be read. Nothing was changed.") from gone
    except pyrage.IdentityError as wrong:
        raise BadInput(f"tilts: “{path}” is no identity. Nothing was changed.") from wrong


def restore(path: Path, identity: Path) -> list[Compared]:
    """Restore a backup into this empty place; what was compared."""
    held = identities(identity)
    if not held:
        raise BadInput(f"tilts: “{identity}” holds no identity (a line AGE-SECRET-KEY-...). Nothing was changed.")
    manifest = prove(path, held)
    database = connection_to(settings.DATABASE_OWNER) if settings.DATABASE_OWNER else connections[DEFAULT_DB_ALIAS]
    _check_engine(manifest, database)
    with standing_in(database) if settings.DATABASE_OWNER else contextlib.nullcontext():
        _check_empty()
        with _place(manifest) as place:
            walk(path, held, place.take)
            place.settle()
        return _proved(manifest)


def prove(path: Path, held: list[Any]) -> dict[str, Any]:
    """Read the whole backup, writing nothing: it is whole, unaltered, ours to open, and of no newer version."""
    manifest = walk(path, held, lambda _name, _data: None)
    if proofs.lacking_migrations(manifest):
        raise BadInput(
            f"tilts: this backup was made by Tilts {manifest['version']}, before its tables were laid out anew: "
            "restore it with that version. Nothing was changed."
        )
    if proofs.unknown_migrations(manifest):
        raise BadInput(
            f"tilts: this backup was made by a newer version of Tilts ({manifest['version']}): "
            "restore it with that one. Nothing was changed."
        )
    return manifest


def _check_engine(manifest: dict[str, Any], database: BaseDatabaseWrapper) -> None:
    if database.vendor != manifest["engine"]:
        wanted = ENGINES.get(manifest["engine"], manifest["engine"])
        raise BadInput(f"tilts: this backup is of {wanted}: set DATABASE_URL to such a one. Nothing was changed.")


def _check_empty() -> None:
    """Nothing is ever restored over something."""
    home = settings.HOME
    if settings.KIND_OF_HOME.exists() or any((home / FILES).glob("*")):
        raise BadInput(f"tilts: the data folder “{home}” is not empty: restore into an empty one. Nothing was changed.")
    if connection.vendor == "sqlite":
        there = Path(str(connection.settings_dict["NAME"]))
        if (there.exists() and there.stat().st_size) or there.with_name(f"{there.name}-wal").exists():
            raise BadInput(f"tilts: there is a database in “{home}”: restore into an empty one. Nothing was changed.")
        return
    try:
        with connection.cursor() as cursor:
            if connection.introspection.table_names(cursor):
                raise BadInput("tilts: this database is not empty: restore into an empty one. Nothing was changed.")
    except DatabaseError as failed:
        raise BadInput("tilts: the database does not answer. Nothing was changed.") from failed


class _Place:
    """Where the parts go: under other names until all is there."""

    def __init__(self, beside: Path, database: "Callable[[bytes], object]", finish: Callable[[], None]) -> None:
        self.beside, self._database, self._finish = beside, database, finish
        self._open: tuple[str, BinaryIO] | None = None

    def take(self, name: str, data: bytes) -> None:
        """One piece of one part."""
        if name == "database":
            self._database(data)
            return
        if self._open is None or self._open[0] != name:
            self.close()
            path = self.beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open = (name, os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"))
        self._open[1].write(data)

    def close(self) -> None:
        """The part that was being written is on the disk."""
        if self._open:
            file = self._open[1]
            file.flush()
            os.fsync(file.fileno())
            file.close()
        self._open = None

    def settle(self) -> None:
        """Everything is there and proved: give it its names. What says that the place is taken comes last.

        The keys come first: a database that is sealed as a whole is written with them.
        """
        self.close()
        self._check_keys()
        with self._keys_in_place():
            self._finish()
        for name, target in (
            ("secret.key", settings.HOME / "secret.key"),
            (FILES, settings.HOME / FILES),
            ("home.kind", settings.KIND_OF_HOME),
        ):
            if (self.beside / name).exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                if name == FILES and target.is_dir():
                    target.rmdir()
                shutil.move(self.beside / name, target)

    @contextlib.contextmanager
    def _keys_in_place(self) -> Iterator[None]:
        """Put the keys where they belong; away again if the database cannot be written."""
        kept, ours = self.beside / "keys.json", keys_path()
        put = kept.exists() and not ours.exists()
        if put:
            ours.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(kept, ours)
        ring.cache_clear()
        try:
            yield
        except BaseException:
            if put:
                ours.unlink()
            raise

    def _check_keys(self) -> None:
        kept, ours = self.beside / "keys.json", keys_path()
        if ours.exists() and kept.exists() and ours.read_bytes() != kept.read_bytes():
            raise BadInput(f"tilts: there are other keys at “{ours}”: move them away first. Nothing was changed.")


@contextlib.contextmanager
def _place(manifest: dict[str, Any]) -> Iterator[_Place]:
    """A place that is gone again if anything goes wrong."""
    beside = settings.HOME / f".restoring-{secrets.token_hex(4)}"
    try:
        beside.mkdir(mode=0o700)
        into = _into_postgres() if manifest["engine"] == "postgresql" else _into_sqlite(beside)
        with into as (database, finish):
            yield _Place(beside, database, finish)
    except (OSError, sqlite3.Error) as full:
        raise BadInput(FULL) from full
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextlib.contextmanager
def _into_sqlite(beside: Path) -> Iterator[tuple[Callable[[bytes], object], Callable[[], None]]]:
    unzip = zlib.decompressobj(GZIP)
    if connection.settings_dict["ENGINE"] != PLAIN_SQLITE:
        held = bytearray()
        yield lambda data: held.extend(unzip.decompress(data)), lambda: _copy_sealed(bytes(held))
        return
    path = beside / "tilts.sqlite3"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:

        def finish() -> None:
            file.flush()
            os.fsync(file.fileno())
            connection.close()
            os.replace(path, connection.settings_dict["NAME"])

        yield lambda data: file.write(unzip.decompress(data)), finish


def _copy_sealed(whole: bytes) -> None:
    """Into a database that is itself sealed: the plain one is only ever held in memory."""
    plain = sqlite3.connect(":memory:")
    plain.deserialize(whole)
    try:
        connection.ensure_connection()
        copy_rows(plain, connection.connection)
    except BaseException:
        connection.close()
        there = Path(str(connection.settings_dict["NAME"]))
        for suffix in ("", "-wal", "-shm"):
            there.with_name(f"{there.name}{suffix}").unlink(missing_ok=True)
        raise
    finally:
        plain.close()


@contextlib.contextmanager
def _into_postgres() -> Iterator[tuple[Callable[[bytes], object], Callable[[], None]]]:
    where, environment = at(connection.settings_dict)
    words = ["--single-transaction", "--exit-on-error", "--no-owner"]
    command = [program("pg_restore"), *words, *where]
    # its end of the pipe is closed only when all is proved: until then nothing is committed
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as restoring:

        def finish() -> None:
            said = restoring.communicate()[1].decode(errors="replace")
            if restoring.returncode:
                raise BadInput(_refusal(said))

        def write(data: bytes) -> None:
            try:
                restoring.stdin.write(data)  # type: ignore[union-attr]
            except BrokenPipeError:
                finish()

        try:
            yield write, finish
        finally:
            if restoring.poll() is None:
                restoring.kill()
                with contextlib.suppress(OSError):
                    restoring.stdin.close()  # type: ignore[union-attr]


def _refusal(said: str) -> str:
    """What to do about it; what pg_restore said may name a row."""
    if "role" in said and "does not exist" in said:
        return "tilts: this server lacks database roles of the backup: make them first (docs/operations.md)."
    if "unsupported version" in said:
        return "tilts: pg_restore here is older than what made the backup: install a newer one. Nothing was changed."
    return "tilts: PostgreSQL would not take the backup; the transaction was taken back. Nothing was changed."


def _proved(manifest: dict[str, Any]) -> list[Compared]:
    """Rows as they came; then tables as this version needs them, the keys, the trace and every report."""
    compared = [compare_parts(manifest), proofs.compare_rows(manifest)]
    call_command("migrate", verbosity=0)
    compared += [_keys_fit(), proofs.compare_trace(manifest), proofs.compare_figures(manifest)]
    with transaction.atomic(), acting(JOB):
        write_entry(JOB, "backup.restored")
    return compared


def compare_parts(manifest: dict[str, Any]) -> Compared:
    """Hashes were compared on the way; the documents are where they belong."""
    names = [name for name in manifest["parts"] if name.startswith(f"{FILES}/")]
    there = sum((settings.HOME / name).is_file() for name in names)
    return Compared(f"parts: {len(manifest['parts'])} hashes equal, {there} of {len(names)} files", there == len(names))


def _keys_fit() -> Compared:
    try:
        with transaction.atomic(), acting(JOB):
            check_marks()
    except KeysMissing:
        return Compared("keys: not those that sealed what is here", False)
    return Compared("keys: those that sealed what is here", True)
