"""Who is acting, told to PostgreSQL: the row-level policies read it.

Set inside the transaction and for that transaction only, so that a pooled connection carries nothing over. The
embedded database has no policies; there reach alone keeps people apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tilts.access.reach import Reach

JOB = Reach(purpose="job")
"""Whoever runs the machine."""
SETTINGS = ("tilts.user", "tilts.organisation", "tilts.role", "tilts.purpose")


def _told(reach: Reach) -> tuple[str, ...]:
    user = str(reach.user.pk) if reach.user else ""
    return user, str(reach.organisation.pk) if reach.organisation else "", reach.role, reach.purpose


def _tell(values: tuple[str, ...], *more: tuple[str, str]) -> None:
    said = [*more, *zip(SETTINGS, values, strict=True)]
    with connection.cursor() as cursor:
        calls = ", ".join("set_config(%s, %s, true)" for _one in said)
        cursor.execute(f"SELECT {calls}", [part for pair in said for part in pair])


@contextmanager
def acting(reach: Reach) -> Iterator[None]:
    """Let the database know who acts, until the block ends. Must stand inside a transaction."""
    if connection.vendor != "postgresql":
        yield
        return
    before = getattr(connection, "tilts_actor", None)
    now = _told(reach)
    if before == now:
        yield
        return
    _tell(now)
    connection.tilts_actor = now  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.tilts_actor = before  # type: ignore[attr-defined]
        if _listens():
            _tell(before or default_actor())


@contextmanager
def looking(reach: Reach) -> Iterator[None]:
    """Let the database know who acts, and that nothing will be written: a write raises until the transaction is undone.

    For a transaction, or a part of one, that is rolled back when the block has ended: that takes back what was said.
    """
    before = getattr(connection, "tilts_actor", None)
    now = _told(reach)
    _tell(now, ("transaction_read_only", "on"))
    connection.tilts_actor = now  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.tilts_actor = before  # type: ignore[attr-defined]


def _listens() -> bool:
    """Whether the transaction still takes words; one that failed takes none, and its end takes back who acted."""
    if connection.needs_rollback or not connection.in_atomic_block or connection.connection is None:
        return False
    return bool(connection.connection.info.transaction_status.name != "INERROR")


def default_actor() -> tuple[str, ...]:
    """What a connection without an actor is: nobody, or a command of whoever runs the machine."""
    return "", "", "", "job" if "tilts.purpose=job" in _options() else ""


def _options() -> str:
    return str(connection.settings_dict.get("OPTIONS", {}).get("options", ""))
