"""A database that is encrypted as a whole is backed up, and restored, as any other."""

import sqlite3

import pytest
from tests.backup.places import ENGINE, Place

CIPHER = {"TILTS_SQLCIPHER": "1"}


@pytest.mark.long
@pytest.mark.skipif(ENGINE != "sqlite", reason="of the embedded database only")
def test_an_encrypted_office_comes_back_encrypted_and_with_the_same_figures(tmp_path, identity):
    office = Place(tmp_path / "office").make()
    built = office.tilts("demo", "--no-serve", **CIPHER)
    assert built.returncode == 0, built.stderr
    made = office.tilts("backup", "--to", tmp_path / "tilts.age", TILTS_BACKUP_RECIPIENT=identity[1], **CIPHER)
    assert made.returncode == 0, made.stderr
    empty = Place(tmp_path / "empty").make()
    done = empty.tilts("restore", tmp_path / "tilts.age", "--identity", identity[0], **CIPHER)
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(empty.home / "tilts.sqlite3").execute("SELECT * FROM access_organisation").fetchall()
    figures = [place.tilts("figures", **CIPHER) for place in (office, empty)]
    assert figures[0].returncode == figures[1].returncode == 0 and figures[0].stdout == figures[1].stdout != ""
