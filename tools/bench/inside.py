"""What is done inside an installation, of this commit or another: make its data, time pages in process, ask plain SQL.

`make CASES ACTS`, `places`, `time PLACES` and `bare PLACES` print one line of JSON. It runs with the `tilts`
that PYTHONPATH names, and so uses only what both commits have.
"""

import json
import statistics
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from bench import plain
from tilts.access import doors
from tilts.access import reach as reach_room
from tilts.access.actor import acting
from tilts.access.models import ZONES, Membership, User
from tilts.access.owner import as_job
from tilts.access.reach import Reach, Zones, unscoped
from tilts.access.standing import NOWHERE
from tilts.accounts.sessions import BEGUN, SECOND_FACTOR, USED
from tilts.cases.actions import add_party, open_case
from tilts.cases.models import Case, Party
from tilts.config.starting import mark_home, prepare
from tilts.generated.build import Asked, generate, is_empty
from tilts.generated.contents import fill
from tilts.people.actions import record_person
from tilts.sealing.fields import SealedTextField

WHY = "bench"
WORKER, ALL = "socdienests@demo.tilts.example", "vaditaja@demo.tilts.example"
FIVE_YEARS_AGO = timedelta(days=1_825)
ROUNDS = 15
NOT_ASKED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "PREPARE", "SET ", "SELECT set_config")
"""The frame of a transaction is no query."""


def make(cases: int, acts: int) -> int:
    """Generate a country where nothing is yet."""
    prepare()
    mark_home("demo")
    with as_job():
        if is_empty():
            generate(Asked(cases, acts, 2026, timezone.localdate()))
    return cases


def _reach(email: str) -> Reach:
    membership = Membership.objects.select_related("user", "organisation").get(user__email=email)
    return Reach(user=membership.user, membership=membership)


def places() -> dict[str, str]:
    """The addresses that are measured; a file of five years is made where there is none."""
    worker = _reach(WORKER)
    with as_job(), transaction.atomic():
        mine = unscoped(Case, reason=WHY).filter(lead=worker.user, closed_on=None).order_by("-opened_on", "code")
        full = mine.filter(opened_on=timezone.localdate() - FIVE_YEARS_AGO).first() or _full(worker)
        case, write = mine.exclude(pk=full.pk)[:2]
        party = Party._base_manager.filter(case=case).select_related("person").first()
        name = f"{party.person.given_name} {party.person.family_name}" if party else "Anna"
    fixed = {"healthz": "/healthz", "account": "/account/", "list": "/cases/", "list all": "/cases/", "day": "/"}
    files = {"case": f"/cases/{case.pk}/", "file": f"/cases/{full.pk}/", "write": f"/cases/{write.pk}/"}
    return {**fixed, **files, "name": name}


def _full(worker: Reach) -> Case:
    with acting(worker):
        case = open_case(worker, kind="violence", opened_on=timezone.localdate() - FIVE_YEARS_AGO)
        person = record_person(worker, case.folder, given_name="Austra", family_name="Garsele")
        add_party(worker, case, person=person)
    fill(case)
    return case


def _client(email: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    if email:
        client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
        session, now = client.session, time.time()
        session.update({BEGUN: now, USED: now, SECOND_FACTOR: True})
        session.save()
    return client


def _median(asked: Any) -> float:
    took = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        asked()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def timed(there: dict[str, str]) -> dict[str, Any]:
    """Server time in milliseconds and queries of each page; milliseconds of the same questions as plain SQL."""
    pages = {}
    for page in ("healthz", "account", "list", "list all", "case", "file", "day"):
        client = _client({"healthz": "", "list all": ALL}.get(page, WORKER))
        client.get(there[page])  # the first look of a session writes it down; the next ones are what a day is made of
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(there[page])
        if answer.status_code != 200:
            raise SystemExit(f"{there[page]} answered {answer.status_code}")
        asked = sum(not query["sql"].startswith(NOT_ASKED) for query in queries.captured_queries)
        pages[page] = {"server": _warm(client, there[page]), "queries": asked}
    with as_job():
        for page, (statements, email) in plain.QUESTIONS.items():
            facts = _facts(_reach(email.format(worker=WORKER, all=ALL)), there["case"].split("/")[2])
            if not plain.ask(statements, facts):
                raise SystemExit(f"the plain questions of {page} find nothing")
            pages[page]["sql"] = _median(lambda one=statements, told=facts: plain.ask(one, told))
    return pages


def bare(there: dict[str, str]) -> dict[str, float]:
    """Milliseconds of two pages without trace, scoping and opening of what is sealed: what these cost is the rest.

    In a process of its own, for what is prepared once is kept.
    """
    every: dict[str, Any] = dict.fromkeys(ZONES, 2)
    all_zones = Zones(**every)
    with ExitStack() as stubs:
        for target, name, stub in (
            (doors, "write_entry_first", lambda *_a, **_k: None),
            (doors, "standing", lambda *_a: NOWHERE),
            (reach_room, "granted", _own),
            (Reach, "zones", lambda *_a: all_zones),
            (SealedTextField, "open", lambda field, *_a: field.empty()),
        ):
            stubs.enter_context(mock.patch.object(target, name, stub))
        client = _client(WORKER)
        return {page: _warm(client, there[page]) for page in ("list", "case")}


def _own(reach: Reach, rows: Any, **_asked: str) -> Any:
    """What stands for scoping where it is left out: rows of one's own organisation, where they have one."""
    columns = {field.name for field in rows.model._meta.get_fields()}
    return rows.filter(organisation=reach.organisation) if "organisation" in columns else rows


def _warm(client: Client, path: str) -> float:
    for _round in range(2):
        client.get(path)
    return _median(lambda: client.get(path))


def _facts(reach: Reach, case: str) -> dict[str, Any]:
    """Who asks, in the words of the plain questions and as the database holds ids."""
    sqlite = connection.vendor == "sqlite"
    assert reach.user and reach.organisation
    ids = {"user": str(reach.user.pk), "unit": str(reach.organisation.pk), "case": case}
    now = timezone.now().replace(tzinfo=None) if sqlite else timezone.now()
    told = {name: value.replace("-", "") if sqlite else value for name, value in ids.items()}
    return told | {"role": reach.role, "now": now, "today": timezone.localdate()}


def main() -> int:
    """One word says what."""
    autodiscover_modules("policy", "measures", "panels", "tasks", "jobs", "holdings")
    what, rest = sys.argv[1], sys.argv[2:]
    if what == "make":
        found: Any = make(int(rest[0]), int(rest[1]))
    elif what == "places":
        found = places()
    else:
        found = {"time": timed, "bare": bare}[what](json.loads(rest[0]))
    print(json.dumps(found))
    return 0
