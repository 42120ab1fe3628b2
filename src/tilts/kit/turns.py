"""Taking turns: one at a time among all threads and processes of a machine, on the lock of a file.

Whoever waits sleeps in the kernel and is woken when the turn comes; a process that is killed gives its turn back.
"""

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path


class TookTooLong(Exception):
    """Others did not end within the time that was given."""


class Turns:
    """One who takes turns with everybody that names the same file; a thread and a connection has its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.has_it = False
        self._file: int | None = None

    def take(self, seconds: float | None = None) -> None:
        """Wait for the turn; `TookTooLong` after so many seconds (None: wait on)."""
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait(self._file, seconds)
        self.has_it = True

    def _wait(self, file: int, seconds: float | None) -> None:
        """The lock knows no limit of time: a thread waits for it, and we wait for that."""
        turn: Future[None] = Future()

        def wait() -> None:
            fcntl.flock(file, fcntl.LOCK_EX)
            if turn.set_running_or_notify_cancel():
                turn.set_result(None)
            else:
                os.close(file)  # nobody waits any more; this lets the next one in

        threading.Thread(target=wait, daemon=True).start()
        try:
            turn.result(seconds)
        except BaseException as ended:
            if turn.cancel():
                self._file = None
            if not isinstance(ended, TimeoutError):
                raise
            if turn.cancelled():
                raise TookTooLong from None

    def give_back(self) -> None:
        """Let the next one in."""
        if self._file is not None and self.has_it:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self.has_it = False

    def close(self) -> None:
        """Give the turn back and let go of the file."""
        self.has_it = False
        if self._file is not None:
            os.close(self._file)
            self._file = None


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """What stands under this is done by one thread of the machine at a time."""
    turns = Turns(path)
    try:
        turns.take()
        yield
    finally:
        turns.close()
