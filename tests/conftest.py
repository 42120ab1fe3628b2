"""What every test may ask for."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client, client
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from tests.cast import Cast, build_cast, just_signed_in
from tests.databases import owner_of_tables
from tests.selection import (  # noqa: F401 - which tests a run holds, in which order
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
)

from tilts.access.append_only import keep_append_only, let_go
from tilts.access.models import User
from tilts.access.owner import count_migrations_as_done
from tilts.access.rows import secure
from tilts.places.models import Territory
from tilts.questionnaires.models import Questionnaire, QuestionnaireVersion
from tilts.questionnaires.shipped import publish_shipped


def pytest_collection_finish() -> None:
    """What is there once all tests are known stays to the end: Python need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


@pytest.fixture(autouse=True, scope="session")
def _answers_keep_the_contexts_of_pages_alone() -> Iterator[None]:
    """Django's client would copy the context of each template that a page includes: eighty a page, and nobody looks."""
    keep = client.store_rendered_templates

    def keep_of_page(kept: Any, signal: Any, sender: Any, template: Any, context: Any, **more: Any) -> None:
        if context.template is template:
            keep(kept, signal, sender, template, context, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", keep_of_page)
        yield


@contextmanager
def _owner_outside_a_test() -> Iterator[None]:
    """On PostgreSQL the owner makes, empties and drops the tables; the tests run as the application."""
    if connection.vendor != "postgresql":
        yield
        return
    kept = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({name: settings.DATABASE_OWNER[name] for name in kept})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the tables as their owner, as an empty installation gets them, write the policies, then serve."""
    application = connection.settings_dict["USER"]
    with django_db_blocker.unblock():
        with _owner_outside_a_test():
            made = setup_databases(verbosity=0, interactive=False)
            count_migrations_as_done()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    secure(cursor, application)
    yield
    with django_db_blocker.unblock(), _owner_outside_a_test():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _pages_in_latvian() -> Iterator[None]:
    """Each test begins in the language an installation begins in, whatever the test before it chose."""
    with translation.override("lv"):
        yield


@pytest.fixture
def in_english(_pages_in_latvian: None) -> Iterator[None]:
    """Sentences come in English, for tests that read them."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Tests that commit empty the tables after themselves; the trace lets nobody else delete."""
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def emptied(self: Any, statements: list[str]) -> None:
        with _owner_outside_a_test():
            let_go(self.connection)
            empty(self, statements)
            keep_append_only(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", emptied)
        yield


@pytest.fixture
def whoever_can_write_the_trace(django_db_setup: None) -> Iterator[None]:
    """On PostgreSQL nobody but the owner can: for a test of tampering the application may, too."""
    if connection.vendor != "postgresql":
        yield
        return
    with owner_of_tables() as server:
        server.execute("GRANT UPDATE, DELETE ON access_auditentry TO tilts_app")
        server.execute("CREATE POLICY tampering ON access_auditentry USING (true) WITH CHECK (true)")
        yield
        if connection.connection and not connection.connection.closed:
            connection.connection.rollback()  # what the test holds would make the owner wait
        server.execute("SET lock_timeout = '20s'")
        server.execute("REVOKE UPDATE, DELETE ON access_auditentry FROM tilts_app")
        server.execute("DROP POLICY tampering ON access_auditentry")


def ship() -> None:
    """What migrations load (territories, questionnaires), also after a test that emptied the tables."""
    if not Territory.objects.exists():
        load = import_module("tilts.places.migrations.0002_load_territories").load
        load(apps, SimpleNamespace(connection=connection))
    publish_shipped(Questionnaire, QuestionnaireVersion)


@pytest.fixture
def shipped(db: None) -> None:
    """What migrations load is there."""
    ship()


@pytest.fixture
def cast(shipped: None) -> Cast:
    """A small world of people and offices, made with the real verbs."""
    return build_cast()


@pytest.fixture
def enter() -> Callable[..., Client]:
    """A browser in which this user has just signed in, with a second factor, reading English."""

    def signed_in(user: User, **marks: Any) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.cookies["tilts_language"] = "en"
        client.force_login(user, backend="tilts.accounts.sessions.SignedIn")
        session = client.session
        session.update({**just_signed_in(), **marks})
        session.save()
        return client

    return signed_in
