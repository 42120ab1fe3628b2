"""What a stolen file says: nothing. What a lost key does: it is noticed before anything is changed."""

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from tests.access.machine import contents, everything_in, python, tilts
from tests.databases import own_database

from tilts.kit.crypto import KeyRing, write_ring
from tilts.kit.text import fold

EMBEDDED = not os.environ.get("DATABASE_URL", "").startswith("postgres")
OF_PART_ONE = "0002_say_where_a_grant_holds"
"""A migration of `access` that only the first version had."""
embedded_only = pytest.mark.skipif(not EMBEDDED, reason="of the embedded database only")
pytestmark = pytest.mark.long


class Written:
    """An installation with a word of its own in every text."""

    def __init__(self, home: Path, database: dict[str, str], **more: str) -> None:
        home.mkdir()
        self.home, self.database = home, database
        done = python(home, "-m", "tests.access.world", database=database, **more)
        assert done.returncode == 0, done.stderr
        words = json.loads(done.stdout)
        self.open_word = words.pop("office, which is no secret")
        self.words = words
        self.lying = contents(home) | {"printed": done.stderr.encode()}
        if database:
            self.lying["database"] = everything_in(database)
            dump = subprocess.run(
                ["pg_dump", "--inserts", database["DATABASE_BACKUP_URL"]], capture_output=True, check=False
            )
            self.lying["dump"] = dump.stdout or self.lying["database"]
        # a start and an end in good order: from here on a command that changes nothing changes no byte
        assert tilts(home, "keys", "list", database=database, **more).returncode == 0

    def readable(self) -> list[str]:
        """Words that can be read in some file, as they are, folded, or in UTF-16."""
        found = []
        for file, data in self.lying.items():
            small = data.lower()
            for what, text in self.words.items():
                spelled = (text.lower().encode(), fold(text).encode(), text.lower().encode("utf-16-le"))
                found += [f"{what} in {file}" for one in spelled if one in small]
        return found

    def copy(self, to: Path) -> Path:
        """The data folder once more, to be spoiled."""
        shutil.copytree(self.home, to)
        return to


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The installation, on the database of this run."""
    with own_database() as database:
        yield Written(tmp_path_factory.mktemp("rest") / "office", database)


def test_no_word_of_a_case_lies_readable_anywhere(written):
    assert len(written.words) > 18
    assert written.readable() == []


def test_the_search_for_words_finds_what_is_no_secret(written):
    """The test above would notice: what lies plain is found in the same files."""
    found = {file for file, data in written.lying.items() if written.open_word.encode() in data}
    assert found & {"tilts.sqlite3", "tilts.sqlite3-wal", "database"}
    assert ("tilts.sqlite3-wal" in written.lying) == EMBEDDED and "log.txt" in written.lying
    if not EMBEDDED:
        assert b"INSERT INTO" in written.lying["dump"] and written.open_word.encode() in written.lying["dump"]


def spoil(home: Path, how: str) -> None:
    keys = home / "keys.json"
    if how == "lost":
        keys.unlink()
    elif how == "foreign":
        write_ring(KeyRing.new(), keys)
    elif how == "cut off":
        keys.write_text(keys.read_text()[:40])
    else:
        keys.write_bytes(b"\xff\xfe\x00rubbish")


# all four begin with the same `prepare`: each way of spoiling with one of them, each of them in one way
WITHOUT_KEYS = [
    pytest.param(how, command, marks=[] if how == "lost" or command == "serve" else [pytest.mark.lengthy])
    for how in ("lost", "foreign", "cut off", "garbled")
    for command in ("serve", "demo", "import", "keys")
]


@pytest.mark.parametrize(("how", "command"), WITHOUT_KEYS)
def test_without_its_keys_nothing_starts_and_nothing_is_changed(written, tmp_path, how, command):
    home = written.copy(tmp_path / "spoilt")
    (home / "home.kind").write_text("demo" if command == "demo" else "office")
    spoil(home, how)
    before = contents(home), everything_in(written.database) if written.database else b""
    words = {"import": ("import", "persons", "none.csv"), "keys": ("keys", "rotate")}.get(command, (command,))
    done = tilts(home, *words, database=written.database)
    lines = done.stderr.strip().splitlines()
    assert (done.returncode, done.stdout, len(lines)) == (2, "", 1), done.stderr
    assert "keys" in lines[0] and "Nothing was changed." in lines[0]
    assert (contents(home), everything_in(written.database) if written.database else b"") == before


def test_a_place_for_the_keys_outside_the_data_folder_is_used(tmp_path):
    keys = tmp_path / "safe" / "keys.json"
    made = tilts(tmp_path / "office", "keys", "list", TILTS_KEYS=str(keys))
    assert made.returncode == 0 and keys.exists() and keys.stat().st_mode & 0o777 == 0o600
    assert not list((tmp_path / "office").glob("keys*"))


def of_another_version(written: Written) -> None:
    """Tell the database that a migration of part 1 was applied to it."""
    sql = f"INSERT INTO django_migrations (app, name, applied) VALUES ('access', '{OF_PART_ONE}', '2026-01-01')"
    if written.database:
        with psycopg.connect(written.database["DATABASE_OWNER_URL"]) as server:
            server.execute(sql)
    else:
        with closing(sqlite3.connect(written.home / "tilts.sqlite3")) as file, file:
            file.execute(sql)


class Elsewhere(Written):
    """The same folder in another place."""

    def __init__(self, written: Written, home: Path) -> None:
        self.home, self.database, self.words = written.copy(home), written.database, written.words


@pytest.mark.lengthy
def test_a_folder_of_part_one_is_refused_and_a_demonstration_is_built_anew(written, tmp_path):
    """The last test of this module: it changes the database."""
    old = Elsewhere(written, tmp_path / "old")
    of_another_version(old)
    (old.home / "keys.json").unlink()
    for kind, command in (("office", "serve"), ("demo", "serve"), ("office", "import")):
        (old.home / "home.kind").write_text(kind)
        before = contents(old.home)
        words = ("persons", "none.csv") if command == "import" else ()
        done = tilts(old.home, command, *words, database=old.database)
        assert (done.returncode, done.stdout, len(done.stderr.strip().splitlines())) == (2, "", 1), done.stderr
        assert "by a version of Tilts" in done.stderr and contents(old.home) == before
    (old.home / "home.kind").write_text("demo")
    built = tilts(old.home, "demo", "--no-serve", database=old.database)
    assert built.returncode == (0 if EMBEDDED else 2), built.stderr
    if EMBEDDED:
        assert tilts(old.home, "figures").returncode == 0
        with closing(sqlite3.connect(old.home / "tilts.sqlite3")) as file:
            names = {name for (name,) in file.execute("SELECT code FROM access_organisation")}
        assert "balvu-sd" in names and "balvi-sd" not in names


@embedded_only
def test_encrypted_as_a_whole_the_embedded_database_shows_not_even_names_of_offices(tmp_path):
    office = Written(tmp_path / "office", "", TILTS_SQLCIPHER="1")
    office.words["the office"] = office.open_word
    assert {"tilts.sqlite3", "tilts.sqlite3-wal", "tilts.sqlite3-shm"} <= set(office.lying)
    assert office.readable() == []
    assert (
        not office.lying["tilts.sqlite3"].startswith(b"SQLite") and b"CREATE TABLE" not in office.lying["tilts.sqlite3"]
    )
    refuses(office.home, "is encrypted: set TILTS_SQLCIPHER=1", "serve")
    refuses(office.home, "is encrypted: set TILTS_SQLCIPHER=1", "measures")
    for how, sentence in (("foreign", "its key is another one"), ("lost", "put the file back")):
        spoilt = office.copy(tmp_path / how)
        spoil(spoilt, how)
        for command in ("serve", "figures", "keys"):
            words = (command, "list") if command == "keys" else (command,)
            refuses(spoilt, sentence, *words, TILTS_SQLCIPHER="1")
    assert tilts(office.home, "keys", "rotate", TILTS_SQLCIPHER="1").returncode == 0
    assert tilts(office.home, "measures", TILTS_SQLCIPHER="1").returncode == 0


def refuses(home: Path, sentence: str, *words: str, **more: str) -> None:
    """One sentence, exit 2, not a byte changed."""
    before = contents(home)
    done = tilts(home, *words, **more)
    lines = done.stderr.strip().splitlines()
    assert (done.returncode, done.stdout, len(lines)) == (2, "", 1), done.stderr
    assert sentence in lines[0]
    assert contents(home) == before


@embedded_only
def test_a_plain_database_is_not_taken_for_an_encrypted_one(tmp_path):
    home = tmp_path / "plain"
    assert tilts(home, "keys", "list").returncode == 0
    refuses(home, "is not encrypted", "serve", TILTS_SQLCIPHER="1")
    refuses(
        home,
        "TILTS_SQLCIPHER is for the embedded database",
        "serve",
        TILTS_SQLCIPHER="1",
        DATABASE_URL="postgresql://x/y",
    )
