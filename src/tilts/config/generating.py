"""`tilts generate`: the same country for the same seed, in an empty data folder of its own."""

import argparse
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from tilts.access.owner import as_job
from tilts.config.starting import check_home, mark_home, prepare
from tilts.generated.build import Asked, generate, generated_here, is_empty
from tilts.generated.offices import Country
from tilts.kit.cli import BadInput

MOST_CASES, MOST_ACTS = 100_000, 2_000_000
NOT_EMPTY = (
    "tilts: something else is in this data folder already; give the generated country an empty one of its own "
    "(TILTS_HOME, DATABASE_URL). Nothing was changed."
)


def add_parsers(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("generate", help="a synthetic country: same seed, same data")
    parser.add_argument("--cases", type=_number(1, MOST_CASES), required=True, help="how many cases")
    parser.add_argument("--acts", type=_number(0, MOST_ACTS), required=True, help="how many consultations in all")
    parser.add_argument("--seed", type=int, required=True, help="a whole number")
    parser.add_argument("--until", type=date.fromisoformat, default=None, help="the day it is (YYYY-MM-DD); today")
    parser.set_defaults(run=run_generate)


def _number(least: int, most: int) -> Any:
    def number(text: str) -> int:
        found = int(text)
        if not least <= found <= most:
            raise argparse.ArgumentTypeError(f"must be from {least} to {most}")
        return found

    return number


def run_generate(args: argparse.Namespace) -> int:
    """Generate, once; the same again is told to be there, anything else is refused."""
    check_home("demo")
    asked = Asked(args.cases, args.acts, args.seed, args.until or timezone.localdate())
    prepare()
    with as_job():
        here = generated_here()
        if here == asked.words:
            print("Generated already: " + ", ".join(here))
            return 0
        if here is not None or not is_empty():
            raise BadInput(NOT_EMPTY)
        mark_home("demo")
        print("Generating: " + ", ".join(asked.words), flush=True)
        country = generate(asked, tell=lambda line: print(f"  {line}", flush=True))
    _print_who(country)
    return 0


def _print_who(country: Country) -> None:
    """Who signs in, and with what."""
    print(f"Password of everybody: {settings.DEMO_PASSWORD}")
    for user, what in (
        (country.offices[0].workers[0], "leads cases, as every colleague 60 at most"),
        (country.reaches_all, "reaches every case"),
        (country.reaches_one, "reaches one case"),
        (country.offices[0].coordinator, "calls the tables together"),
        (country.officers[0], "sends reports from doors"),
    ):
        print(f"  {user.email:<36} {what}")
