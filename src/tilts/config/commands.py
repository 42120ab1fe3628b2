"""The commands of `tilts`, each lent by the room that does the work."""

import argparse
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import autodiscover_modules

from tilts.access import audit_cli
from tilts.access.append_only import keep_append_only
from tilts.access.keymarks import check_marks
from tilts.access.keys import keys_path, make_ring_if_new
from tilts.access.models import KeyMark
from tilts.config import background, bench, figures, serving
from tilts.config.backup import cli as backup_cli
from tilts.config.demo.build import build_demonstration
from tilts.documents import cli as documents_cli
from tilts.exchange import cli as exchange_cli
from tilts.kit.cli import BadInput
from tilts.kit.crypto import KeysMissing
from tilts.reports import cli as counting_cli
from tilts.reports import report_cli
from tilts.rights import cli as rights_cli


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
        bench,
        background,
        backup_cli,
        audit_cli,
        rights_cli,
    ):
        room.add_parsers(commands)
    return parser


def _mark_home(kind: str) -> None:
    """A data folder is a demonstration or an office, for ever."""
    kept = settings.KIND_OF_HOME.read_text() if settings.KIND_OF_HOME.exists() else ""
    if kept and kept != kind:
        raise BadInput("tilts: this data folder is an office's; give the demonstration its own (TILTS_HOME).")
    settings.KIND_OF_HOME.write_text(kind)


def prepare() -> None:
    """Tables as this version needs them, and keys: made at first start, never where something was sealed before."""
    call_command("migrate", verbosity=0)
    keep_append_only()
    call_command("createcachetable", verbosity=0)
    try:
        make_ring_if_new(sealed_before=KeyMark.objects.exists())
        check_marks()
    except KeysMissing as missing:
        raise BadInput(
            f"tilts: the field keys are not here ({missing}): put the file back ({keys_path()}, or TILTS_KEYS). "
            "Nothing was changed."
        ) from missing


def _demo(args: argparse.Namespace) -> int:
    _mark_home("demo")
    prepare()
    build_demonstration()
    return 0 if args.no_serve else serving.serve()


def _serve(args: argparse.Namespace) -> int:
    if not settings.KIND_OF_HOME.exists():
        _mark_home("demo" if settings.DEMO else "office")
    prepare()
    return serving.serve()


def run(words: Sequence[str]) -> int:
    """Read the words, run the command."""
    autodiscover_modules("policy", "measures", "panels", "tasks", "holdings")
    args = _parser().parse_args(words)
    if args.command == "import":
        prepare()
    code: int = args.run(args)
    return code
