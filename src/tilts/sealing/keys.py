"""The keys of this installation: made where nothing is sealed yet, never made twice, read again when they changed."""

import contextlib
import os
import threading
import time
from pathlib import Path

from django.conf import settings

from tilts.kit.crypto import KeyRing, KeysMissing, read_ring, write_ring

NOTICED_WITHIN = 1.0
"""Seconds after which every running process seals with a new current key."""


def keys_path() -> Path:
    """Where the keys lie (`TILTS_KEYS`)."""
    return Path(settings.KEYS)


def _stamp() -> tuple[int, int, int] | None:
    try:
        found = os.stat(keys_path())
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class _Keys:
    """The ring of the file, kept; the file is looked at again now and then, and when a key is not known."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.cache_clear()

    def cache_clear(self) -> None:
        """Forget what was read."""
        self._known: dict[str, bytes] = {}
        self.read_again()

    def read_again(self) -> None:
        """Read the file before the next use. What a retired key sealed and was loaded before can still be opened."""
        self._ring: KeyRing | None = None
        self._read: tuple[int, int, int] | None = None
        self._looked = 0.0

    def __call__(self) -> KeyRing:
        """The keys in use; `KeysMissing` where there are none."""
        kept = self._ring
        if kept is not None and time.monotonic() - self._looked < NOTICED_WITHIN:
            return kept
        return self._look()

    def _look(self) -> KeyRing:
        """The ring as its file is now. A file that is gone while we run changes nothing until the next start."""
        with self._lock:
            stamp = _stamp()
            if self._ring is None or (stamp is not None and stamp != self._read):
                told = read_ring(keys_path())
                self._ring = KeyRing(told.keys, told.current, told.search, told.trace, self._elsewhere)
                self._known.update(told.keys)
                self._read = stamp
            self._looked = time.monotonic()
            return self._ring

    def _elsewhere(self, key_id: str) -> bytes | None:
        return self._look().keys.get(key_id) or self._known.get(key_id)


ring = _Keys()


def make_ring_if_new(*, sealed_before: bool) -> None:
    """First start: make keys. `KeysMissing` where something was sealed with keys that are gone."""
    if keys_path().exists():
        ring()
        return
    if sealed_before:
        raise KeysMissing("the file of keys is gone")
    keys_path().parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # another process was first: its keys hold
        write_ring(KeyRing.new(), keys_path(), first=True)
    ring.cache_clear()


def change_ring(new: KeyRing) -> None:
    """Put a changed ring in place."""
    write_ring(new, keys_path())
    ring.read_again()
