"""Databases of our own in the PostgreSQL of this run: the owner makes them, three roles know their addresses."""

import contextlib
import os
from collections.abc import Iterator
from secrets import token_hex
from urllib.parse import urlparse, urlunparse

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

SERVER = os.environ.get("DATABASE_URL", "").startswith("postgres")
ROLES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")
KEPT = {"DATABASE_BACKUP_URL": "TILTS_TEST_BACKUP_URL"}
"""What the settings under test must not see is kept under another name."""


def addresses(name: str) -> dict[str, str]:
    """A database's address for each role, as the settings call them; the embedded database has none."""
    if not SERVER:
        return {}
    found = {role: os.environ[KEPT.get(role, role)] for role in ROLES}
    return {role: urlunparse(urlparse(address)._replace(path=f"/{name}")) for role, address in found.items()}


def _as_owner(statement: str, name: str) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def owner_of_tables() -> psycopg.Connection:
    """A connection of the owner to the PostgreSQL database under test: what the application may not do there."""
    owner, here = settings.DATABASE_OWNER, connection.settings_dict
    where = {"host": here["HOST"], "port": here["PORT"], "dbname": here["NAME"]}
    return psycopg.connect(**where, user=owner["USER"], password=owner["PASSWORD"], autocommit=True)


def make(name: str) -> None:
    """An empty database."""
    _as_owner("CREATE DATABASE {}", name)


def drop(name: str) -> None:
    """Take it away, whoever is in it."""
    _as_owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextlib.contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """The addresses of a database for one test; of none where the embedded one serves."""
    name = f"tilts_own_{token_hex(4)}"
    if SERVER:
        make(name)
    try:
        yield addresses(name)
    finally:
        if SERVER:
            drop(name)
