"""What every test may ask for."""

from collections.abc import Callable, Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import translation
from tests.cast import Cast, build_cast

from tilts.access.append_only import keep_append_only, let_go
from tilts.access.models import User
from tilts.places.models import Territory
from tilts.questionnaires.models import Questionnaire, QuestionnaireVersion
from tilts.questionnaires.shipped import publish_shipped


@pytest.fixture(autouse=True)
def _pages_in_latvian() -> Iterator[None]:
    """Each test begins in the language an installation begins in, whatever the test before it chose."""
    with translation.override("lv"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Tests that commit empty the tables after themselves; the trace lets nobody else delete."""
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def emptied(self: Any, statements: list[str]) -> None:
        let_go(self.connection)
        empty(self, statements)
        keep_append_only(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", emptied)
        yield


@pytest.fixture
def shipped(db: None) -> None:
    """What migrations load (territories, questionnaires), also after a test that emptied the tables."""
    if not Territory.objects.exists():
        load = import_module("tilts.places.migrations.0002_load_territories").load
        load(apps, SimpleNamespace(connection=connection))
    publish_shipped(Questionnaire, QuestionnaireVersion)


@pytest.fixture
def cast(shipped: None) -> Cast:
    """A small world of people and offices, made with the real verbs."""
    return build_cast()


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """A browser in which this user is signed in, reading English."""

    def signed_in(user: User) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.cookies["tilts_language"] = "en"
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
