"""`tilts documents scan`: examines what waits for the virus scanner, and takes away what no document names."""

import argparse
from typing import Any

from tilts.documents.tasks import missing_files, scan_waiting, sweep_orphans


def add_parsers(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("documents", help="the files of documents")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    scan = verbs.add_parser("scan", help="examine what waits for the virus scanner")
    scan.set_defaults(run=run_scan)


def run_scan(args: argparse.Namespace) -> int:
    """Scan, sweep, say what became of it; 1 if something still waits or cannot be read."""
    told, swept, gone = scan_waiting(), sweep_orphans(), missing_files()
    print(f"clean: {told.clean}, refused: {told.refused}, waiting for the scanner: {told.waiting}, ", end="")
    print(f"unreadable: {told.unreadable}, files missing: {len(gone)}, files nobody names, removed: {swept}")
    return 1 if told.waiting or told.unreadable or gone else 0
