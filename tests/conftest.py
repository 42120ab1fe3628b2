"""What every test may ask for."""

import time
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

from tilts.access.models import User
from tilts.access.sessions import BEGUN, FRESH, SECOND_FACTOR, USED
from tilts.places.models import Territory
from tilts.questionnaires.models import Questionnaire, QuestionnaireVersion
from tilts.questionnaires.shipped import publish_shipped


@pytest.fixture(autouse=True)
def _pages_in_latvian() -> Iterator[None]:
    """Each test begins in the language an installation begins in, whatever the test before it chose."""
    with translation.override("lv"):
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
def enter() -> Callable[..., Client]:
    """A browser in which this user has just signed in, with a second factor, reading English."""

    def signed_in(user: User, **marks: Any) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.cookies["tilts_language"] = "en"
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session, now = client.session, time.time()
        session.update({BEGUN: now, USED: now, FRESH: now, SECOND_FACTOR: True, **marks})
        session.save()
        return client

    return signed_in
