"""A whole installation in a data folder and a database of its own, for tests that look at it from outside."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

Addresses = dict[str, str]
Done = subprocess.CompletedProcess[str]


def environment(home: Path, database: Addresses | None = None, **more: str) -> dict[str, str]:
    """What a process of this installation sees: nothing of the settings under test."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TILTS_", "DJANGO_", "DATABASE_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "tilts.config.settings", "TILTS_HOME": str(home)}
    return env | (database or {}) | more


def python(home: Path, *words: str, database: Addresses | None = None, **more: str) -> Done:
    """Run Python in this installation to its end."""
    env = environment(home, database, **more)
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=False)


def tilts(home: Path, *words: str, database: Addresses | None = None, **more: str) -> Done:
    """Run the command in this installation to its end."""
    return python(home, "-m", "tilts.config.cli", *words, database=database, **more)


def contents(home: Path) -> dict[str, bytes]:
    """Every file of a data folder."""
    return {str(file.relative_to(home)): file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file()}


def everything_in(database: Addresses) -> bytes:
    """Every row of every table of a PostgreSQL database, as text."""
    found = b""
    with psycopg.connect(database["DATABASE_BACKUP_URL"]) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        for (name,) in names:
            with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as rows:
                found += b"".join(bytes(part) for part in rows)
    return found
