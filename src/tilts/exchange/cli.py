"""`tilts import KIND FILE.csv`: the registers that people keep in Excel today."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilts.access.reach import Reach
from tilts.exchange.actions import Wish, import_register
from tilts.exchange.outcome import Outcome, Remark

KINDS = ("persons", "services")
LINES_NAMED = 12


def add_parsers(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("import", help="take in a register kept in Excel (CSV)")
    parser.add_argument("kind", choices=KINDS, help="what the register holds")
    parser.add_argument("file", type=Path, help="the CSV file, in UTF-8")
    parser.add_argument("--organisation", metavar="CODE", help="whose register it is")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--partial", action="store_true", help="save the good rows even if others are refused")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.set_defaults(run=run_import)


def run_import(args: argparse.Namespace) -> int:
    """Import, say what became of the rows; 1 if some were refused."""
    with translation.override(settings.COMMAND_LANGUAGE):
        wish = Wish(args.kind, args.file, args.organisation, args.dry_run, args.partial)
        outcome = import_register(Reach(purpose="job"), wish)
        print(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=2) if args.json else _in_words(outcome, wish))
    return 1 if outcome.refused else 0


def _in_words(outcome: Outcome, wish: Wish) -> str:
    counts = [
        _("created: %(count)s") % {"count": outcome.created},
        _("unchanged: %(count)s") % {"count": outcome.unchanged},
        _("refused: %(count)s") % {"count": outcome.refused},
    ]
    lines = [f"{outcome.file}: {', '.join(counts)}."]
    lines += [_("refused, %(remark)s") % {"remark": _remark(one)} for one in outcome.refusals_in_order()]
    lines += _warnings(outcome)
    if not outcome.saved:
        lines.append(_nothing_saved(outcome, wish))
    return "\n".join(lines)


def _remark(first: Remark, *others: Remark) -> str:
    column = f", {first.column}" if first.column else ""
    numbers = ", ".join(str(one.line) for one in (first, *others)[:LINES_NAMED])
    if len(others) >= LINES_NAMED:
        numbers = _("%(numbers)s and %(count)s more") % {"numbers": numbers, "count": len(others) + 1 - LINES_NAMED}
    lines = ngettext("line %(numbers)s", "lines %(numbers)s", len(others) + 1) % {"numbers": numbers}
    return f"{lines}{column}: {first.reason}"


def _warnings(outcome: Outcome) -> list[str]:
    """Each warning once, with the first lines that it is about."""
    alike: dict[tuple[str, str], list[Remark]] = {}
    for one in outcome.warnings_in_order():
        alike.setdefault((one.column, one.reason), []).append(one)
    return [_("warning, %(remark)s") % {"remark": _remark(*remarks)} for remarks in alike.values()]


def _nothing_saved(outcome: Outcome, wish: Wish) -> str:
    if wish.dry_run:
        return _("Nothing was saved: this was a dry run.")
    held = ngettext("%(count)s good row waits", "%(count)s good rows wait", outcome.held_back)
    held = held % {"count": outcome.held_back}
    return _("Nothing was saved because of the refused rows (%(held)s): correct them, or say --partial.") % {
        "held": held
    }
