"""The cache in the database, with words instead of objects: what a row holds is read as JSON and can never be run."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, models, router, transaction
from django.utils import timezone

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class JsonCache(DatabaseCache):
    """Django's cache in a table; its values are JSON, and what is no JSON was never put there by us."""

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """The values under these keys that have not run out; a row that is no JSON is as if it were not there."""
        named = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not named:
            return {}
        connection = connections[router.db_for_read(self.cache_model_class)]
        places = ", ".join(["%s"] * len(named))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT cache_key, value FROM {self._quoted(connection)} "  # noqa: S608 - the table of the settings
                f"WHERE cache_key IN ({places}) AND expires >= %s",
                [*named, _stored(connection, timezone.now().replace(microsecond=0))],
            )
            rows = cursor.fetchall()
        return {named[key]: value[0] for key, text in rows if (value := _read(text)) is not None}

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """One statement, so that of two who add at once one alone is told that it did."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table, now = self._quoted(connection), timezone.now().replace(microsecond=0)
        until = self.get_backend_timeout(timeout)
        ends = FOR_EVER if until is None else datetime.fromtimestamp(int(until), tz=UTC)
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                if mode == "touch":
                    cursor.execute(
                        f"UPDATE {table} SET expires = %s WHERE cache_key = %s",  # noqa: S608 - the same
                        [_stored(connection, ends), key],
                    )
                    return bool(cursor.rowcount)
                self._make_room(connection, cursor, now)
                only = [_stored(connection, now)] if mode == "add" else []
                cursor.execute(
                    f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608 - the same
                    "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
                    + (f" WHERE {table}.expires < %s" if only else ""),
                    [key, json.dumps(value), _stored(connection, ends), *only],
                )
                return bool(cursor.rowcount)
        except DatabaseError:
            return False

    def _make_room(self, connection: Any, cursor: Any, now: datetime) -> None:
        """Too many rows: those that have run out go, then others."""
        cursor.execute(f"SELECT COUNT(*) FROM {self._quoted(connection)}")  # noqa: S608 - the same
        held = cursor.fetchone()[0]
        if held > self._max_entries:
            self._cull(connection.alias, cursor, now, held)  # type: ignore[attr-defined]

    def _quoted(self, connection: Any) -> str:
        return str(connection.ops.quote_name(self._table))  # type: ignore[attr-defined]


def _read(text: str) -> list[Any] | None:
    """What a row holds, in a list: a value may be nothing. `None` where it is no JSON."""
    try:
        return [json.loads(text)]
    except ValueError:
        return None


def _stored(connection: Any, moment: datetime) -> Any:
    """A moment as the column holds it."""
    field = models.DateTimeField()
    return field.get_db_prep_value(moment, connection, prepared=True)
