"""`tilts purge`: carry out what two people have agreed on; meant for a timer."""

import argparse
from typing import Any

from tilts.rights.tasks import run_purges


def add_parsers(commands: Any) -> None:
    """The commands of this room."""
    purge = commands.add_parser("purge", help="erase what fell due and two people have confirmed, in small batches")
    purge.set_defaults(run=_purge)


def _purge(args: argparse.Namespace) -> int:
    done = 0
    while handled := run_purges():
        done += handled
    print(f"{done} handled")
    return 0
