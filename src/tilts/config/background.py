"""Work in the background: one worker beside the server, started, watched and stopped by it.

The worker does what actions left in the queue (django-tasks) and what rooms declared as recurring (`kit.jobs`). It is
a process of its own, so that it neither slows a page down nor dies with one; it ends when the server that started it
is gone. One job that fails stops no other.
"""

import argparse
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tilts.access.actor import acting
from tilts.access.models import JobMark
from tilts.access.reach import Reach
from tilts.kit.jobs import JOBS, Job, JobFailed, recurring

logger = logging.getLogger("tilts.background")
JOB = Reach(purpose="job")
LOOK_EVERY = 1.0
"""Seconds between two looks into the queue."""
FINISHED_KEPT = timedelta(days=1)
CUT_OFF = timedelta(hours=1)
"""A task that began so long ago and has not ended was cut off, and is done again."""
LONGEST_WAIT = 60.0
PATIENCE = 20.0
"""Seconds a worker is given to end what it does."""


def add_parsers(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("work", help="do the work in the background (`tilts serve` does so by itself)")
    parser.add_argument("--once", action="store_true", help="do what is due, then end")
    parser.add_argument("--with-server", type=int, metavar="PID", help=argparse.SUPPRESS)
    parser.set_defaults(run=run_work)


def run_due(now: datetime | None = None) -> list[str]:
    """Do every recurring job that is due; the names of those done."""
    moment = now or timezone.now()
    return [job.name for job in JOBS.values() if _take(job, moment) and _do(job)]


def _take(job: Job, now: datetime) -> bool:
    """Take the mark of a job that is due; False where another worker was first."""
    with transaction.atomic(), acting(JOB):
        mark, first = JobMark.objects.get_or_create(pk=job.name, defaults={"began_at": now})
        if first or mark.began_at + job.every > now:
            return first
        taken = JobMark.objects.filter(pk=job.name, began_at=mark.began_at)
        return bool(taken.update(began_at=now, ended_at=None))


def _do(job: Job) -> bool:
    failure = ""
    try:
        job.run()
    except Exception as failed:
        failure = str(failed) if isinstance(failed, JobFailed) else type(failed).__name__
        logger.error("the job %s failed: %s", job.name, failure)
    with transaction.atomic(), acting(JOB):
        again = F("failures") + 1 if failure else 0
        JobMark.objects.filter(pk=job.name).update(ended_at=timezone.now(), failure=failure[:80], failures=again)
    return True


@recurring(name="background.tidy", minutes=60)
def tidy_queue() -> int:
    """Tasks that ended are forgotten after a day; tasks that were cut off are put back."""
    now = timezone.now()
    with transaction.atomic(), acting(JOB):
        cut_off = DBTaskResult.objects.running().filter(started_at__lt=now - CUT_OFF)
        cut_off.update(status=TaskResultStatus.READY, started_at=None)
        return DBTaskResult.objects.finished().filter(finished_at__lt=now - FINISHED_KEPT).delete()[0]


def _keep_time(stop: threading.Event) -> None:
    """Look every second what is due, until told to stop; a database that is away for a moment is waited for."""
    while not stop.wait(LOOK_EVERY):
        try:
            close_old_connections()
            run_due()
        except DatabaseError as failed:
            logger.error("the recurring work waits: %s", type(failed).__name__)
            stop.wait(5)
    connection.close()


def end_with_server(server: int, patience: float = PATIENCE) -> None:
    """In a thread of a process that the server began: when the server is gone, killed too, this process ends."""
    while os.getppid() == server:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(patience)
    os._exit(1)


def _worker(*, batch: bool) -> Worker:
    return Worker(
        queue_names=["default"],
        interval=LOOK_EVERY,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def run_work(args: argparse.Namespace) -> int:
    """Be the worker until stopped."""
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    logging.getLogger("django_tasks").setLevel(logging.CRITICAL)
    if args.once:
        run_due()
        _worker(batch=True).run()
        return 0
    if args.with_server:
        threading.Thread(target=end_with_server, args=(args.with_server,), daemon=True).start()
    stop = threading.Event()
    clock = threading.Thread(target=_keep_time, args=(stop,), daemon=True)
    clock.start()
    worker = _worker(batch=False)
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stop.set()
        clock.join(PATIENCE)
    return 0


class Watch:
    """Keeps one worker running beside the server: begins it, begins it again when it ends, ends it with the server."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.command = command or [sys.executable, "-m", "tilts.config.cli", "work", f"--with-server={os.getpid()}"]
        self.process: subprocess.Popen[bytes] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> "Watch":
        # begun here and not in the thread: the server forks, and a process must not be forked half begun
        self._begin()
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        self._thread.join(PATIENCE * 2)

    def _begin(self) -> None:
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)

    def _keep(self) -> None:
        wait, began = 1.0, time.monotonic()
        while not self._stop.wait(0.2):
            ended = self.process.poll() if self.process else 0
            if ended is None:
                continue
            logger.error("the worker ended with %s and is begun again", ended)
            wait = 1.0 if time.monotonic() - began > LONGEST_WAIT else min(wait * 2, LONGEST_WAIT)
            if not self._stop.wait(wait):
                self._begin()
                began = time.monotonic()
        self._end()

    def _end(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
