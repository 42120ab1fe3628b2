"""An office with the demonstration in it, an identity, and empty places to restore into."""

import os
import shutil
from pathlib import Path

import pyrage
import pytest
from tests.backup.places import Place


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A place with the demonstration and three documents."""
    place = Place(tmp_path_factory.mktemp("office") / "home").make()
    built = place.tilts("demo", "--no-serve")
    assert built.returncode == 0, built.stderr
    for number in range(3):
        path = place.home / "files" / f"{number:02x}" / f"document-{number}"
        path.parent.mkdir(parents=True)
        path.write_bytes(os.urandom(20_000))
    yield place
    place.drop()


@pytest.fixture(scope="session")
def identity(tmp_path_factory):
    """A new identity: its file, and the public key."""
    path = tmp_path_factory.mktemp("identity") / "identity.txt"
    made = pyrage.x25519.Identity.generate()
    path.write_text(f"# remarks are left aside\n{made}\n")
    return path, str(made.to_public())


@pytest.fixture(scope="session")
def backup(office, identity, tmp_path_factory):
    """One backup of the office."""
    path = tmp_path_factory.mktemp("backup") / "tilts.age"
    made = office.tilts("backup", "--to", path, TILTS_BACKUP_RECIPIENT=identity[1])
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture
def empty(tmp_path):
    """Makes empty places."""
    made = []

    def another() -> Place:
        place = Place(tmp_path / f"empty-{len(made)}").make()
        made.append(place)
        return place

    yield another
    for place in made:
        place.drop()
        shutil.rmtree(place.home, ignore_errors=True)


@pytest.fixture(scope="session")
def scripts():
    """Where the scripts lie that run in places."""
    return Path(__file__).parent
