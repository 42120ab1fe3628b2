"""One moment of the database, held still while others go on writing; nothing of it is written to the disk.

SQLite: copied into memory by its online backup (with SQLCipher: row by row in one read transaction). PostgreSQL: a
repeatable-read transaction whose snapshot `pg_dump` shares. While the snapshot is open it *is* Django's database, so
that rows are counted and reports computed in exactly what is packed.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from tilts.access.actor import acting
from tilts.access.reach import Reach
from tilts.backup.container import PIECE
from tilts.kit.cli import BadInput

JOB = Reach(purpose="job")
GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Snapshot:
    """An open snapshot: which engine, and the database as a stream."""

    engine: str
    pieces: Iterator[bytes]


def connection_to(database: dict[str, Any]) -> BaseDatabaseWrapper:
    """A connection of our own to this database."""
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: dict(database)})[DEFAULT_DB_ALIAS]
    wrapper: BaseDatabaseWrapper = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, DEFAULT_DB_ALIAS)
    return wrapper


@contextlib.contextmanager
def standing_in(wrapper: BaseDatabaseWrapper) -> Iterator[None]:
    """This connection is Django's database for a while, in this thread."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = wrapper
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        if wrapper.connection is not None:
            wrapper.connection.close()


@contextlib.contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one moment of the database."""
    taken = _of_postgres() if connection.vendor == "postgresql" else _of_sqlite()
    with taken as held:
        yield held


@contextlib.contextmanager
def _of_sqlite() -> Iterator[Snapshot]:
    source = connection.copy()
    plain = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    copy = connection_to(plain)
    source.ensure_connection()
    copy.ensure_connection()
    try:
        if isinstance(source.connection, sqlite3.Connection):
            source.connection.backup(copy.connection)
        else:
            copy_rows(source.connection, copy.connection)
    finally:
        source.close()
    with standing_in(copy):
        yield Snapshot("sqlite", _packed(copy.connection))


def _packed(database: Any) -> Iterator[bytes]:
    """The database file as it would lie on the disk, zipped."""
    whole = memoryview(database.serialize())
    zipper = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    held = bytearray()
    for start in range(0, len(whole), PIECE):
        held += zipper.compress(whole[start : start + PIECE])
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held + zipper.flush())


def copy_rows(source: Any, target: Any) -> None:
    """Copy a database table by table, between a sealed (SQLCipher) and a plain one, in one read transaction."""
    reading = source.cursor()
    reading.execute("BEGIN")
    try:
        found = reading.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        tables = [(name, sql) for kind, name, sql in found if kind == "table" and name != "sqlite_sequence"]
        writing = target.cursor()
        writing.execute("PRAGMA foreign_keys = OFF")
        writing.execute("BEGIN")
        for name, sql in tables:
            writing.execute(sql)
            _copy_table(reading, writing, name)
        if any(name == "sqlite_sequence" for _kind, name, _sql in found):
            writing.execute("DELETE FROM sqlite_sequence")
            _copy_table(reading, writing, "sqlite_sequence")
        for kind, _name, sql in found:
            if kind != "table":
                writing.execute(sql)
        writing.execute("COMMIT")
    finally:
        reading.execute("ROLLBACK")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _copy_table(reading: Any, writing: Any, name: str) -> None:
    quoted = _quoted(name)
    columns = [_quoted(column[1]) for column in reading.execute(f"PRAGMA table_info({quoted})").fetchall()]
    # with a plus before it a column has no declared type, so that values come as they lie, not as dates and times
    rows = reading.execute(f"SELECT {', '.join('+' + column for column in columns)} FROM {quoted}")
    places = ", ".join("?" * len(columns))
    while some := rows.fetchmany(1000):
        writing.executemany(f"INSERT INTO {quoted} VALUES ({places})", some)


def program(name: str) -> str:
    """One of PostgreSQL's own programs; the newest where several are installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda one: float(one.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if not found:
        raise BadInput(f"tilts: {name} is not installed here (Debian: postgresql-client). Nothing was changed.")
    return found


def at(database: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Arguments and environment that lead PostgreSQL's programs to a database; the password in neither list."""
    words = [f"--dbname={database['NAME']}"]
    for option, key in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        words += [f"{option}={database[key]}"] if database.get(key) else []
    return [*words, "--no-password"], {**os.environ, "PGPASSWORD": str(database.get("PASSWORD", ""))}


@contextlib.contextmanager
def _of_postgres() -> Iterator[Snapshot]:
    given = settings.DATABASE_BACKUP or dict(connection.settings_dict)
    with standing_in(connection_to(given)), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]
        with acting(JOB):
            yield Snapshot("postgresql", _dumped(given, name))


def _dumped(database: dict[str, Any], name: str) -> Iterator[bytes]:
    where, environment = at(database)
    command = [program("pg_dump"), "--format=custom", "--no-owner", f"--snapshot={name}", *where]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as dump:
        try:
            yield from _in_pieces(dump.stdout)
        except BaseException:
            dump.kill()
            raise
        said = dump.stderr.read().decode(errors="replace") if dump.stderr else ""
    if dump.returncode:
        raise BadInput(_refusal(said))


def _in_pieces(stream: Any) -> Iterable[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def _refusal(said: str) -> str:
    """What to do about it; what pg_dump said may name a row."""
    if "row-level security" in said or "row security" in said or "permission denied" in said:
        return (
            "tilts: this database account may not read everything: give the backup an account of its own "
            "(DATABASE_BACKUP_URL, docs/operations.md). No backup was made."
        )
    if "version mismatch" in said:
        return "tilts: pg_dump here is older than the server: install the server's version. No backup was made."
    return "tilts: pg_dump could not read the database to its end. No backup was made."
