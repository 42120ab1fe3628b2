"""Forms as a browser has them: read from the page, filled in as somebody would who is in a hurry, and sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import html
from tests.access.matrix import TABLE, Row, expected
from tests.walk_urls import Route, routes

DAYS = (0, 30, -1, 1, 400)
CHOICES = (0, -1)
WHOLE = (True, False)
"""Every field, or only those that must be filled in."""
FIRST_ASKED = ("worker", "coordinator", "supervisor", "dp", "submitter")
"""Whose forms hold most; then everybody else."""
NEVER_TYPED = {"csrfmiddlewaretoken"}


@dataclass
class Filled:
    """A form of a page, filled in."""

    told: dict[str, Any] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    """Its fields in which words are written."""


def form_on(page: bytes, address: str) -> Any:
    """The form of this page that is sent to its own address; nothing where there is none."""
    tree = html.fromstring(page)
    here = urlsplit(address).path
    for one in tree.xpath("//main//form | //form"):
        if one.get("method", "").lower() == "post" and urlsplit(one.get("action") or here).path == here:
            return one
    return None


def fill(form: Any, day: int, choice: int, whole: bool = True, mark: str = "") -> Filled:
    """Every field with what stands in it, else with something that may stand there."""
    found = Filled()
    for one in form.xpath(".//input | .//select | .//textarea"):
        name, kind = one.get("name"), one.get("type", "text") if one.tag == "input" else one.tag
        wanted = whole or kind in {"hidden", "radio"} or one.get("required") is not None or one.get("value") or one.text
        if name and name not in NEVER_TYPED and one.get("disabled") is None and wanted:
            _put(found, form, one, name, kind, day, choice, mark)
    return found


def _put(found: Filled, form: Any, one: Any, name: str, kind: str, day: int, choice: int, mark: str) -> None:
    if kind in {"submit", "button", "file", "image", "reset"}:
        return
    if kind in {"radio", "checkbox"}:
        _tick(found.told, form, name, kind, choice)
    elif kind == "select":
        _choose(found.told, one, name, choice)
    else:
        found.told[name] = _typed(one, kind, day, mark)
        if kind in {"text", "textarea"} and one.get("type") != "hidden":
            found.free.append(name)


def _tick(told: dict[str, Any], form: Any, name: str, kind: str, choice: int) -> None:
    same = [one for one in form.xpath(".//input") if one.get("name") == name]
    ticked = [one.get("value", "on") for one in same if one.get("checked") is not None]
    if kind == "radio":
        told[name] = ticked[0] if ticked else same[choice].get("value")
    elif ticked or choice == 0:
        told[name] = ticked or [one.get("value", "on") for one in same]


def _choose(told: dict[str, Any], one: Any, name: str, choice: int) -> None:
    chosen = [option.get("value") for option in one.xpath(".//option[@selected]") if option.get("value")]
    values = [option.get("value") for option in one.xpath(".//option") if option.get("value")]
    if chosen or values:
        told[name] = chosen if one.get("multiple") is not None and chosen else (chosen or [values[choice]])[0]


def _typed(one: Any, kind: str, day: int, mark: str) -> str:
    standing = (one.text or "").lstrip("\n") if kind == "textarea" else one.get("value", "")
    moment = timezone.localtime() + timedelta(days=day)
    new = {
        "hidden": standing,
        "date": standing or moment.strftime("%Y-%m-%d"),
        "datetime-local": standing or moment.strftime("%Y-%m-%dT%H:%M"),
        "time": standing or "10:00",
        "number": standing or one.get("min") or "1",
        "email": standing or f"kads{mark}@elsewhere.example",
        "tel": standing or "+371 20 000 000",
        "url": standing or "https://elsewhere.example/",
    }
    words = f"{standing or 'Vārdi, ko raksta'}{mark and ' '}{mark}"
    return new.get(kind, words) if not re.search(r"phone|value", one.get("name", "")) else standing or "20000001"


def places(actors: set[str]) -> Iterator[tuple[Row, Route, str, str]]:
    """Every address that takes a form: its row, its route, the state, and somebody who may."""
    by_pattern = {route.pattern: route for route in routes() if route.is_ours}
    for row in TABLE:
        route = by_pattern.get(row.pattern)
        if route is None or not route.door or route.door.startswith("open: "):
            continue
        for state, (get, post) in row.states.items():
            may = (one for one in ranked(actors) if expected(get, one) != "403")
            who = next((one for one in may if expected(post, one) in {"200", "302", "422"}), None)
            if who:
                yield row, route, state, who
                break


def ranked(actors: set[str]) -> list[str]:
    """Everybody, the busiest first."""
    return [*FIRST_ASKED, *sorted(actors - {*FIRST_ASKED})]


def variants() -> Iterator[tuple[bool, int, int]]:
    """In which ways a form is tried to be filled in."""
    yield from product(WHOLE, DAYS, CHOICES)


def sendable(browser: Client, address: str, hints: dict[str, Any], mark: str = "") -> Iterator[Filled]:
    """What may be sent to this address: the form of its page, else nothing but a press; `mark` stands in its words."""
    page = browser.get(address)
    form = form_on(page.content, address) if page.status_code == 200 and not page.streaming else None
    if form is None:
        yield Filled(dict(hints))
        return
    for whole, day, choice in variants():
        filled = fill(form, day, choice, whole, mark)
        filled.told |= hints
        yield filled


LEFT_OUT = {"access_auditentry", "access_audithead", "django_session", "tilts_cache", "access_sending"}


def rows_of_tables() -> dict[str, int]:
    """How many rows each table of ours has."""
    tables = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("tilts.")}
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables - LEFT_OUT):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def hints_of(world: Any, pattern: str) -> dict[str, Any]:
    """What somebody has to know beside the page to fill in its form."""
    code = world.cases["open"][0].code
    return {
        "emergency/": {"code": code, "reason": "Viņa zvanīja no vannasistabas un vairs neatbild."},
        "walls/raise/": {"code": code, "unit": "", "user": str(world.cast.second_worker.user.pk)},
        "people/<uuid:person>/wall/": {"unit": ""},
        "cases/<uuid:id>/team/add/": {"user": str(world.cast.second_worker.user.pk)},  # before others a wall stands
        "rights/keeping/new/": {"years": "10"},
        "rights/holds/new/": {"case_code": code, "ends": ""},
        "meetings/<uuid:id>/invite/": {"unit": "", "colleague": ""},
    }.get(pattern, {})
