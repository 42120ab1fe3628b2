"""`tilts backup` and `tilts restore`."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from tilts.backup.make import backup_to, new_identity
from tilts.backup.restore import restore
from tilts.kit.cli import BadInput


def add_parsers(subparsers: Any) -> None:
    """Declare both commands."""
    backup = subparsers.add_parser("backup", help="everything in one sealed file, while others work")
    backup.add_argument("--to", metavar="FILE", help="a new file, or - for standard output")
    backup.add_argument("--new-identity", type=Path, metavar="FILE", help="make the key that opens backups")
    backup.set_defaults(run=run_backup)
    back = subparsers.add_parser("restore", help="a backup into an empty place, and the proof")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--identity", type=Path, required=True, metavar="FILE", help="the key that opens it")
    back.set_defaults(run=run_restore)


def run_backup(args: argparse.Namespace) -> int:
    """Make a backup, or the identity that will open backups."""
    if bool(args.to) == bool(args.new_identity):
        raise BadInput("tilts: say either --to FILE or --new-identity FILE.")
    if args.new_identity:
        print(f"TILTS_BACKUP_RECIPIENT={new_identity(args.new_identity)}")
        print(f"Keep {args.new_identity} off this machine: whoever has it reads every backup.", file=sys.stderr)
        return 0
    began = time.perf_counter()
    made = backup_to(args.to)
    told = f"{made.rows} rows, {made.files} files, {made.reports} reports, {time.perf_counter() - began:.1f} s"
    print(f"{args.to}: {told}", file=sys.stderr if args.to == "-" else sys.stdout)
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Restore a backup and print what was compared; 1 if anything is not as it was."""
    compared = restore(args.file, args.identity)
    for one in compared:
        print(f"{'ok ' if one.holds else 'NOT'} {one.sentence}")
    return 0 if all(one.holds for one in compared) else 1
