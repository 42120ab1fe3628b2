"""`tilts bench`: server time and queries of every page in the line, on what is in TILTS_HOME, in one run."""

import argparse
import statistics
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tilts.access.reach import unscoped
from tilts.access.sessions import SECOND_FACTOR
from tilts.cases.models import Case
from tilts.kit.cli import BadInput
from tilts.projects.models import Project
from tilts.risk.models import DoorstepReport

ROUNDS = 30
NOT_ASKED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ", "SELECT set_config")
"""The frame of a transaction is no query."""


def add_parsers(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("bench", help="the speed figures")
    parser.set_defaults(run=run_bench)


def _client(email: str) -> Client:
    user = get_user_model().objects.filter(email=email).first()
    if user is None:
        raise BadInput("tilts: the figures need the demonstration: run `tilts demo --no-serve` first.")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def _measure(client: Client, url: str) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    asked = sum(not query["sql"].startswith(NOT_ASKED) for query in queries.captured_queries)
    if answer.status_code != 200:
        raise BadInput(f"tilts: {url} answered {answer.status_code}.")
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), asked


def _pages() -> list[tuple[str, str, str]]:
    case = unscoped(Case, reason="bench").filter(organisation__code="balvu-sd").first()
    report = unscoped(DoorstepReport, reason="bench").filter(state="taken_up").first()
    project = unscoped(Project, reason="bench").get(code="marta")
    worker, police, manager = "socdienests", "policija", "projekts"
    return [
        ("my day", worker, "/"),
        ("inbox", worker, "/inbox/"),
        ("case list", worker, "/cases/"),
        ("case page", worker, f"/cases/{case.pk}/"),
        ("add a consultation", worker, f"/cases/{case.pk}/consultations/add/"),
        ("report page", worker, f"/doorstep/{report.pk}/"),
        ("who has access", worker, f"/cases/{case.pk}/access/"),
        ("officer's reports", police, "/doorstep/"),
        ("projects", manager, "/projects/"),
        ("project page", manager, f"/projects/{project.code}/"),
        ("reports", manager, "/reports/"),
    ]


def run_bench(args: argparse.Namespace) -> int:
    """Print median server time, its ratio to an empty page of the same stack, and queries."""
    empty, _queries = _measure(Client(SERVER_NAME="127.0.0.1"), "/healthz")
    print(f"{'page':<22} {'median ms':>9} {'x empty':>8} {'queries':>7}")
    print(f"{'empty page':<22} {empty:>9.2f} {1:>8.0f} {0:>7}")
    for name, who, url in _pages():
        middle, queries = _measure(_client(f"{who}@demo.tilts.example"), url)
        print(f"{name:<22} {middle:>9.1f} {middle / empty:>8.0f} {queries:>7}")
    return 0
