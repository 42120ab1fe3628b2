"""One form opened on two pages and sent from both: which rows the second sending writes over, and what it is told."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from tests.access.forms_filled import LEFT_OUT, Filled, form_on, sendable

FIRST, SECOND = "rakstaPirmais", "rakstaOtrais"
NOT_WORDS = {"version", "updated_at", "seen_at"}
"""Columns that say that something was written, not what."""
ALSO_LEFT_OUT = {"access_draft", "access_session", "post_letter"}
Rows = dict[tuple[str, Any], dict[str, Any]]


@dataclass
class Went:
    """How it went when the same form was sent from two pages."""

    how: str
    """`refused` where the second was told, `both` where both are kept; else why it was not tried."""
    over: tuple[str, ...] = ()
    """Columns in which what the first wrote is no more."""
    lost: tuple[str, ...] = ()
    """Words of the second that are neither written nor shown again."""
    unseen: tuple[str, ...] = ()
    """Words of the first that the second, asked to look, does not see."""
    status: int = 0
    """What the second got."""


def all_rows() -> Rows:
    """What stands in all tables of ours."""
    models = [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("tilts.")]
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted({one._meta.db_table for one in models} - LEFT_OUT - ALSO_LEFT_OUT):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for values in cursor.fetchall():
                row = dict(zip(names, values, strict=True))
                found[table, row.get("id", tuple(map(str, values)))] = row
    return found


def changed(before: Rows, after: Rows) -> set[tuple[str, Any, str]]:
    """Which columns of which rows are others; of a row that is new or gone, all."""
    found = set()
    for key in before.keys() | after.keys():
        one, other = before.get(key, {}), after.get(key, {})
        found |= {(*key, name) for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    return {where for where in found if where[2] not in NOT_WORDS}


def written_over(before: Rows, between: Rows, after: Rows) -> tuple[str, ...]:
    """Columns which the first wrote and the second wrote anew."""
    both = changed(before, between) & changed(between, after)
    return tuple(sorted({f"{table}.{name}" for table, key, name in both if (table, key) in between}))


def otherwise(form: Any, told: dict[str, Any], what: set[str]) -> Filled:
    """The same form filled in in another way, in fields of these kinds: `words`, `choices`, `numbers`, `days`."""
    found = Filled(dict(told))
    for one in form.xpath(".//input | .//select | .//textarea"):
        name, kind = one.get("name"), one.get("type", "text") if one.tag == "input" else one.tag
        if name not in told or kind == "hidden":
            continue
        before = told[name]
        if isinstance(before, str):
            now = _other(form, one, name, kind, before)
            if now[0] in what:
                found.told[name] = now[1]
                if now[0] == "words":
                    found.free.append(now[1])
    return found


def _other(form: Any, one: Any, name: str, kind: str, before: str) -> tuple[str, str]:
    if kind in {"select", "radio"}:
        options = one.xpath(".//option") if kind == "select" else form.xpath(f'.//input[@name="{name}"]')
        others = [option.get("value") for option in options if option.get("value") not in {None, "", before}]
        return "choices", others[0] if others else before
    if kind == "number":
        return "numbers", str(int(float(before or 0)) + 1)
    if kind in {"date", "datetime-local"} and before:
        day = timedelta(days=1)
        if kind == "date":
            return "days", (date.fromisoformat(before) + day).isoformat()
        return "days", (datetime.fromisoformat(before) + day).strftime("%Y-%m-%dT%H:%M")
    if kind in {"text", "textarea"} and FIRST in before:
        return "words", before.replace(FIRST, SECOND)
    return "", before


WAYS = ({"words", "choices", "numbers", "days"}, {"words"}, {"choices"}, {"numbers"}, {"days"}, {"words", "choices"})


def ways(form: Any, told: dict[str, Any]) -> Iterator[Filled]:
    """Other ways of filling in a form, which differ from this one."""
    for what in WAYS:
        filled = otherwise(form, told, what)
        if filled.told != told:
            yield filled


def from_two_pages(browser: Client, address: str, hints: dict[str, Any]) -> Went:
    """Open the page twice, send both; everything is as before when this is over."""
    page = browser.get(address)
    form = form_on(page.content, address) if page.status_code == 200 and not page.streaming else None
    if form is None:
        return Went("no form")
    first = next((one for one in sendable(browser, address, hints, FIRST) if taken(browser, address, one)), None)
    if first is None:
        return Went("not sent")
    second = next((one for one in ways(form, first.told) if taken(browser, address, one)), None)
    if second is None:
        return Went("alone")
    mark, before = transaction.savepoint(), all_rows()
    browser.post(address, first.told)
    between = all_rows()
    answer = browser.post(address, second.told | {"once": secrets.token_hex(32)})
    after = all_rows()
    transaction.savepoint_rollback(mark)
    if changed(between, after):
        return Went("both", written_over(before, between, after), status=answer.status_code)
    shown = "" if answer.status_code == 302 else unescape(answer.content.decode())
    lost = tuple(words for words in second.free if words not in shown)
    asked = 'name="version"' in shown and any(SECOND in words for words in second.free)
    theirs = [str(first.told[name]) for name in first.free if asked]
    return Went("refused", (), lost, tuple(words for words in theirs if words not in shown), answer.status_code)


def taken(browser: Client, address: str, filled: Filled) -> bool:
    """Whether this is taken where nobody else writes."""
    mark = transaction.savepoint()
    answer = browser.post(address, filled.told)
    transaction.savepoint_rollback(mark)
    return bool(answer.status_code == 302)
