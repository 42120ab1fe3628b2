"""T1: every address x method x actor x state of the record, against one table of expected answers (`matrix.py`)."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from tests.access.matrix import TABLE, Row, actors, expected
from tests.access.matrix_world import World
from tests.selection import ON_POSTGRESQL
from tests.walk_urls import Route, routes

import tilts.config.urls as addresses
from tilts.access.reach import RULES

pytestmark = pytest.mark.django_db
SENT_TO = {"/accounts/login/": "login", "/purpose/": "purpose", "/accounts/reauthenticate": "again"}
ROOMS = ["case", "doorstep", "inbox", "document", "rights", "meeting", "house"]


def room_of(row: Row) -> str:
    """In which walk a row is."""
    start = row.pattern.split("/")[0].rstrip("s")
    start = {"folder": "document", "right": "rights"}.get(start, start)
    return start if start in ROOMS else "house"


STANDS = sorted({state for row in TABLE if room_of(row) == "case" for state in row.states})
SHORT = [("doorstep", None), ("inbox", None), ("document", None), ("case", "")]
"""Rooms with few addresses: one world is made for all of them."""
LATER = "closed"
"""The cases that are left to the longer runs."""
WALKS = [
    pytest.param(SHORT, id="short"),
    *(pytest.param([(room, None)], id=room) for room in ("rights", "meeting", "house")),
    *(
        pytest.param([("case", one)], id=f"case-{one}", marks=[pytest.mark.lengthy] if one == LATER else [])
        for one in STANDS
        if one
    ),
]
"""The rooms one by one, and the cases by how they stand: so that no walk takes long."""


ON_BOTH = ["nobody", "worker", "specialist", "colleague", "supervisor", "unsaid", "walled", "dp", "manager", "funder"]
ON_BOTH += ["submitter", "stranger", "receiver", "accepted", "meeting", "participant"]
"""Who walks on PostgreSQL: somebody of each way in which rows are reached."""


@pytest.fixture
def world(cast, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return World(cast)


def browsers(world: World, enter: Callable[..., Client]) -> dict[str, Client]:
    """A browser for everybody, and one in which nobody is signed in."""
    made = {"nobody": Client()}
    for who, reach in world.actors.items():
        made[who] = enter(reach.user, **({} if who == "unsaid" else {"purpose": "supervision"}))
    for one in made.values():
        one.raise_request_exception = False
    return made


def answered(browser: Client, method: str, address: str) -> str:
    """What the answer says: its status, or where it sends on to; nothing that was done stays."""
    kept, mark = dict(browser.cookies), transaction.savepoint()
    answer: HttpResponse = getattr(browser, method)(address, {"sent": "1"} if method == "post" else {})
    transaction.savepoint_rollback(mark)
    browser.cookies.clear()
    browser.cookies.update(kept)
    if answer.status_code != 302:
        return str(answer.status_code)
    return next((word for start, word in SENT_TO.items() if answer.url.startswith(start)), "302")


class Doors:
    """Answers of doors that are shut whatever the record is: over HTTP where that says something, else by the rule.

    A door asks its rule before it looks at a record. So an address that refused somebody over HTTP is not asked in that
    way again by whom the rule itself, asked anew, says no to; but each of them is refused over HTTP once in a walk.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.refused: set[tuple[str, str]] = set()

    def answer(self, route: Route, method: str, who: str, browser: Client, address: str) -> str:
        """What this actor gets there."""
        reach = self.world.actors.get(who)
        shut = reach is not None and route.door in RULES and not reach.may(route.door)
        there, they = (route.pattern, method), (who, method)
        if shut and {there, they} <= self.refused:
            return "403"
        got = answered(browser, method, address)
        if shut and got == "403":
            self.refused |= {there, they}
        return got


def without_row(found: list[Route]) -> set[str]:
    """Addresses of ours of which the table knows nothing."""
    return {route.pattern for route in found if route.is_ours} - {row.pattern for row in TABLE}


def test_every_address_has_its_row_and_every_row_its_address():
    assert without_row(routes()) == set()
    assert {row.pattern for row in TABLE} - {route.pattern for route in routes()} == set()


def test_an_address_that_nobody_wrote_into_the_table_is_found(monkeypatch):
    def planted(request):
        return HttpResponse()

    planted.__module__ = "tilts.cases.views.case"
    monkeypatch.setattr(addresses, "urlpatterns", [*addresses.urlpatterns, path("planted/", planted)])
    assert without_row([*routes(), Route("planted/", planted, "planted")]) == {"planted/"}


def test_every_row_in_each_state_is_in_one_walk_and_no_more():
    for row in TABLE:
        for state in row.states:
            mine = {(room_of(row), None), (room_of(row), state)}
            assert sum(bool(mine & set(walk.values[0])) for walk in WALKS) == 1, (row.pattern, state)


def test_the_table_names_only_people_who_are_there(world):
    there = {*world.actors, "nobody", "rest"}
    for row in TABLE:
        for told in (part for answers in row.states.values() for part in answers):
            for part in told.split(","):
                assert set(actors(" ".join(part.split()[:-1]))) <= there, (row.pattern, part)


@pytest.mark.long
@pytest.mark.parametrize("walk", WALKS)
def test_everybody_gets_what_the_table_says(world, enter, walk):
    there, differ, doors = browsers(world, enter), [], Doors(world)
    there = {who: there[who] for who in ON_BOTH} if ON_POSTGRESQL else there
    by_pattern = {route.pattern: route for route in routes()}
    for row in TABLE:
        route = by_pattern[row.pattern]
        for state, answers in row.states.items():
            if not {(room_of(row), None), (room_of(row), state)} & set(walk):
                continue
            [address] = world.filling(state).addresses(route)
            for method, told in zip(("get", "post"), answers, strict=True):
                for who, browser in there.items():
                    got, wanted = doors.answer(route, method, who, browser, address), expected(told, who)
                    if got != wanted:
                        differ.append(f"{method} {row.pattern} [{state}] {who}: {got}, not {wanted}")
    assert differ == [], "\n" + "\n".join(differ)
