"""The commands `tilts measures` and `tilts measure`."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from tilts.access.models import Organisation
from tilts.access.reach import Reach, unscoped
from tilts.kit.cli import BadInput
from tilts.kit.dates import BadDate, parse_date
from tilts.kit.figures import Figure
from tilts.kit.measures import MEASURES, Measure, UnknownMeasure, find_measure
from tilts.kit.periods import BadPeriod, Period
from tilts.projects.models import Project
from tilts.reports.counting import Table, UnknownBreakdown, count
from tilts.reports.typed import UnknownValue, typed_value

REASON = "command line"


def add_parsers(subparsers: Any) -> None:
    """Add the two commands; each sets `run`, a function from the arguments to the exit code."""
    measures = subparsers.add_parser("measures", help="what can be counted")
    measures.add_argument("--json", action="store_true")
    measures.set_defaults(run=print_measures)
    one = subparsers.add_parser("measure", help="a number or a table", allow_abbrev=False)
    one.add_argument("key", metavar="KEY")
    one.add_argument("--from", dest="first", metavar="DAY", help="the first day")
    one.add_argument("--to", dest="last", metavar="DAY", help="the last day, which counts")
    one.add_argument("--project", metavar="CODE")
    one.add_argument("--organisation", metavar="CODE", help="without it the whole installation is counted")
    one.add_argument("--by", action="append", default=[], metavar="DIM[,DIM]")
    one.add_argument("--where", action="append", default=[], metavar="DIM=VALUE")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=print_measure)


def print_measures(args: Namespace) -> int:
    """Print all measures: key, names, definitions, breakdowns, count type."""
    found = [described(one) for _key, one in sorted(MEASURES.items())]
    if args.json:
        _print_json(found)
        return 0
    _print_columns(("key", "name_lv", "name_en", "count_type"), found)
    for one in found:
        print(f"\n{one['key']}\n  {one['definition']}\n  {one['definition_lv']}\n  {', '.join(one['breakdowns'])}")
    return 0


def described(measure: Measure) -> dict[str, Any]:
    """A measure as the command and the API print it."""
    with override("en"):
        name = str(measure.name)
    return {
        "key": measure.key,
        "name_lv": measure.name_lv,
        "name_en": name,
        "definition": measure.definition,
        "definition_lv": measure.definition_lv,
        "breakdowns": list(measure.breakdowns),
        "count_type": str(measure.count_type),
        "retired": measure.retired,
    }


def print_measure(args: Namespace) -> int:
    """Print a number or a table: exact, however small, for whoever has the console is trusted with the whole database.

    What is printed is not for publishing; pages that others read keep the floor of small counts (`reports.own`).
    """
    table = _asked(args)
    if args.json:
        _print_json(as_json(table))
        return 0
    if table.by:
        rows = [{**dims, "value": _written(figure)} for dims, figure in table.rows]
        _print_columns((*table.by, "value"), rows)
    print(f"{table.measure.key} {table.period.first}..{table.period.last}: {_written(table.total)}")
    return 0


def as_json(table: Table) -> dict[str, Any]:
    """A table as the command prints it."""
    return {
        "key": table.measure.key,
        "from": table.period.first.isoformat(),
        "to": table.period.last.isoformat(),
        "count_type": str(table.total.count_type),
        "value": plain_number(table.total),
        "state": str(table.total.state),
        "rows": [{**dims, "value": plain_number(figure)} for dims, figure in table.rows],
    }


def plain_number(figure: Figure) -> int | float | None:
    """The value as JSON knows it; None where no number may stand."""
    return float(figure.value) if isinstance(figure.value, Decimal) else figure.value


def _asked(args: Namespace) -> Table:
    try:
        return count(
            args.key,
            reach=Reach().counting(_named(Organisation, args.organisation)),
            period=_period(args),
            project=_named(Project, args.project),
            by=[name.strip() for names in args.by for name in names.split(",") if name.strip()],
            where=_where(args.key, args.where),
        )
    except UnknownMeasure as unknown:
        sentence = _("There is no measure “%(key)s”; `tilts measures` lists those there are.")
        raise BadInput(sentence % {"key": args.key}) from unknown
    except (BadDate, BadPeriod, UnknownBreakdown, UnknownValue) as bad:
        raise BadInput(str(bad)) from bad


def _period(args: Namespace) -> Period:
    if not args.first or not args.last:
        raise BadInput(_("Say the first and the last day of the period with --from and --to."))
    return Period.of(parse_date(args.first), parse_date(args.last))


def _where(key: str, conditions: Iterable[str]) -> dict[str, str]:
    measure, found = find_measure(key), dict[str, str]()
    for condition in conditions:
        name, sign, value = (part.strip() for part in condition.partition("="))
        if not (name and sign and value):
            raise BadInput(_("“%(text)s” is not a condition; write it like sex=f.") % {"text": condition})
        if name in measure.breakdowns:
            value = typed_value(measure, name, value)
        if found.setdefault(name, value) != value:
            raise BadInput(_("“%(name)s” cannot have two values at once.") % {"name": name})
    return found


def _named(model: type[Model], written: str | None) -> Any:
    """The one project or organisation of this code, alias or name; nothing where nothing was asked."""
    if written is None:
        return None
    is_project = model is Project
    by_code, by_name = Q(code=written), Q(name__iexact=written)
    if is_project:
        by_code |= Q(aliases__code=written)
        by_name = Q(title_lv__iexact=written) | Q(title_en__iexact=written)
    rows = unscoped(model, reason=REASON).filter(voided_at=None) if is_project else unscoped(model, reason=REASON)
    for condition in (by_code, by_name):
        found = list(rows.filter(condition).distinct()[:2])
        if len(found) == 1:
            return found[0]
    sentence = _("There is no project “%(name)s”.") if is_project else _("There is no organisation “%(name)s”.")
    raise BadInput(sentence % {"name": written})


def _written(figure: Figure) -> str:
    number = plain_number(figure)
    return str(figure.state) if number is None else str(number)


def _print_json(found: Any) -> None:
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _print_columns(names: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    lines = [names, *(tuple(str(row[name]) for name in names) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(names))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
