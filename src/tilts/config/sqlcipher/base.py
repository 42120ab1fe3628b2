"""The embedded database on the driver of SQLCipher: the key is said first, before anything is read.

The driver is a copy of Python's `sqlite3` in every name; only the connection, its cursor and the converters of types
are its own.
"""

import datetime
import decimal
from collections.abc import Mapping
from itertools import tee
from typing import Any

from django.db.backends.sqlite3 import base as plain
from django.db.backends.sqlite3._functions import register
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2

from tilts.config.embedded import base as embedded
from tilts.sealing.keys import ring

for name, convert in (
    ("bool", b"1".__eq__),
    ("date", plain.decoder(parse_date)),
    ("time", plain.decoder(parse_time)),
    ("datetime", plain.decoder(parse_datetime)),
    ("timestamp", plain.decoder(parse_datetime)),
):
    dbapi2.register_converter(name, convert)
dbapi2.register_adapter(decimal.Decimal, str)
dbapi2.register_adapter(datetime.date, plain.adapt_date)
dbapi2.register_adapter(datetime.datetime, plain.adapt_datetime)


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """Takes `%s` and `%(name)s` where the driver wants `?` and `:name`."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if params is None:
            return super().execute(query)
        return super().execute(_spelled(query, params), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run one statement for each set of parameters."""
        peek, params = tee(iter(param_list))
        return super().executemany(_spelled(query, next(peek, None)), params)


def _spelled(query: str, params: Any) -> str:
    if isinstance(params, Mapping):
        return query % {name: f":{name}" for name in params}
    return plain.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(embedded.DatabaseWrapper):
    """A connection that says its key before anything else."""

    Database = dbapi2
    display_name = "SQLCipher"

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, say the key, and then do what Django does."""
        key = ring().database.hex()
        connection = dbapi2.connect(**conn_params)
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        register(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for command in filter(None, (one.strip() for one in self.init_commands)):
            connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that takes Django's placeholders."""
        return self.connection.cursor(factory=Cursor)
