"""What the tests of documents share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cast import a_case
from tests.documents.scanner import clamd


@pytest.fixture(scope="session")
def scanner_address() -> Iterator[str]:
    """A real scanner, once for the run."""
    with clamd() as address:
        yield address


@pytest.fixture
def scanner(scanner_address: str, settings) -> str:
    """The scanner is there."""
    settings.CLAMD = scanner_address
    return scanner_address


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, settings) -> Path:
    """The folder of the sealed files, of this test alone; no scanner unless asked for."""
    settings.FILES = tmp_path / "files"
    settings.CLAMD = ""
    return settings.FILES


@pytest.fixture
def case(cast):
    """A case of the worker."""
    return a_case(cast.worker)[0]
