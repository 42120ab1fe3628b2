"""`tilts bench`: server time and queries of every page in the line, on what is in TILTS_HOME, in one run."""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tilts.access import doors
from tilts.access import reach as reach_room
from tilts.access.models import ZONES
from tilts.access.reach import Reach, Zones, unscoped
from tilts.access.sealed import SealedTextField
from tilts.access.sessions import BEGUN, SECOND_FACTOR, USED
from tilts.access.standing import NOWHERE
from tilts.cases.models import Case
from tilts.config.generated.contents import fill
from tilts.kit.cli import BadInput
from tilts.projects.models import Project
from tilts.risk.models import DoorstepReport

ROUNDS = 30
COST_TURNS = 6
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
    session, now = client.session, time.time()
    session.update({BEGUN: now, USED: now, SECOND_FACTOR: True})
    session.save()
    return client


def _measure(client: Client, url: str) -> tuple[float, int]:
    client.get(url)  # the first look of a session writes it down; the next ones are what a day is made of
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


def _case() -> Case:
    """The newest case of the demonstration's social service."""
    found: Case = unscoped(Case, reason="bench").filter(organisation__code="balvu-sd").with_lead()[0]
    return found


def _pages() -> list[tuple[str, str, str]]:
    case = _case()
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


def _own(reach: Reach, rows: Any, **_asked: str) -> Any:
    """What stands for scoping where it is left out: rows of one's own organisation, where they have one."""
    columns = {field.name for field in rows.model._meta.get_fields()}
    return rows.filter(organisation=reach.organisation) if "organisation" in columns else rows


@contextmanager
def _without_trust() -> Iterator[None]:
    """The same pages without trace, scoping and opening of what is sealed: what these cost is the difference."""
    all_zones = Zones(*[2] * len(ZONES))
    with ExitStack() as stubs:
        for target, name, stub in (
            (doors, "write_entry_first", lambda *_a, **_k: None),
            (doors, "standing", lambda *_a: NOWHERE),
            (reach_room, "granted", _own),
            (Reach, "zones", lambda *_a: all_zones),
            (SealedTextField, "open", lambda field, *_a: field.empty()),
        ):
            stubs.enter_context(mock.patch.object(target, name, stub))
        yield


def _print_cost(pages: list[tuple[str, str, str]]) -> None:
    """Trace, scoping and opening on the case list and the case page, measured by turns in one run."""
    print(f"\n{'cost of trust':<22} {'with ms':>9} {'without':>9} {'adds':>7}")
    for name, who, url in pages:
        if name not in ("case list", "case page"):
            continue
        client = _client(f"{who}@demo.tilts.example")
        times: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(COST_TURNS):
            with nullcontext() if turn % 2 else _without_trust():
                times[bool(turn % 2)].append(_measure(client, url)[0])
        with_, without = statistics.median(times[True]), statistics.median(times[False])
        print(f"{name:<22} {with_:>9.1f} {without:>9.1f} {with_ / without - 1:>7.0%}")


def run_bench(args: argparse.Namespace) -> int:
    """Print median server time, its ratio to an empty page of the same stack, and queries."""
    empty, _queries = _measure(Client(SERVER_NAME="127.0.0.1"), "/healthz")
    print(f"{'page':<22} {'median ms':>9} {'x empty':>8} {'queries':>7}")
    print(f"{'empty page':<22} {empty:>9.2f} {1:>8.0f} {0:>7}")
    pages = _pages()
    for name, who, url in pages:
        middle, queries = _measure(_client(f"{who}@demo.tilts.example"), url)
        print(f"{name:<22} {middle:>9.1f} {middle / empty:>8.0f} {queries:>7}")
    name, who, url = next(page for page in pages if page[0] == "case page")
    with transaction.atomic():
        fill(_case())
        middle, queries = _measure(_client(f"{who}@demo.tilts.example"), url)
        transaction.set_rollback(True)
    print(f"{name + ', five years':<22} {middle:>9.1f} {middle / empty:>8.0f} {queries:>7}")
    _print_cost(pages)
    return 0
