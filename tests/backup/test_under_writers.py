"""T8: backups while others write; each restored into an empty place and compared."""

import json
import shutil
import time

import pytest
from tests.backup.places import Place

KINDS = ("case", "session", "report", "document")


def acknowledged(path):
    """What a writer was told is saved, with the moment."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [(kind, key, float(clock)) for kind, key, clock in (line.split() for line in lines)]


@pytest.fixture
def busy(office, identity, tmp_path, scripts):
    """A copy of the office, made by restoring a backup of it."""
    sealed = tmp_path / "first.age"
    assert office.tilts("backup", "--to", sealed, TILTS_BACKUP_RECIPIENT=identity[1]).returncode == 0
    place = Place(tmp_path / "busy").make()
    done = place.tilts("restore", sealed, "--identity", identity[0])
    assert done.returncode == 0, done.stdout + done.stderr
    yield place
    place.drop()


def run_t8(busy, identity, empty, tmp_path, scripts, *, writers, backups, pause):
    """Backups under writers; each restored. Figures for the report: acts, rows, seconds."""
    stop, logs = tmp_path / "stop", [tmp_path / f"acknowledged-{number}" for number in range(writers)]
    started = [busy.start(scripts / "writer.py", number, log, stop) for number, log in enumerate(logs)]
    taken = []
    try:
        until = time.monotonic() + 60
        while not all(acknowledged(log) for log in logs):
            assert time.monotonic() < until, "the writers do not write"
            time.sleep(0.1)
        for number in range(backups):
            time.sleep(pause)
            sealed, began = tmp_path / f"{number}.age", time.monotonic()
            made = busy.tilts("backup", "--to", sealed, TILTS_BACKUP_RECIPIENT=identity[1])
            assert made.returncode == 0, made.stderr
            taken.append((sealed, began, time.monotonic()))
        assert [one.poll() for one in started] == [None] * writers, "they wrote all the time"
    finally:
        stop.touch()
        ended = [one.wait(60) for one in started]
    assert ended == [0] * writers
    told = [line for log in logs for line in acknowledged(log)]
    during = sum(began < clock < end for _kind, _key, clock in told for _sealed, began, end in taken)
    rows = 0
    for sealed, began, _end in taken:
        place = empty()
        done = place.tilts("restore", sealed, "--identity", identity[0])
        assert done.returncode == 0, done.stdout + done.stderr
        lines = done.stdout.splitlines()
        assert [line[:3] for line in lines] == ["ok "] * 5, done.stdout
        rows += int(lines[1].split(" tables equal, ")[1].split()[0])
        counted = place.run(scripts / "census.py")
        assert counted.returncode == 0, counted.stderr
        census = json.loads(counted.stdout)
        assert set(census["half"].values()) == {0}, json.dumps(census["half"])
        for kind, key, clock in told:
            assert clock > began or key in census[kind], f"{kind} {key} was acknowledged before the backup and is gone"
        place.drop()
        shutil.rmtree(place.home)
    return {"acts": len(told), "acts while backups were made": during, "rows compared": rows}


@pytest.mark.lengthy
def test_backups_under_writers_come_back_whole(busy, identity, empty, tmp_path, scripts):
    told = run_t8(busy, identity, empty, tmp_path, scripts, writers=2, backups=2, pause=0.5)
    assert told["acts while backups were made"] > 0


@pytest.mark.lengthy
def test_twenty_backups_under_four_writers_come_back_whole(busy, identity, empty, tmp_path, scripts, capsys):
    told = run_t8(busy, identity, empty, tmp_path, scripts, writers=4, backups=20, pause=2)
    with capsys.disabled():
        print(told)
    assert told["acts while backups were made"] > 100
