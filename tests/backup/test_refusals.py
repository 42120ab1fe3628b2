"""What is refused, in one sentence and with nothing changed: damaged, cut, foreign, newer, full, misplaced."""

import contextlib
import io
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tarfile

import pyrage
import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from tests.backup.places import ENGINE, is_refused

from tilts.backup.container import DAMAGED, FORMAT, packing, walk
from tilts.backup.make import _staged
from tilts.backup.proofs import NEEDED
from tilts.backup.restore import identities, prove
from tilts.backup.snapshot import copy_rows
from tilts.kit.cli import BadInput

pytestmark = pytest.mark.long


def is_damaged(path, held):
    """Whether it is refused as damaged before anything could have been written."""
    with pytest.raises(BadInput) as refused:
        prove(path, held)
    return str(refused.value) in (DAMAGED, "tilts: this identity does not open this backup. Nothing was changed.")


@pytest.fixture(scope="session")
def held(identity):
    return identities(identity[0])


@pytest.fixture
def forged(tmp_path, identity):
    """Seals what one likes, as anybody can who knows the public key."""

    def forge(fill):
        path = tmp_path / "forged.age"
        with path.open("wb") as out, packing(out, [pyrage.x25519.Recipient.from_str(identity[1])], mtime=0) as packer:
            fill(packer)
        return path

    return forge


def test_the_backup_is_whole(backup, held):
    assert prove(backup, held)["tables"]


@pytest.mark.long
def test_one_changed_byte_at_any_of_200_places_is_refused(backup, held, tmp_path):
    whole, chance = backup.read_bytes(), random.Random(8)
    places = {*chance.sample(range(len(whole)), 180), *range(16), len(whole) - 1, len(whole) - 16, 100, 200}
    assert len(places) >= 200
    damaged = tmp_path / "damaged.age"
    for place in sorted(places):
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        damaged.write_bytes(changed)
        assert is_damaged(damaged, held), place


def test_a_cut_or_lengthened_backup_is_refused(backup, held, tmp_path):
    whole, chance = backup.read_bytes(), random.Random(9)
    damaged = tmp_path / "damaged.age"
    for length in (0, 1, 100, *chance.sample(range(len(whole)), 40), len(whole) - 1):
        damaged.write_bytes(whole[:length])
        assert is_damaged(damaged, held), length
    damaged.write_bytes(whole + b"x")
    assert is_damaged(damaged, held)


def test_a_damaged_backup_changes_nothing(backup, identity, empty, tmp_path):
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 2] ^= 1
    damaged, place = tmp_path / "damaged.age", empty()
    damaged.write_bytes(whole)
    assert is_refused(place.tilts("restore", damaged, "--identity", identity[0])) == DAMAGED
    assert place.left() == []
    assert place.tilts("restore", backup, "--identity", identity[0]).returncode == 0, "the place is still empty"


def test_another_identity_does_not_open_it(backup, empty, tmp_path):
    other, place = tmp_path / "other", empty()
    assert place.tilts("backup", "--new-identity", other).returncode == 0
    said = is_refused(place.tilts("restore", backup, "--identity", other))
    assert "does not open this backup" in said
    assert place.left() == []


@pytest.mark.parametrize("text", ["", "nothing of the kind\n", "AGE-SECRET-KEY-1WRONG\n"])
def test_what_is_no_identity_is_said_so(backup, tmp_path, text):
    path = tmp_path / "identity"
    path.write_text(text)
    with contextlib.suppress(BadInput):
        assert identities(path) == []


def test_a_place_that_is_not_empty_is_left_alone(backup, office, identity):
    before = office.left()
    said = is_refused(office.tilts("restore", backup, "--identity", identity[0]))
    assert "not empty" in said
    assert office.left() == before


def test_a_database_that_is_not_empty_is_left_alone(backup, office, identity, tmp_path):
    more = {"TILTS_HOME": str(tmp_path / "another")}
    if ENGINE == "sqlite":
        (tmp_path / "another").mkdir()
        (tmp_path / "another" / "tilts.sqlite3").write_bytes(b"SQLite format 3\0something")
    said = is_refused(office.tilts("restore", backup, "--identity", identity[0], **more))
    assert "restore into an empty one" in said


def test_other_keys_are_not_written_over(backup, empty, identity, tmp_path):
    keys, place = tmp_path / "keys.json", empty()
    keys.write_text("other keys")
    said = is_refused(place.tilts("restore", backup, "--identity", identity[0], TILTS_KEYS=str(keys)))
    assert "other keys" in said
    assert (place.left(), keys.read_text()) == ([], "other keys")


def test_a_newer_format_is_refused(forged, held, tmp_path, identity):
    path = tmp_path / "newer.age"
    text = json.dumps({"format": FORMAT + 1}).encode()
    sealed, plain = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        member = tarfile.TarInfo("format.json")
        member.size = len(text)
        tar.addfile(member, io.BytesIO(text))
    pyrage.encrypt_io(io.BytesIO(plain.getvalue()), sealed, [pyrage.x25519.Recipient.from_str(identity[1])])
    path.write_bytes(sealed.getvalue())
    with pytest.raises(BadInput, match="newer version"):
        prove(path, held)


def test_a_backup_of_a_newer_version_is_refused(forged, held):
    newer = {"version": "99", "migrations": ["cases.0999_of_tomorrow", *NEEDED]}
    path = forged(lambda packer: packer.finish(newer))
    with pytest.raises(BadInput, match=r"newer version of Tilts \(99\)"):
        prove(path, held)


def test_a_backup_from_before_the_tables_were_laid_out_anew_is_refused(forged, held):
    old = {"version": "0.0.9", "migrations": ["cases.0001_create_tables", "cases.0005_conflicting_persons"]}
    with pytest.raises(BadInput, match=r"made by Tilts 0\.0\.9, before its tables were laid out anew"):
        prove(forged(lambda packer: packer.finish(old)), held)


def test_a_backup_of_another_engine_is_refused(forged, empty, identity):
    other = "sqlite" if ENGINE == "postgresql" else "postgresql"
    path = forged(lambda packer: packer.finish({"version": "0", "migrations": [], "engine": other}))
    place = empty()
    assert "DATABASE_URL" in is_refused(place.tilts("restore", path, "--identity", identity[0]))
    assert place.left() == []


@pytest.mark.parametrize("name", ["files/../../out", "../out", "/etc/out", "files/.hidden", "other.txt", "files/a b"])
def test_no_part_leads_out_of_the_folder(forged, held, name):
    def fill(packer):
        member = tarfile.TarInfo(name)
        member.size = 1
        packer.tar.addfile(member, io.BytesIO(b"x"))
        packer.finish({"version": "0", "migrations": []})

    assert is_damaged(forged(fill), held)


def test_a_part_that_was_left_out_added_or_exchanged_is_refused(forged, held):
    def left_out(packer):
        packer.parts["keys.json"] = {"bytes": 1, "sha256": "0" * 64}
        packer.finish({"version": "0", "migrations": []})

    def added(packer):
        packer.add("keys.json", b"k")
        packer.parts.pop("keys.json")
        packer.finish({"version": "0", "migrations": []})

    def exchanged(packer):
        packer.add("keys.json", b"k")
        packer.parts["keys.json"]["sha256"] = "0" * 64
        packer.finish({"version": "0", "migrations": []})

    def without_end(packer):
        packer.add("keys.json", b"k")

    for fill in (left_out, added, exchanged, without_end):
        assert is_damaged(forged(fill), held), fill.__name__


def test_without_a_recipient_it_is_said_how_to_make_one(office, tmp_path):
    said = is_refused(office.tilts("backup", "--to", tmp_path / "x.age"))
    assert "--new-identity" in said
    assert "TILTS_BACKUP_RECIPIENT" in said
    assert list(tmp_path.iterdir()) == []


def test_a_recipient_that_is_no_key_is_refused(office, tmp_path):
    done = office.tilts("backup", "--to", tmp_path / "x.age", TILTS_BACKUP_RECIPIENT="age1nonsense")
    assert "no public key" in is_refused(done)


def test_a_new_identity_opens_what_is_sealed_to_it_and_is_never_written_over(office, empty, tmp_path):
    path, sealed = tmp_path / "new", tmp_path / "x.age"
    made = office.tilts("backup", "--new-identity", path)
    name, _equals, public = made.stdout.strip().partition("=")
    assert (name, path.stat().st_mode & 0o777) == ("TILTS_BACKUP_RECIPIENT", 0o600)
    assert "is there already" in is_refused(office.tilts("backup", "--new-identity", path))
    assert office.tilts("backup", "--to", sealed, TILTS_BACKUP_RECIPIENT=public).returncode == 0
    assert sealed.stat().st_mode & 0o777 == 0o600
    assert empty().tilts("restore", sealed, "--identity", path).returncode == 0


def test_a_backup_is_never_written_over_and_needs_a_folder(office, identity, backup, tmp_path):
    recipient = {"TILTS_BACKUP_RECIPIENT": identity[1]}
    assert "is there already" in is_refused(office.tilts("backup", "--to", backup, **recipient))
    assert "no folder" in is_refused(office.tilts("backup", "--to", tmp_path / "no" / "x.age", **recipient))
    assert "either" in is_refused(office.tilts("backup", **recipient))


def test_a_full_disk_leaves_nothing_half_done(office, identity, tmp_path):
    def little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    words = ("-m", "tilts.config.cli", "backup", "--to", str(tmp_path / "x.age"))
    if ENGINE == "sqlite":
        # the database itself may not grow either, so its trace would be refused first: put that in its place before
        with contextlib.closing(sqlite3.connect(office.home / "tilts.sqlite3")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    done = office.run(*words, before=little, TILTS_BACKUP_RECIPIENT=identity[1])
    assert "is the disk full?" in is_refused(done)
    assert list(tmp_path.iterdir()) == []
    assert not [name for name in office.left() if name.startswith(".")]


def test_a_full_disk_at_restoring_leaves_the_place_empty(backup, identity, empty):
    def little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    place = empty()
    words = ("-m", "tilts.config.cli", "restore", str(backup), "--identity", str(identity[0]))
    assert "no room" in is_refused(place.run(*words, before=little))
    assert place.left() == []
    assert place.tilts("restore", backup, "--identity", identity[0]).returncode == 0, "the place is still empty"


def test_onto_standard_output_and_everything_is_in_it(office, identity, held, tmp_path):
    path = tmp_path / "piped.age"
    command = "import sys; from tilts.config.cli import main; sys.exit(main(['backup', '--to', '-']))"
    with path.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", command],
            env=office.environment(TILTS_BACKUP_RECIPIENT=identity[1]),
            stdout=out,
        )
        assert process.wait() == 0
    found = {}
    manifest = walk(path, held, lambda name, data: found.setdefault(name, []).append(len(data)))
    assert {"database", "keys.json", "secret.key", "home.kind", "files/00/document-0"} <= set(found)
    kept = sum(path.is_file() for path in (office.home / "files").rglob("*"))
    assert sum(name.startswith("files/") for name in found) == kept >= 3
    assert manifest["engine"] == ENGINE


def test_nothing_readable_lies_in_the_file(backup):
    whole = backup.read_bytes()
    for token in (b"SQLite format", b"PGDMP", b"socdienests", b"manifest", b"ustar", b'"current"'):
        assert token not in whole


def test_a_document_erased_while_the_backup_is_made_is_still_packed_and_a_new_one_disturbs_nothing(tmp_path):
    class Packer:
        def __init__(self):
            self.packed = {}

        def add(self, name, data):
            self.packed[name] = data

    folder, packer = tmp_path / "files", Packer()
    folder.mkdir()
    (folder / "one").write_bytes(b"1")
    (folder / ".half").write_bytes(b"half written")
    with _staged(folder) as staged:
        (folder / "two").write_bytes(b"2")
        staged.link_new()
        (folder / "one").unlink()
        (folder / "three").write_bytes(b"3")
        assert staged.pack(packer) == 2
    assert packer.packed == {"files/one": b"1", "files/two": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


@pytest.mark.skipif(ENGINE != "sqlite", reason="about the embedded database")
def test_a_sealed_embedded_database_is_copied_row_by_row_there_and_back(office, tmp_path):
    plain = sqlite3.connect(f"file:{office.home / 'tilts.sqlite3'}?mode=ro", uri=True, isolation_level=None)
    sealed = sqlcipher.connect(str(tmp_path / "sealed.sqlite3"), isolation_level=None)
    sealed.execute("PRAGMA key = 'klucis'")
    again = sqlite3.connect(":memory:", isolation_level=None)
    copy_rows(plain, sealed)
    copy_rows(sealed, again)
    assert list(again.iterdump()) == list(plain.iterdump())
    assert b"access_user" not in (tmp_path / "sealed.sqlite3").read_bytes()
    for connection in (plain, sealed, again):
        connection.close()
    assert os.path.getsize(tmp_path / "sealed.sqlite3") > 100_000


def test_a_place_without_tilts_has_nothing_to_back_up(empty, identity, tmp_path):
    done = empty().tilts("backup", "--to", tmp_path / "x.age", TILTS_BACKUP_RECIPIENT=identity[1])
    assert "no Tilts here yet" in is_refused(done)
    assert not (tmp_path / "x.age").exists()
