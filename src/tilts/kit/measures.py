"""The measure registry: what can be counted, declared once, read by every screen, report and command.

A measure returns rows, not a number, plus what is taken of them. Its docstring is the definition a funder reads.
The declared columns are looked up by the counting engine; nothing else may count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

RowsOf = Callable[[Any], Any]
"""From reach to rows: each row an act, joined or not to the persons who took part in it."""
Column = str | Callable[[Any], Any]
"""The path of a column from the rows, or a function from reach to an expression over them."""


@dataclass(frozen=True)
class OneOf:
    """A column that is worked out: which values it can have, and by which rule, in English and in Latvian."""

    expression: Callable[[Any], Any]
    values: tuple[str, ...]
    rule: tuple[str, str] = ("", "")

    def __call__(self, reach: Any) -> Any:
        """The expression over the rows."""
        return self.expression(reach)


TIME = ("month", "quarter", "year")
"""By these every measure breaks down."""


@dataclass(frozen=True)
class Source:
    """One set of rows, which of their columns is counted, and by which columns it breaks down.

    Joins may repeat an act; what is counted, or summed, is taken once per distinct value of `counts`.
    """

    rows: RowsOf
    counts: Column = "pk"
    by: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """One declared number.

    `on` is the stored local day of the act; `sums` a column of numbers that is summed once per act; `monthly_mean`
    divides the sum of the months' distinct counts by every calendar month touched. `sources` have the same breakdowns,
    and what is in two of them is counted once. `paid_by` turns a project into the ids of the acts it pays for.
    """

    key: str
    name: str | Promise
    name_lv: str
    definition: str
    definition_lv: str
    sources: tuple[Source, ...]
    count_type: str
    on: str
    sums: str = ""
    monthly_mean: bool = False
    paid_by: Callable[[Any], Any] | None = None
    retired: bool = False

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """The names by which this number may be broken down; time is always among them."""
        return (*TIME, *self.sources[0].by)

    @property
    def meaning(self) -> str:
        """The definition in the language of the page."""
        return self.definition_lv if (get_language() or "lv").startswith("lv") else self.definition


MEASURES: dict[str, Measure] = {}


class UnknownMeasure(LookupError):
    """No measure has this key."""


def measure(
    key: str,
    name: str | Promise,
    *,
    lv: tuple[str, str],
    count_type: str,
    on: str,
    counts: Column = "pk",
    by: Mapping[str, Column] | None = None,
    also: tuple[Source, ...] = (),
    **more: Any,
) -> Callable[[RowsOf], RowsOf]:
    """Declare a measure under a key that never changes its meaning; a changed definition is a new key.

    `lv` is the Latvian name and definition; the English definition is the docstring of the function. To both the rules
    of worked out breakdowns are added.
    """

    def declare(rows: RowsOf) -> RowsOf:
        if key in MEASURES:
            raise ValueError(f"measure {key} is declared twice")
        MEASURES[key] = Measure(
            key=key,
            name=name,
            name_lv=lv[0],
            definition=" ".join([" ".join((rows.__doc__ or "").split()), *_rules(by or {}, 0)]),
            definition_lv=" ".join([lv[1], *_rules(by or {}, 1)]),
            sources=(Source(rows, counts, by or {}), *also),
            count_type=count_type,
            on=on,
            **more,
        )
        return rows

    return declare


def _rules(by: Mapping[str, Column], language: int) -> list[str]:
    return [column.rule[language] for column in by.values() if isinstance(column, OneOf) and column.rule[language]]


def find_measure(key: str) -> Measure:
    """The measure of this key; `UnknownMeasure` if there is none."""
    try:
        return MEASURES[key]
    except KeyError as missing:
        raise UnknownMeasure(key) from missing
