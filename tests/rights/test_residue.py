"""T13: not one byte of an erased person is left in the files of the installation, its logs or its next backup."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.db import connection
from tests.postgres import binaries
from tests.rights.test_erasure import erased
from tests.rights.world import TOKENS, a_file, closed_long_ago

ROOT = Path(__file__).resolve().parents[2]


def forms(token: str) -> list[bytes]:
    """A token as it may lie about: as typed, folded, wide."""
    return [word.encode(code) for word in (token, token.casefold(), token.upper()) for code in ("utf-8", "utf-16-le")]


def found_in(content: bytes) -> set[str]:
    return {token for token in TOKENS if any(form in content for form in forms(token))}


def run(home: Path, *words: str) -> tuple[dict, bytes]:
    """The world built (and erased) by a process of its own; what it told, and its log."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("TILTS_", "DATABASE_"))}
    env |= {
        "TILTS_TEST_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.rights.residue", *words], cwd=ROOT, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1]), done.stdout + done.stderr


def everything(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


@pytest.mark.long
def test_not_one_byte_is_left_in_the_files_the_log_and_the_next_backup(tmp_path):
    told, log = run(tmp_path, "erase")
    assert told == {"same": True, "acts": 1}
    assert list(tmp_path.glob("*.sqlite3"))
    assert found_in(everything(tmp_path)) == set()
    assert found_in(log) == set()
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy, sqlite3.connect(tmp_path / "tilts.sqlite3") as kept:
        kept.backup(copy)
        assert found_in("\n".join(copy.iterdump()).encode()) == set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a dump of PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_not_one_word_is_left_in_a_dump_of_postgresql(cast):
    file = a_file(cast, child=False)
    closed_long_ago(cast, file)
    erased(cast, file)
    where = connection.settings_dict
    reader = urlparse(os.environ["TILTS_TEST_BACKUP_URL"])
    dump = subprocess.run(
        [
            str(binaries() / "pg_dump"),
            "-h",
            where["HOST"],
            "-p",
            str(where["PORT"]),
            "-U",
            str(reader.username),
            where["NAME"],
        ],
        env={"PGPASSWORD": str(reader.password), "PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
    )
    assert b"rights_erasureproof" in dump.stdout
    assert found_in(dump.stdout) == set()


@pytest.mark.long
def test_before_the_erasure_the_search_finds_what_is_not_sealed(tmp_path):
    """So that the test above cannot pass for a wrong reason: the same search finds a planted word."""
    run(tmp_path)
    (tmp_path / "stray.log").write_text("Wxkvaccount")
    assert "Wxkvaccount" in found_in(everything(tmp_path))
