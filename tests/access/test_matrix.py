"""T1: every address x method x actor x state of the record, against one table of expected answers (`matrix.py`)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.access.matrix_world import World
from tests.walk_urls import routes

pytestmark = pytest.mark.django_db
EXPLORE = True


@pytest.fixture
def world(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return World(cast)


def browsers(world: World, enter: Callable[..., Client]) -> dict[str, Client]:
    """A browser for everybody, and one in which nobody is signed in."""
    made = {"nobody": Client()}
    for who, reach in world.actors.items():
        made[who] = enter(reach.user, **({} if who.endswith("unsaid") else {"purpose": "supervision"}))
    for one in made.values():
        one.raise_request_exception = False
    return made


def answered(browser: Client, method: str, address: str) -> str:
    """What the answer says: its status, and where it sends on to where that matters; nothing that was done stays."""
    kept, mark = dict(browser.cookies), transaction.savepoint()
    answer = getattr(browser, method)(address)
    transaction.savepoint_rollback(mark)
    browser.cookies.clear()
    browser.cookies.update(kept)
    if answer.status_code != 302:
        return str(answer.status_code)
    for start, word in SENT_TO.items():
        if answer.url.startswith(start):
            return word
    return "302"


SENT_TO = {"/accounts/login/": "login", "/purpose/": "purpose", "/accounts/reauthenticate": "again"}

def states(pattern):
    if pattern.startswith("cases/<uuid:id>"):
        return [{"case_state": s} for s in ("open","closed","restricted")]
    if pattern.startswith(("doorstep/<uuid:id>","inbox/<uuid:id>")):
        return [{"report_state": s} for s in ("draft","sent","taken up","returned")]
    if pattern.startswith("documents/<uuid:id>"):
        return [{"document": s} for s in ("clean","quarantine")]
    if pattern.startswith("rights/<uuid:id>"):
        return [{"request": s} for s in ("copy","proposed","erasure","correction","agreed")]
    return [{}]

def test_explore(world, enter):
    import json, time
    b = browsers(world, enter)
    out = {}
    t=time.time(); n=0
    for route in routes():
        if not route.is_ours: continue
        for st in states(route.pattern):
            [address] = world.filling(**st).addresses(route)
            for m in ("get","post"):
                for who, br in b.items():
                    n+=1
                    out.setdefault(f"{route.pattern} {next(iter(st.values()),'')} {m}", {})[who] = answered(br, m, address)
        json.dump([n,time.time()-t,out], open("/tmp/matrix_out.json","w"))
    print(n, time.time()-t)
    json.dump([n,time.time()-t,out], open("/tmp/matrix_out.json","w"))
