"""Django's SQLite backend with two things more: a reader that cannot write, and a queue of those who write.

Switching `PRAGMA query_only` makes SQLite compile every statement anew, so what only reads has a second connection to
the same file, opened read-only: it keeps its compiled statements, and SQLite itself refuses to write. Whoever writes
takes turns on a lock beside the file; SQLite alone would have them sleep, try again, and sleep longer.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from tilts.kit.turns import TookTooLong, Turns

QUEUE_SECONDS = 20.0
"""How long a writer waits for those before it, as SQLite does (`busy_timeout`)."""
CACHE_KIB = 16_384
"""Of the file a connection keeps at most so much in memory. One question about some hundred folders reads more than the
2 MiB that SQLite keeps of itself, and then reads the same pages again and again."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that writes in its turn, and a second one beside it that only reads."""

    init_commands: list[str]
    transaction_mode: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reader: Any = None
        self._turns: Turns | None = None
        self._opened: tuple[int, int] | None = None

    def connect(self) -> None:
        """Connect, and remember which file that was."""
        super().connect()
        _keep_pages(self.connection)
        self._opened = self._file()

    def _file(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def close_if_unusable_or_obsolete(self) -> None:
        """Between two requests: a connection that is kept does not go on with a file that was replaced."""
        if self.connection is not None and not self.in_atomic_block and self._file() != self._opened:
            self.close()
        super().close_if_unusable_or_obsolete()

    # Reading

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One snapshot in which a write raises `OperationalError`. Within a transaction: what that one sees."""
        if self.in_atomic_block or self.is_in_memory_db():
            with self._forbidden_to_write():
                yield
            return
        with self._on_reader(), transaction.atomic(using=self.alias):
            yield

    @contextmanager
    def _forbidden_to_write(self) -> Iterator[None]:
        with transaction.atomic(using=self.alias), self.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
            try:
                yield
            finally:
                # straight to the driver: after a refused write Django lets no more queries through
                self.connection.execute("PRAGMA query_only = OFF")

    @contextmanager
    def _on_reader(self) -> Iterator[None]:
        self.ensure_connection()
        if self._reader is None:
            self._reader = self._new_reader()
        writer, mode, reader = self.connection, self.transaction_mode, self._reader
        self.connection, self.transaction_mode = reader, None
        try:
            yield
        finally:
            self.transaction_mode = mode
            if self.connection is reader:
                self.connection = writer
            else:  # closed on the way: the other one goes too, and both are opened anew
                writer.close()

    def _new_reader(self) -> Any:
        """A read-only connection; the first one has seen to the file already."""
        params = self.get_connection_params()
        self.init_commands = []
        address = f"file:{quote(str(self.settings_dict['NAME']))}?mode=ro"
        with self.wrap_database_errors:
            reader = self.get_new_connection(params | {"database": address, "uri": True})
        reader.isolation_level = None
        _keep_pages(reader)
        return reader

    # Writing

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode is None or self.is_in_memory_db():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn_back()
            raise

    def _take_turn(self) -> None:
        if self._turns is None:
            name = Path(str(self.settings_dict["NAME"]))
            self._turns = Turns(name.with_name(f"{name.name}-queue"))
        try:
            self._turns.take(QUEUE_SECONDS)
        except TookTooLong as late:
            raise OperationalError("database is locked") from late

    def _give_turn_back(self) -> None:
        if self._turns is not None:
            self._turns.give_back()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        """The reader first: the last one to close takes the log in, and a reader may not."""
        reader, self._reader = self._reader, None
        turns, self._turns = self._turns, None
        try:
            if reader is not None and reader is not self.connection:
                reader.close()
            super()._close()  # type: ignore[misc]
        finally:
            if turns is not None:
                turns.close()


def _keep_pages(connection: Any) -> None:
    connection.execute(f"PRAGMA cache_size = {-CACHE_KIB}")
