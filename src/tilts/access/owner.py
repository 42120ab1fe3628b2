"""The roles of PostgreSQL: the owner changes tables, the application serves; commands say that they are jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tilts.access.append_only import keep_append_only
from tilts.access.rows import Unsafe, prove, secure

LOGIN = ("USER", "PASSWORD")


@contextmanager
def _login(changed: dict[str, Any], purpose: str) -> Iterator[None]:
    """A connection of another role, with a purpose of its own."""
    kept = {name: connection.settings_dict.get(name) for name in (*LOGIN, "OPTIONS")}
    connection.close()
    connection.settings_dict.update(changed | {"OPTIONS": {"options": f"-c tilts.purpose={purpose}"}})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def as_owner() -> Any:
    """The default connection logs in as the owner of the tables."""
    owner: dict[str, Any] = settings.DATABASE_OWNER or {}
    return _login({name: owner[name] for name in LOGIN}, "migration")


def is_served_by_postgresql() -> bool:
    """Whether there are roles and policies at all."""
    return connection.vendor == "postgresql"


def make_tables() -> None:
    """Migrate; on PostgreSQL as the owner, who then writes the policies anew."""
    if not is_served_by_postgresql():
        _migrate()
        return
    if settings.DATABASE_OWNER is None:
        raise Unsafe("on PostgreSQL the tables belong to a role of their own: set DATABASE_OWNER_URL")
    application = connection.settings_dict["USER"]
    with as_owner():
        _migrate()
        with connection.cursor() as cursor:
            secure(cursor, application)
    prove()


def _migrate() -> None:
    call_command("migrate", verbosity=0)
    keep_append_only()
    call_command("createcachetable", verbosity=0)


@contextmanager
def as_job() -> Iterator[None]:
    """A command of whoever runs the machine: its connection says so, and the policies let it work."""
    options = str((connection.settings_dict.get("OPTIONS") or {}).get("options", ""))
    if not is_served_by_postgresql() or "tilts.purpose=job" in options:
        yield
        return
    with _login({}, "job"):
        yield
