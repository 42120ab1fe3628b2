"""The value of a breakdown as typed: understood in the spellings of registers, refused where it cannot be."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from tilts.access.models import Organisation, Site
from tilts.access.reach import Reach, unscoped
from tilts.kit.measures import TIME, Measure, OneOf
from tilts.kit.periods import Period
from tilts.kit.text import plain
from tilts.places.models import Territory
from tilts.projects.models import Project, ProjectAlias
from tilts.reports.asks import spellings_of
from tilts.reports.counting import UNKNOWN, count

EVER = Period.of(date(1990, 1, 1), date(2099, 12, 31))
REASON = "command line"
SHOWN = 12
"""So many values are named where none is near."""
_TIMES = {
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"\d{4}-Q[1-4]"),
    "year": re.compile(r"\d{4}"),
}
_LIKE = {"month": "2026-02", "quarter": "2026-Q1", "year": "2026"}
_YES = {"ja": "yes", "ne": "no"}


class UnknownValue(ValueError):
    """No such value can be; the message is a sentence for the user and names those that are near."""


def typed_value(measure: Measure, name: str, typed: str) -> str:
    """The value that is meant by `typed` in the breakdown `name`; `UnknownValue` where there is none."""
    if name in TIME:
        return _typed_time(name, typed)
    known = _spellings(measure, name)
    if plain(typed) in known:
        return known[plain(typed)]
    raise UnknownValue(_refusal(name, typed, known))


def _typed_time(name: str, typed: str) -> str:
    if _TIMES[name].fullmatch(typed.upper()):
        return typed.upper()
    words = {"value": typed, "name": name, "like": _LIKE[name]}
    raise UnknownValue(_("“%(value)s” is no value of “%(name)s”; write it like %(like)s.") % words)


def _refusal(name: str, typed: str, known: dict[str, str]) -> str:
    near = list(dict.fromkeys(known[one] for one in get_close_matches(plain(typed), known, n=5, cutoff=0.6)))
    values = sorted(set(known.values()))
    words = {"value": typed, "name": name, "near": ", ".join(near or values[:SHOWN])}
    if near:
        return _("“%(value)s” is no value of “%(name)s”. Near it: %(near)s.") % words
    if len(values) <= SHOWN:
        return _("“%(value)s” is no value of “%(name)s”. It can be: %(near)s.") % words
    return _("“%(value)s” is no value of “%(name)s”. It can be, for example: %(near)s.") % words


def _spellings(measure: Measure, name: str) -> dict[str, str]:
    """Every spelling of every value that can be; a value itself before what is only called like it."""
    values = {*_declared(measure, name), *_occurring(measure, name), UNKNOWN}
    named = dict(_named(name))
    others = {**_labels(measure, name), **spellings_of.first(name), **named, plain(_("unknown")): UNKNOWN}
    if "yes" in values:
        others |= _YES
    return others | {plain(one): one for one in {*values, *named.values()}}


def _declared(measure: Measure, name: str) -> Iterable[str]:
    column = measure.sources[0].by[name]
    return column.values if isinstance(column, OneOf) else _labels(measure, name).values()


def _occurring(measure: Measure, name: str) -> Iterable[str]:
    table = count(measure.key, reach=Reach().counting(None), period=EVER, by=[name])
    return (dims[name] for dims, _figure in table.rows)


def _labels(measure: Measure, name: str) -> dict[str, str]:
    """The choices of the column, by value and by label; none where any text may stand."""
    column = measure.sources[0].by[name]
    choices = _choices(measure, column) if isinstance(column, str) else ()
    return {plain(word): str(value) for value, label in choices for word in (str(value), str(label)) if value}


def _choices(measure: Measure, path: str) -> Iterable[tuple[Any, Any]]:
    rows = measure.sources[0].rows(Reach().counting(None))
    model: Any = rows.model
    field: Any = None
    parts, joined = path.split("__"), rows.query._filtered_relations
    while parts[0] in joined:
        parts[:1] = joined[parts[0]].relation_name.split("__")
    for part in parts:
        field = model._meta.get_field(part)
        model = field.related_model or model
    return field.choices or ()


def _named(name: str) -> Iterable[tuple[str, str]]:
    """What has a code or a name in a table of its own, by each of them."""
    found: dict[str, Callable[[], Iterable[tuple[Any, ...]]]] = {
        "organisation": lambda: Organisation.objects.order_by().values_list("code", "name"),
        "site": lambda: Site.objects.order_by().values_list("code", "name"),
        "municipality": lambda: Territory.objects.order_by().values_list("name_lv", "name_en", "code"),
        "project": _projects,
    }
    for value, *others in found.get(name, list)():
        yield from ((plain(word), value) for word in (value, *others) if word)


def _projects() -> Iterable[tuple[Any, ...]]:
    yield from unscoped(Project, reason=REASON).filter(voided_at=None).values_list("code", "title_lv", "title_en")
    yield from unscoped(ProjectAlias, reason=REASON).values_list("project__code", "code")
