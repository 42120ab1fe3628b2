"""What tests of keys share."""

from collections.abc import Iterator

import pytest

from tilts.kit.crypto import KeyRing
from tilts.sealing.keys import keys_path, ring


@pytest.fixture
def keys_of_its_own() -> Iterator[KeyRing]:
    """Keys that this test may change; the others' are put back."""
    kept = keys_path().read_text()
    ring.cache_clear()
    yield ring()
    keys_path().write_text(kept)
    ring.cache_clear()
