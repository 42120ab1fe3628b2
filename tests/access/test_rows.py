"""Layer 3: what PostgreSQL shows whatever the application asks; and what every table declares, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from tests.cast import a_case

from tilts.access.actor import SETTINGS, acting
from tilts.access.models import AuditEntry
from tilts.access.reach import AUTHORED, IN_FOLDER, NO_FOLDER, OPEN_TABLES, THROUGH, WITH_CHILD, WITH_PARENT, Reach
from tilts.access.rows import Unsafe, policies, prove
from tilts.cases.models import Case

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's")
DECLARED = (IN_FOLDER, AUTHORED, WITH_PARENT, WITH_CHILD, THROUGH, NO_FOLDER, OPEN_TABLES)


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if model.__module__.startswith("tilts.")],
    ids=lambda model: model._meta.label,
)
def test_every_table_says_where_its_rows_lie_or_why_in_no_folder(model):
    told = [words[model] for words in DECLARED if model in words]
    assert len(told) == 1 and told[0]


def seen() -> set:
    """Codes of the cases that the database shows on this connection as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case")
        return {pk for (pk,) in cursor.fetchall()}


@contextmanager
def nobody() -> Iterator[None]:
    """A connection on which nobody said who they are, as the server's are."""
    with mock.patch.dict(connection.settings_dict, {"OPTIONS": {}}), transaction.atomic():
        with connection.cursor() as cursor:
            for name in SETTINGS:
                cursor.execute("SELECT set_config(%s, '', true)", [name])
        yield
        transaction.set_rollback(True)


@on_postgresql
def test_who_does_not_say_who_they_are_sees_nothing(cast):
    a_case(cast.worker)
    with nobody():
        assert seen() == set()


@on_postgresql
def test_an_actor_leaves_nothing_behind_on_a_pooled_connection(cast):
    mine, _person = a_case(cast.worker)
    theirs, _person = a_case(cast.stranger)
    with nobody():
        for _round in range(3):
            with transaction.atomic(), acting(cast.worker):
                assert seen() == {mine.pk}
            assert seen() == set()
            with transaction.atomic(), acting(cast.stranger):
                assert seen() == {theirs.pk}
            assert seen() == set()


@on_postgresql
def test_counting_sees_all_and_a_purpose_nobody_knows_sees_nothing(cast):
    case, _person = a_case(cast.worker)
    with nobody(), transaction.atomic(), acting(Reach(purpose="counting")):
        assert seen() == {case.pk}
    with nobody(), transaction.atomic(), acting(Reach(purpose="curiosity")):
        assert seen() == set()


@on_postgresql
def test_a_row_is_not_written_where_one_is_not_let_in(cast):
    case, _person = a_case(cast.worker)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), acting(cast.stranger):
        Case._base_manager.create(
            id=case.folder_id,
            folder=case.folder,
            organisation=cast.office,
            code="L-999",
            kind="other",
            opened_on="2026-01-01",
        )
    with transaction.atomic(), acting(cast.stranger):
        assert Case._base_manager.filter(pk=case.pk).update(code="L-999") == 0


@on_postgresql
@pytest.mark.parametrize("statement", ["UPDATE access_auditentry SET kind = 'x'", "DELETE FROM access_auditentry"])
def test_the_application_cannot_change_the_trace(cast, statement):
    assert AuditEntry.objects.exists() or a_case(cast.worker)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def changed_by_owner(statement: str, back: str) -> Iterator[None]:
    """The owner changes something for a moment."""
    owner, here = settings.DATABASE_OWNER, connection.settings_dict
    where = {"host": here["HOST"], "port": here["PORT"], "dbname": here["NAME"]}
    with psycopg.connect(**where, user=owner["USER"], password=owner["PASSWORD"], autocommit=True) as server:
        server.execute(statement)
        try:
            yield
        finally:
            server.execute(back)


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "back"),
    [
        ("ALTER TABLE cases_note NO FORCE ROW LEVEL SECURITY", "ALTER TABLE cases_note FORCE ROW LEVEL SECURITY"),
        ("ALTER TABLE cases_note DISABLE ROW LEVEL SECURITY", "ALTER TABLE cases_note ENABLE ROW LEVEL SECURITY"),
        ("COMMENT ON POLICY tilts ON cases_note IS 'another'", None),
        ("GRANT DELETE ON access_auditentry TO tilts_app", "REVOKE DELETE ON access_auditentry FROM tilts_app"),
    ],
)
def test_nothing_is_served_where_a_policy_is_missing(statement, back):
    prove()
    if back is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT obj_description(oid, 'pg_policy') FROM pg_policy "
                "WHERE polrelid = 'cases_note'::regclass AND polname = 'tilts'"
            )
            back = f"COMMENT ON POLICY tilts ON cases_note IS '{cursor.fetchone()[0]}'"
    with changed_by_owner(statement, back), pytest.raises(Unsafe):
        prove()
    prove()


def test_every_table_with_rows_in_folders_has_a_policy():
    declared = {
        model._meta.db_table for words in (IN_FOLDER, AUTHORED, WITH_PARENT, WITH_CHILD, THROUGH) for model in words
    }
    assert set(policies()) == declared | {AuditEntry._meta.db_table}
