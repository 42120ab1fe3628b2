"""A whole installation in a data folder and a database of its own, for tests that look at it from outside."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlparse, urlunparse

import psycopg
from psycopg import sql


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """The address of a database of our own in the server of this run; empty words: the embedded database."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"tilts_own_{token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunparse(urlparse(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def environment(home: Path, database: str = "", **more: str) -> dict[str, str]:
    """What a process of this installation sees: nothing of the settings under test."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TILTS_", "DJANGO_", "DATABASE_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "tilts.config.settings", "TILTS_HOME": str(home)}
    return env | ({"DATABASE_URL": database} if database else {}) | more


def python(home: Path, *words: str, database: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in this installation to its end."""
    env = environment(home, database, **more)
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=False)


def tilts(home: Path, *words: str, database: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in this installation to its end."""
    return python(home, "-m", "tilts.config.cli", *words, database=database, **more)


def contents(home: Path) -> dict[str, bytes]:
    """Every file of a data folder."""
    return {str(file.relative_to(home)): file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file()}


def everything_in(database: str) -> bytes:
    """Every row of every table of a PostgreSQL database, as text."""
    found = b""
    with psycopg.connect(database) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as rows:
                found += b"".join(bytes(part) for part in rows)
    return found
