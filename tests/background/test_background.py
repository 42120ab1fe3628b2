"""Work in the background: what is due is done once, one that fails stops no other, the worker lives with the server."""

import argparse
import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tilts.access.models import JobMark
from tilts.config.background import Watch, run_due, run_work, tidy_queue
from tilts.kit.jobs import JOBS, Job, JobFailed, quietly, recurring
from tilts.post.postman import send_letters


@pytest.fixture
def jobs(monkeypatch):
    """No jobs but those of the test."""
    for name in list(JOBS):
        monkeypatch.delitem(JOBS, name)
    return JOBS


def minutely(name, run):
    JOBS[name] = Job(name, timedelta(minutes=1), run)


@task()
@quietly
def fails_with_a_name():
    """Fails with a text that names somebody."""
    raise ValueError("Klucismarta Zvaigzne, Izdomu iela 7")


@pytest.mark.django_db
def test_a_job_is_done_when_it_is_due_and_not_before(jobs):
    done = []
    minutely("one", lambda: done.append(1))
    now = timezone.now()
    for seconds, so_far in ((0, 1), (59, 1), (60, 2), (61, 2), (3600, 3)):
        run_due(now + timedelta(seconds=seconds))
        assert len(done) == so_far


@pytest.mark.django_db
def test_a_job_that_fails_stops_no_other_and_tells_only_the_kind(jobs, caplog):
    def fail():
        raise ValueError("Klucismarta Zvaigzne")

    done = []
    minutely("bad", fail)
    minutely("good", lambda: done.append(1))
    now = timezone.now()
    run_due(now)
    run_due(now + timedelta(minutes=1))
    assert len(done) == 2
    mark = JobMark.objects.get(pk="bad")
    assert (mark.failure, mark.failures) == ("ValueError", 2)
    assert "the job bad failed: ValueError" in caplog.text
    assert "Klucismarta" not in caplog.text
    minutely("bad", lambda: None)
    run_due(now + timedelta(minutes=2))
    mark.refresh_from_db()
    assert (mark.failure, mark.failures) == ("", 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_a_job_once(jobs):
    done = []
    minutely("one", lambda: done.append(1))
    now = timezone.now()
    run_due(now)
    start = threading.Barrier(2)

    def work():
        start.wait()
        for _ in range(200):  # as the worker does: a database that is away for a moment is waited for
            try:
                run_due(now + timedelta(minutes=1))
                break
            except OperationalError:
                time.sleep(0.02)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(done) == 2


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_leaves_no_text_of_its_failure(jobs, caplog, capfd):
    fails_with_a_name.enqueue()
    run_work(argparse.Namespace(once=True, with_server=False))
    row = DBTaskResult.objects.get()
    assert row.status == "FAILED"
    assert "JobFailed: fails_with_a_name: ValueError" in row.traceback
    for text in (row.traceback, caplog.text, *capfd.readouterr()):
        assert "Klucismarta" not in text


def test_quietly_says_which_and_what_kind():
    with pytest.raises(JobFailed, match="broken: KeyError"):

        @quietly
        def broken():
            raise KeyError("secret")

        broken()


def test_a_name_is_declared_once_and_the_shortest_time_is_a_minute(jobs):
    recurring(name="a", minutes=1)(lambda: None)
    with pytest.raises(ValueError, match="twice"):
        recurring(name="a", minutes=1)(lambda: None)
    with pytest.raises(ValueError, match="minute"):
        recurring(name="b", minutes=0)(lambda: None)


@pytest.mark.django_db
def test_a_task_that_was_cut_off_is_put_back_and_old_ones_are_forgotten():
    for _number in range(3):
        send_letters.enqueue()
    cut_off, old, fresh = DBTaskResult.objects.order_by("pk")
    hours = timezone.now() - timedelta(hours=2), timezone.now() - timedelta(days=2)
    DBTaskResult.objects.filter(pk=cut_off.pk).update(status="RUNNING", started_at=hours[0])
    DBTaskResult.objects.filter(pk=old.pk).update(status="SUCCESSFUL", finished_at=hours[1])
    DBTaskResult.objects.filter(pk=fresh.pk).update(status="SUCCESSFUL", finished_at=hours[0])
    assert tidy_queue() == 1
    assert set(DBTaskResult.objects.values_list("pk", "status")) == {(cut_off.pk, "READY"), (fresh.pk, "SUCCESSFUL")}


def wait_for(happened, seconds=20.0):
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.05)
    return False


def is_alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


def test_a_worker_that_dies_is_begun_again_and_ends_with_its_watch():
    with Watch([sys.executable, "-c", "import time; time.sleep(600)"]) as watch:
        assert wait_for(lambda: watch.process is not None)
        first = watch.process.pid
        os.kill(first, signal.SIGKILL)
        assert wait_for(lambda: watch.process.pid != first)
        second = watch.process.pid
        assert is_alive(second)
    assert not is_alive(second)


@pytest.fixture
def served(tmp_path):
    """`tilts serve` in a data folder of its own; its process."""
    environment = {**os.environ, "TILTS_HOME": str(tmp_path), "DATABASE_URL": "", "TILTS_PORT": str(free_port())}
    environment |= {"DJANGO_SETTINGS_MODULE": "tilts.config.settings", "TILTS_KEYS": str(tmp_path / "keys.json")}
    command = [sys.executable, "-m", "tilts.config.cli", "serve"]
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def worker_of(server):
    """The worker's process, found among the children of the server."""
    found = [
        int(pid)
        for children in Path(f"/proc/{server.pid}/task").glob("*/children")
        for pid in children.read_text().split()
        if b"work\0--with-server=" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return found[0] if found else None


def marks(home):
    database = home / "tilts.sqlite3"
    if not database.exists():
        return {}
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as reading:
        try:
            return dict(reading.execute("SELECT name, began_at FROM access_jobmark WHERE ended_at IS NOT NULL"))
        except sqlite3.OperationalError:
            return {}


def longest_wait_of_a_writer(home, seconds):
    """How long anybody else had to wait to write, at worst."""
    worst, until = 0.0, time.monotonic() + seconds
    writing = sqlite3.connect(home / "tilts.sqlite3", timeout=20, isolation_level=None)
    while time.monotonic() < until:
        began = time.monotonic()
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE access_jobmark SET failures = failures")
        writing.execute("COMMIT")
        worst = max(worst, time.monotonic() - began)
        time.sleep(0.01)
    writing.close()
    return worst


@pytest.mark.lengthy
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_the_worker_works_beside_the_server_is_begun_again_and_goes_with_it(served, tmp_path, how):
    assert wait_for(lambda: {"letters.send", "background.tidy"} <= set(marks(tmp_path)), 60)
    first = worker_of(served)
    assert longest_wait_of_a_writer(tmp_path, 3) < 1
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: worker_of(served) not in (None, first), 30)
    second = worker_of(served)
    served.send_signal(how)
    served.wait(40)
    assert wait_for(lambda: not is_alive(second), 30)
