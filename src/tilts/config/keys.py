"""`tilts keys rotate` and `tilts keys list`: the keys under which everything lies."""

import argparse
import sys
from typing import Any

from tilts.access.actor import acting
from tilts.access.audit import write_entry
from tilts.access.reach import Reach
from tilts.kit.cli import BadInput
from tilts.sealing.keys import keys_path, ring
from tilts.sealing.models import KeyMark
from tilts.sealing.rotation import BATCH, RotationRuns, left, rotate


def add_parsers(subparsers: Any) -> None:
    """Declare the commands."""
    parser: argparse.ArgumentParser = subparsers.add_parser("keys", help="the keys of sealed fields and files")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=type(parser))
    turn = verbs.add_parser("rotate", help="make a new key, seal everything with it, retire the old one")
    turn.add_argument("--batch", type=int, default=BATCH, metavar="ROWS", help="rows a transaction")
    turn.add_argument("--verbose", action="store_true", help="say how far it is")
    turn.set_defaults(run=run_rotate)
    shown = verbs.add_parser("list", help="which keys there are, and what still lies under an old one")
    shown.set_defaults(run=run_list)


def run_rotate(args: argparse.Namespace) -> int:
    """Rotate, or go on where a killed run ended; 1 if something could not be opened and the old keys must stay."""
    job = Reach(purpose="job")
    say = (lambda line: print(line, flush=True)) if args.verbose else (lambda line: None)
    try:
        made = rotate(
            lambda: acting(job),
            lambda keys: write_entry(job, "keys.rotated", fields=keys),
            batch=max(1, args.batch),
            say=say,
        )
    except RotationRuns as runs:
        raise BadInput("tilts: another rotation of the keys is running. Nothing was changed.") from runs
    print(f"Sealed again with {made.key}: {made.resealed}.")
    for one in sorted(made.unreadable):
        print(f"tilts: cannot be opened, and was left as it is: {one}", file=sys.stderr)
    if not made.retired:
        print("tilts: the old keys stay, for something still lies under them.", file=sys.stderr)
        return 1
    print(f"Retired: {', '.join(made.retired)}. Copy the file of keys to its safe place again: {keys_path()}")
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print the keys and what is not yet under the current one."""
    for mark in KeyMark.objects.order_by("made_at", "key"):
        state = f"retired {mark.retired_at:%Y-%m-%d}" if mark.retired_at else "in use"
        state = "seals" if mark.key == ring().current else state
        print(f"{mark.key:<6} made {mark.made_at:%Y-%m-%d}  {state}")
    for name, count in left().items():
        print(f"not under {ring().current}: {name} {count}")
    return 0
