"""The keys of this installation: read once, made where nothing is sealed yet, never made twice."""

import functools
from pathlib import Path

from django.conf import settings

from tilts.kit.crypto import KeyRing, KeysMissing, read_ring, write_ring


def keys_path() -> Path:
    """Where the keys lie (`TILTS_KEYS`)."""
    return Path(settings.KEYS)


@functools.cache
def ring() -> KeyRing:
    """The keys in use; `KeysMissing` where there are none."""
    return read_ring(keys_path())


def make_ring_if_new(*, sealed_before: bool) -> None:
    """First start: make keys. `KeysMissing` where something was sealed with keys that are gone."""
    if keys_path().exists():
        ring()
        return
    if sealed_before:
        raise KeysMissing("the keys are gone")
    keys_path().parent.mkdir(parents=True, exist_ok=True)
    write_ring(KeyRing.new(), keys_path())
    ring.cache_clear()


def change_ring(new: KeyRing) -> None:
    """Put a changed ring in place."""
    write_ring(new, keys_path())
    ring.cache_clear()
