"""New keys: everything is sealed again, whatever happens meanwhile, and the old key goes when nothing needs it."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.db import connection
from tests.access.machine import environment, python, tilts
from tests.cast import a_case, a_report
from tests.databases import own_database
from tests.sealing.test_sealed import again, put, raw

from tilts.access.actor import acting
from tilts.access.audit import write_entry
from tilts.access.models import AuditEntry
from tilts.access.reach import Reach, unscoped
from tilts.cases.actions import write_note
from tilts.documents import files
from tilts.documents.actions import add_document
from tilts.documents.models import Document
from tilts.documents.receiving import Received
from tilts.kit.crypto import KeyRing, KeysMissing, write_ring
from tilts.people.models import Person
from tilts.sealing import rotation
from tilts.sealing.fields import sealed_fields
from tilts.sealing.keymarks import check_marks, mark_keys
from tilts.sealing.keys import change_ring, keys_path, ring
from tilts.sealing.models import KeyMark
from tilts.sealing.rotation import RotationRuns, left, reseals, sealed_tables

JOB = Reach(purpose="job")


def rotate(**how):
    """As the command does it."""
    return rotation.rotate(partial(acting, JOB), lambda keys: write_entry(JOB, "keys.rotated", fields=keys), **how)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(keys_of_its_own, monkeypatch):
    """No other process runs here that would have to notice the new key."""
    monkeypatch.setattr(rotation, "NOTICED_WITHIN", 0.0)
    mark_keys()


def written(cast):
    """A case and a report, and what they say."""
    a_report(cast.officer, cast)
    case, _person = a_case(cast.worker, "Ilze", "Bērziņtesta")
    for number in range(5):
        write_note(cast.worker, case, text=f"Saruna {number}")
    return said()


def said():
    """Every sealed value, opened."""
    return {
        (model._meta.label, row.pk, one.name): getattr(row, one.name)
        for model in sealed_tables()
        for row in model._base_manager.all()
        for one in sealed_fields(model)
    }


def test_everything_is_sealed_again_and_the_old_key_is_gone(cast):
    before, search, trace = written(cast), ring().search, ring().trace
    old = ring().current
    made = rotate(batch=2)
    assert made.retired == (old,) and made.resealed > 10 and left() == {}
    assert list(ring().keys) == [made.key] and (ring().search, ring().trace) == (search, trace)
    assert said() == before
    assert KeyMark.objects.get(key=old).retired_at and not KeyMark.objects.get(key=made.key).retired_at
    assert old not in json.loads(keys_path().read_text())["keys"]
    assert check_marks(), "the next start is content"
    entry = AuditEntry.objects.get(kind="keys.rotated")
    assert entry.fields == [made.key, old] and entry.purpose == "job"


def test_second_factors_and_documents_are_sealed_again_too(cast):
    case, _person = a_case(cast.worker)
    document = add_document(
        cast.worker,
        case.folder,
        received=Received(b"Saturs", "text/plain", signed=False, scanned=True, suffix="txt"),
        title="Lemums",
        kind="decision",
        zone="services",
    )
    app = TOTP.activate(cast.worker.user, "JBSWY3DPEHPK3PXP").instance
    RecoveryCodes.activate(cast.worker.user)
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    old = ring().current
    assert app.data["secret"].startswith(f"{old}:") and left() == {}
    made = rotate()
    assert made.retired == (old,) and left() == {}
    held = Authenticator.objects.get(pk=app.pk)
    assert held.data["secret"].startswith(f"{made.key}:") and decrypt(held.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
    assert files.read(document.pk, document.file) == b"Saturs"
    assert unscoped(Document, reason="tests").get().key == made.key


def test_a_second_factor_that_cannot_be_opened_keeps_the_old_key(cast):
    app = TOTP.activate(cast.worker.user, "JBSWY3DPEHPK3PXP").instance
    app.data["secret"] = app.data["secret"][:-6] + "AAAAA="
    app.save()
    old = ring().current
    assert rotate().retired == () and left() == {"second factors": 1} and old in ring().keys


def test_a_rotation_that_was_begun_goes_on_with_the_same_key(cast):
    before = written(cast)
    change_ring(ring().with_new_key())
    begun = ring().current
    made = rotate()
    assert made.key == begun and list(ring().keys) == [begun] and said() == before
    assert rotate().key == f"k{int(begun[1:]) + 1}", "only a finished one is followed by another key"


def test_a_run_that_was_killed_before_the_file_was_written_takes_the_key_out(cast):
    written(cast)
    old, whole = ring().current, ring().with_new_key()
    change_ring(whole)
    rotate()
    change_ring(whole)
    assert check_marks(), "a retired key that is still in the file disturbs no start"
    assert rotate().retired == (old,) and old not in ring().keys


def test_who_writes_meanwhile_loses_nothing(cast, monkeypatch):
    written(cast)
    person = unscoped(Person, reason="tests").filter(voided_at=None).first()
    swap = rotation._swaps

    def somebody_writes_in_between(model, row, made):
        found = list(swap(model, row, made))
        if model is Person and row[0] in (person.pk, person.pk.hex):
            other = again(person)
            other.family_name = "Pārdēvēta"
            other.save()
        return iter(found)

    monkeypatch.setattr(rotation, "_swaps", somebody_writes_in_between)
    rotate()
    assert again(person).family_name == "Pārdēvēta"
    assert again(person).given_name == person.given_name, "what was loaded before is opened after, too"


def test_who_still_sealed_with_the_old_key_is_caught_by_the_next_pass(cast, monkeypatch):
    written(cast)
    case, _person = a_case(cast.worker)
    old, late = ring(), []
    end = rotation._pass

    def somebody_writes_late(*args):
        done = end(*args)
        if not late:
            note = write_note(cast.worker, case, text="")
            bound_to = type(note)._meta.get_field("text").bound_to(note.pk)
            put(note, "text", old.seal(b"Par v\xc4\x93lu.", bound_to=bound_to))
            late.append(note)
        return done

    monkeypatch.setattr(rotation, "_pass", somebody_writes_late)
    assert rotate().retired
    assert again(late[0]).text == "Par vēlu."


def test_what_cannot_be_opened_is_named_left_alone_and_keeps_its_key(cast, capsys):
    before = written(cast)
    person = unscoped(Person, reason="tests").filter(voided_at=None).first()
    old = ring().current
    garbled = raw(person, "family_name")[:-8] + "AAAAAAA="
    put(person, "family_name", garbled)
    made = rotate()
    assert made.unreadable == {f"people.Person.family_name {person.pk}"} and not made.retired
    assert old in ring().keys and left() == {"people.Person": 1} and raw(person, "family_name") == garbled
    person.family_name = "Atjaunota"
    person.save()
    assert rotate().retired == (old,)
    now = said()
    assert now.pop(("people.Person", person.pk, "family_name")) == "Atjaunota"
    assert all(before[name] == value for name, value in now.items())


def test_files_of_other_rooms_join_in_and_hold_the_old_key_until_they_are_done(cast, monkeypatch):
    monkeypatch.setattr(rotation, "SEALINGS", {})
    files = {"a": ring().current, "b": ring().current}
    stuck = []

    def reseal():
        for name in set(files) - set(stuck):
            files[name] = ring().current
        return len(files)

    reseals("tests.files", reseal=reseal, left=lambda: sum(key != ring().current for key in files.values()))
    stuck.append("b")
    assert not rotate().retired and left() == {"tests.files": 1}
    stuck.clear()
    assert rotate().retired and set(files.values()) == {ring().current}


def test_two_rotations_at_once_are_refused(cast):
    with rotation._alone(), pytest.raises(RotationRuns):
        rotate()


def test_a_running_process_notices_a_new_key_by_itself(cast, tmp_path):
    _case, person = a_case(cast.worker)
    mine = ring()
    write_ring(KeyRing.read(keys_path().read_text()).with_new_key(), keys_path())
    newer = KeyRing.read(keys_path().read_text())
    bound_to = Person._meta.get_field("family_name").bound_to(person.pk)
    put(person, "family_name", newer.seal("Jaunā".encode(), bound_to=bound_to))
    assert newer.current not in mine.keys
    assert again(person).family_name == "Jaunā"
    assert ring().current == newer.current


def test_a_key_file_that_goes_away_while_we_run_is_noticed_at_the_next_start(cast):
    _case, person = a_case(cast.worker)
    keys_path().rename(keys_path().with_suffix(".away"))
    try:
        ring._looked = 0.0
        assert again(person).family_name
        ring.cache_clear()
        with pytest.raises(KeysMissing):
            check_marks()
    finally:
        keys_path().with_suffix(".away").rename(keys_path())


def test_keys_are_never_printed(cast):
    told = repr(ring()) + str(ring())
    assert not any(repr(key)[2:-1] in told for key in (*ring().keys.values(), ring().search, ring().trace))


def test_a_first_key_file_never_takes_the_place_of_another(tmp_path):
    write_ring(KeyRing.new(), tmp_path / "keys.json", first=True)
    kept = (tmp_path / "keys.json").read_text()
    with pytest.raises(FileExistsError):
        write_ring(KeyRing.new(), tmp_path / "keys.json", first=True)
    assert (tmp_path / "keys.json").read_text() == kept
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


KILLS = 20
PERSONS = 1500
FILL = f"""
import django; django.setup()
from tilts.config.starting import prepare
prepare()
from tests.cast import build_cast, a_case, a_report
from tests.people.crowd import settle
from tilts.access.owner import as_job
with as_job():
    cast = build_cast()
    a_report(cast.officer, cast)
    case, _person = a_case(cast.worker)
    settle(cast.office, case.folder, {PERSONS})
"""
SAY = """
import django; django.setup()
import hashlib, json
from django.apps import apps
from tilts.sealing.fields import sealed_fields
from tilts.sealing.rotation import left, sealed_tables
from tilts.sealing.keys import ring
from tilts.access.owner import as_job
with as_job():
    said = sorted(
        f"{model._meta.label} {row.pk} {one.name} {getattr(row, one.name)}"
        for model in sealed_tables() for row in model._base_manager.all() for one in sealed_fields(model)
    )
    told = [len(said), hashlib.sha256(repr(said).encode()).hexdigest(), left(), sorted(ring().keys)]
print(json.dumps(told))
"""


def killed_somewhere(home: Path, database: dict[str, str], dice: random.Random) -> bool:
    """Begin a rotation and kill it: before it has said anything, or so many steps later; whether it was killed."""
    command = [sys.executable, "-m", "tilts.config.cli", "keys", "rotate", "--batch", "40", "--verbose"]
    env = environment(home, database)
    run = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert run.stdout
    for _step in range(dice.choice((0, 1, 1, 2, 3, 4, 6, 40, 80))):
        if not run.stdout.readline():
            break
    time.sleep(dice.random() * 0.03)
    with contextlib.suppress(ProcessLookupError):
        os.kill(run.pid, signal.SIGKILL)
    run.stdout.close()
    return run.wait() == -signal.SIGKILL


@pytest.mark.lengthy
def test_killed_twenty_times_it_ends_whole(tmp_path, capsys):
    home, dice = tmp_path / "office", random.Random(20)
    home.mkdir()
    with own_database() as database:
        done = python(home, "-c", FILL, database=database)
        assert done.returncode == 0, done.stderr
        before = json.loads(python(home, "-c", SAY, database=database).stdout)
        kills, began = 0, time.monotonic()
        while kills < KILLS:
            kills += killed_somewhere(home, database, dice)
        keys = json.loads(python(home, "-c", SAY, database=database).stdout)[3]
        assert len(keys) <= 2, "a killed run is gone on with, never begun again with one more key"
        finished = tilts(home, "keys", "rotate", database=database)
        assert finished.returncode == 0, finished.stderr
        after = json.loads(python(home, "-c", SAY, database=database).stdout)
        listed = tilts(home, "keys", "list", database=database).stdout
    assert after[:2] == before[:2] and before[0] > 2 * PERSONS, "every value can be read, and is what it was"
    assert after[2] == {} and len(after[3]) == 1 and after[3] != before[3]
    assert "retired" in listed and "not under" not in listed
    with capsys.disabled():
        took = time.monotonic() - began
        print(f"\n{connection.vendor}: {before[0]} values, {kills} kills, whole after {took:.0f} s, key {after[3][0]}")
