"""`tilts due`: is the list of what is due what the records say?"""

import argparse
from typing import Any

from tilts.plan.checking import compare, rebuild


def add_parsers(commands: Any) -> None:
    """The commands of this room."""
    due = commands.add_parser("due", help="compare the list of what is due with the records, or write it anew")
    how = due.add_mutually_exclusive_group(required=True)
    how.add_argument("--check", action="store_true", help="compare; exit 1 if they differ")
    how.add_argument("--rebuild", action="store_true", help="write the list anew from the records")
    due.set_defaults(run=_due)


def _due(args: argparse.Namespace) -> int:
    if args.rebuild:
        print(f"{rebuild()} rows written")
        return 0
    found = compare()
    for one in found:
        print(one)
    return 0 if all(one.agrees for one in found) else 1
