"""The embedded database, plain and encrypted as a whole: readers cannot write, writers take turns."""

import os
import shutil
import sqlite3
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, OperationalError, close_old_connections, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from tests.cast import build_cast
from tests.conftest import ship

from tilts.access.actor import acting
from tilts.access.doors import door, reading
from tilts.access.models import AuditEntry, Organisation, User
from tilts.access.owner import make_tables
from tilts.backup.snapshot import JOB, connection_to, standing_in
from tilts.config.databases import database
from tilts.config.embedded import base as embedded
from tilts.kit.turns import Turns

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="of the embedded database")


@contextmanager
def serving(told):
    """The embedded database of a data folder is Django's for a while, as it is when it serves."""
    with standing_in(connection_to(told)):
        try:
            yield
        finally:
            connection.close()


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "encrypted"])
def office(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """An office with a database of its own, outside any transaction of a test."""
    home = tmp_path_factory.mktemp("office")
    told = database("", home, encrypted=request.param)
    with django_db_blocker.unblock(), serving(told):
        make_tables()
        ship()
        with transaction.atomic(), acting(JOB):
            cast = build_cast()
        connection.close()
        yield SimpleNamespace(home=home, cast=cast, told=told)


def asked_by(reach):
    """A request of somebody who has signed in."""
    request = RequestFactory().get("/")
    request.user, request.reach, request.session = reach.user, reach, {}
    return request


def threads_with(office, work, number):
    """Run this in so many threads, each with a connection of its own; what they raised."""
    raised = []

    def run():
        with serving(office.told):
            try:
                work()
            except Exception as failed:
                raised.append(failed)

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_a_read_that_writes_raises_and_writes_nothing(office):
    request = asked_by(office.cast.worker)
    with pytest.raises(OperationalError, match="readonly"), reading(request):
        User.objects.update(name="Changed by a read")
    assert not User.objects.filter(name="Changed by a read").exists()
    User.objects.filter(pk=request.user.pk).update(name="Changed by a verb")
    with reading(request):
        assert User.objects.get(pk=request.user.pk).name == "Changed by a verb"


def test_a_read_sees_what_its_own_door_has_just_committed(office):
    @door("cases.read")
    def last_look(request):
        return HttpResponse(AuditEntry.objects.order_by("-number").filter(user=request.user.pk).first().kind)

    for _ in range(2):
        before = AuditEntry.objects.count()
        assert last_look(asked_by(office.cast.worker)).content == b"cases.read"
        assert AuditEntry.objects.count() == before + 1


def test_a_read_is_one_snapshot(office):
    with reading(asked_by(office.cast.worker)):
        before = Organisation.objects.count()
        assert not threads_with(office, lambda: Organisation.objects.create(code="newer", name="Newer"), 1)
        assert Organisation.objects.count() == before
    assert Organisation.objects.count() == before + 1
    Organisation.objects.filter(code="newer").delete()


def test_what_was_compiled_for_a_read_stays_compiled(office):
    compiled = []

    def note(kind, *_what):
        compiled.append(kind)
        return 0

    request = asked_by(office.cast.worker)
    for times in range(3):
        with transaction.atomic():
            User.objects.filter(pk=request.user.pk).update(name="Somebody")
        with reading(request):
            if not times:
                connection.connection.set_authorizer(note)  # asked whenever a statement is compiled
            compiled.clear()
            User.objects.get(pk=request.user.pk)
            assert (sqlite3.SQLITE_SELECT in compiled) is (times == 0)
    connection.close()


def open_files(home):
    """What this process holds open of the data folder."""
    open_now = (Path(os.path.realpath(f"/proc/self/fd/{number}")) for number in os.listdir("/proc/self/fd"))
    return [path.name for path in open_now if path.is_relative_to(home)]


def test_closing_closes_reader_and_queue_too(office):
    connection.close()
    with reading(asked_by(office.cast.worker)):
        User.objects.count()
    with transaction.atomic():
        User.objects.first().save()
    opened = Counter(open_files(office.home))
    assert (opened["tilts.sqlite3"], opened["tilts.sqlite3-queue"]) == (2, 1)
    connection.close()
    assert open_files(office.home) == []


def test_what_a_thread_had_open_goes_with_the_last_connection(office):
    """SQLite keeps the file of a closed connection while another one of the process holds a lock: it would lose it."""
    connection.close()
    User.objects.count()
    assert threads_with(office, User.objects.count, 3) == []
    assert open_files(office.home).count("tilts.sqlite3") > 1
    connection.close()
    assert open_files(office.home) == []


def test_a_connection_that_closes_within_a_read_is_opened_anew(office):
    request = asked_by(office.cast.worker)
    with pytest.raises(DatabaseError, match="closed"), reading(request):
        connection.close()
        User.objects.count()
    assert open_files(office.home) == []
    with reading(request):
        assert User.objects.count()
    User.objects.filter(pk=request.user.pk).update(name="Somebody")


def test_a_file_that_was_put_in_its_place_is_noticed_between_two_requests(office, tmp_path):
    request = asked_by(office.cast.worker)
    User.objects.filter(pk=request.user.pk).update(name="As in the copy")
    connection.close()
    file = office.home / "tilts.sqlite3"
    shutil.copy(file, tmp_path / "copy")
    User.objects.filter(pk=request.user.pk).update(name="Later")
    with reading(request):
        assert User.objects.get(pk=request.user.pk).name == "Later"
    for path in office.home.glob("tilts.sqlite3-*"):
        path.unlink()
    os.replace(tmp_path / "copy", file)
    close_old_connections()
    with reading(request):
        assert User.objects.get(pk=request.user.pk).name == "As in the copy"
    assert User.objects.get(pk=request.user.pk).name == "As in the copy"


def test_connections_are_kept_between_requests(office):
    User.objects.count()
    kept = connection.connection
    close_old_connections()
    assert connection.connection is kept


def test_writers_take_turns_and_lose_nothing(office):
    organisation = Organisation.objects.create(code="counted", name="0")

    def add():
        for _ in range(25):
            with transaction.atomic():
                row = Organisation.objects.get(pk=organisation.pk)
                row.name = str(int(row.name) + 1)
                row.save()

    assert threads_with(office, add, 4) == []
    organisation.refresh_from_db()
    assert organisation.name == "100"
    organisation.delete()


@pytest.mark.parametrize("ends", ["commit", "rollback", "close"])
def test_a_turn_ends_with_the_transaction_however_it_ends(office, ends):
    queue = Path(office.home / "tilts.sqlite3-queue")

    def write():
        with transaction.atomic():
            User.objects.first().save()
            assert connection._turns.has_it
            if ends == "close":
                connection.close()
            if ends == "rollback":
                raise ZeroDivisionError

    try:
        write()
    except ZeroDivisionError:
        pass
    mine = Turns(queue)
    mine.take(0)
    mine.close()


def test_whoever_waits_too_long_hears_what_sqlite_would_say(office, monkeypatch):
    monkeypatch.setattr(embedded, "QUEUE_SECONDS", 0.1)
    with transaction.atomic():
        User.objects.first().save()
        with reading(asked_by(office.cast.worker)):
            assert User.objects.count()

        def write():
            with transaction.atomic():
                User.objects.first().save()

        [late] = threads_with(office, write, 1)
    assert isinstance(late, OperationalError) and str(late) == "database is locked"
    assert threads_with(office, write, 2) == []
