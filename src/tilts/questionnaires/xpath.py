"""The expressions of a form: XPath 1.0 by lxml, with the ODK functions that our questionnaires use.

Dates are text in the instance ("2018-06-05"), but XPath compares text with `<` as numbers. So in an expression that
compares or calculates, dates are turned into day numbers before it is compiled.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import isnan, nan
from typing import Any

from lxml import etree

EPOCH = date(1970, 1, 1)
LONGEST_MATCHED = 1000
MOMENT: ContextVar[datetime] = ContextVar("MOMENT")
"""The moment of one evaluation, so that `now()` does not move while an evaluation settles."""

NATIVE = frozenset(
    "boolean ceiling concat contains count false floor last local-name name normalize-space not number position round "
    "starts-with string string-length substring substring-after substring-before sum translate true".split()
)
NODE_TESTS = frozenset({"text", "node", "and", "or", "div", "mod"})
LITERAL = re.compile(r"""("[^"]*"|'[^']*')""")
CALL = re.compile(r"([A-Za-z_][\w.:-]*)\s*\(")
SUMS = re.compile(r"[<>+]|(?<=\s)[-*](?=\s)|\b(?:div|mod)\b")
TODAY = re.compile(r"(?<![\w-])(today|now)\(\s*\)")
DATE_CALL = re.compile(r"(?<![\w-])(?:date|date-time)\(")
OWN_VALUE = re.compile(r"(?<![\w./\])*])\.(?![\w./])")
DATE_RESULT = re.compile(r"^\s*(?:date|date-time)\(")


class Unsupported(ValueError):
    """The form asks for something that Tilts cannot do yet; the message names it."""


def text_of(value: Any) -> str:
    """What an XPath result reads as: a number without needless decimals, a node by its text."""
    if isinstance(value, list):
        return text_of(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    return value if isinstance(value, str) else str(value.text or "")


def _number_text(value: float) -> str:
    if isnan(value):
        return ""
    return str(int(value)) if value.is_integer() else repr(value)


def truth_of(value: Any) -> bool:
    """Whether an XPath result counts as true."""
    if isinstance(value, float):
        return bool(value) and not isnan(value)
    return bool(value)


def number_of(value: Any) -> float:
    """What an XPath result counts as; not a number where it is none."""
    if isinstance(value, (bool, float)):
        return float(value)
    try:
        return float(text_of(value))
    except ValueError:
        return nan


def days_of(value: Any) -> float:
    """A day or a moment as days since 1970 (local); a number stays what it is."""
    if isinstance(value, float):
        return value
    text = text_of(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return number_of(text)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return (moment.date() - EPOCH).days + seconds / 86400


def day_text(value: Any) -> str:
    """The day of a date, a moment or a number of days, as `2018-06-05`; empty where it is none."""
    days = days_of(value)
    if isnan(days) or abs(days) > 700_000:
        return ""
    return (EPOCH + timedelta(days=int(days // 1))).isoformat()


def _moment() -> datetime:
    return MOMENT.get(datetime.now(UTC))


def _pick(_context: Any, test: Any, yes: Any, no: Any) -> str | float | bool:
    chosen = yes if truth_of(test) else no
    return text_of(chosen) if isinstance(chosen, list) else chosen


def _first_filled(_context: Any, *values: Any) -> str:
    return next((text for text in map(text_of, values) if text), "")


def _selected_at(_context: Any, value: Any, place: Any) -> str:
    chosen = text_of(value).split()
    index = number_of(place)
    return chosen[int(index)] if 0 <= index < len(chosen) else ""


def _whole(_context: Any, value: Any) -> float:
    number = number_of(value)
    return number if isnan(number) else float(int(number))


def _matches(_context: Any, value: Any, pattern: Any) -> bool:
    text = text_of(value)
    if len(text) > LONGEST_MATCHED:
        return False
    return re.fullmatch(text_of(pattern), text) is not None


def _numbers(values: tuple[Any, ...]) -> list[float]:
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [number for number in map(number_of, flat) if not isnan(number)]


def _format_date(_context: Any, value: Any, pattern: Any) -> str:
    day = day_text(value)
    if not day:
        return ""
    return date.fromisoformat(day).strftime(text_of(pattern).replace("%n", "%-m").replace("%e", "%-d"))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "selected": lambda _c, value, wanted: text_of(wanted) in text_of(value).split(),
    "count-selected": lambda _c, value: float(len(text_of(value).split())),
    "selected-at": _selected_at,
    "if": _pick,
    "coalesce": _first_filled,
    "once": lambda context, value: text_of(context.context_node) or text_of(value),
    "today": lambda _c: _moment().date().isoformat(),
    "now": lambda _c: _moment().replace(microsecond=0).isoformat(),
    "int": _whole,
    "regex": _matches,
    "date": lambda _c, value: day_text(value),
    "date-time": lambda _c, value: text_of(value),
    "format-date": _format_date,
    "decimal-date-time": lambda _c, value: days_of(value),
    "min": lambda _c, *values: min(_numbers(values), default=nan),
    "max": lambda _c, *values: max(_numbers(values), default=nan),
    "pow": lambda _c, base, power: number_of(base) ** number_of(power),
    "abs": lambda _c, value: abs(number_of(value)),
    "boolean-from-string": lambda _c, value: text_of(value) in ("1", "true"),
}
EXTENSIONS = {(None, name): function for name, function in FUNCTIONS.items()}


@dataclass(frozen=True)
class Expression:
    """One compiled expression of a form and the words it was written in."""

    source: str
    compiled: Any
    gives_day: bool = False

    def value(self, node: Any) -> Any:
        """The result at `node`; `Unsupported` if it cannot be worked out at all."""
        try:
            return self.compiled(node)
        except (etree.XPathError, re.error, TypeError, OverflowError, ZeroDivisionError) as wrong:
            raise Unsupported(f"expression {self.source!r}: {wrong}") from wrong

    def text(self, node: Any) -> str:
        """The result as it is written into the instance."""
        found = self.value(node)
        return day_text(found) if self.gives_day and isinstance(found, float) else text_of(found)

    def holds(self, node: Any) -> bool:
        """Whether the result is true."""
        return truth_of(self.value(node))


def compile_expression(source: str, *, day_paths: frozenset[str], own_day: bool = False) -> Expression:
    """Compile one expression; with `own_day` both `.` and the result are dates. `Unsupported` names what is unknown."""
    parts = LITERAL.split(source)
    code = "".join(parts[::2])
    unknown = sorted(set(CALL.findall(code)) - NATIVE - NODE_TESTS - set(FUNCTIONS))
    if unknown:
        raise Unsupported(f"function {', '.join(unknown)}()")
    if SUMS.search(code):
        parts[::2] = [_days_for_dates(part, day_paths, own_day) for part in parts[::2]]
    try:
        compiled = etree.XPath("".join(parts), extensions=EXTENSIONS)
    except etree.XPathSyntaxError as wrong:
        raise Unsupported(f"expression {source!r}: {wrong}") from wrong
    return Expression(source, compiled, own_day or bool(DATE_RESULT.match(source)))


def _days_for_dates(part: str, day_paths: frozenset[str], own_day: bool) -> str:
    part = DATE_CALL.sub("decimal-date-time(", part)
    part = TODAY.sub(r"decimal-date-time(\1())", part)
    for path in day_paths:
        part = re.sub(rf"(?<![\w./-]){re.escape(path)}(?![\w./-])", f"decimal-date-time({path})", part)
    return OWN_VALUE.sub("decimal-date-time(.)", part) if own_day else part
