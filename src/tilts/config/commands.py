"""The commands of `tilts`, each lent by the room that does the work."""

import argparse
from collections.abc import Sequence
from contextlib import nullcontext

from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from tilts.access.owner import as_job
from tilts.access.reach import Refused
from tilts.backup import cli as backup_cli
from tilts.config import background, figures, generating, serving
from tilts.config import keys as keys_cli
from tilts.config.starting import check_home, make_way_for_demonstration, mark_home, prepare
from tilts.demo.build import build_demonstration
from tilts.documents import cli as documents_cli
from tilts.exchange import cli as exchange_cli
from tilts.kit.cli import BadInput
from tilts.plan import cli as plan_cli
from tilts.reports import cli as counting_cli
from tilts.reports import report_cli
from tilts.rights import cli as rights_cli
from tilts.trace import cli as audit_cli

OWN_WAY = ("demo", "generate", "serve")
"""Commands that make the tables themselves and then say who acts."""


class _Parser(argparse.ArgumentParser):
    """Mistakes are one sentence on stderr and exit 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise BadInput(f"tilts: {message}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="tilts", description="People at risk helped together, and accounted for.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    demo = commands.add_parser("demo", help="build the demonstration and serve it")
    demo.add_argument("--no-serve", action="store_true", help="build only")
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help="serve what is in TILTS_HOME")
    serve.set_defaults(run=_serve)
    for room in (
        counting_cli,
        report_cli,
        exchange_cli,
        documents_cli,
        figures,
        generating,
        background,
        backup_cli,
        audit_cli,
        rights_cli,
        plan_cli,
        keys_cli,
    ):
        room.add_parsers(commands)
    return parser


def _demo(args: argparse.Namespace) -> int:
    check_home("demo")
    make_way_for_demonstration()
    prepare()
    mark_home("demo")
    with as_job():
        build_demonstration()
    return 0 if args.no_serve else serving.serve()


def _serve(args: argparse.Namespace) -> int:
    prepare()
    if not settings.KIND_OF_HOME.exists():
        mark_home("demo" if settings.DEMO else "office")
    return serving.serve()


def run(words: Sequence[str]) -> int:
    """Read the words, run the command; all but the server itself act as jobs of whoever runs the machine."""
    autodiscover_modules("policy", "actions", "measures", "panels", "tasks", "jobs", "letters", "holdings")
    args = _parser().parse_args(words)
    if args.command in ("import", "keys"):
        prepare()
    try:
        with nullcontext() if args.command in OWN_WAY else as_job():
            code: int = args.run(args)
    except Refused as refusal:
        raise BadInput(f"tilts: {refusal}") from refusal
    return code
