"""The console command `tilts`. Exit codes: 0 done, 1 the answer is "no", 2 bad input (a sentence, nothing changed)."""

import os
import sys
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.utils import OperationalError, ProgrammingError

from tilts.kit.cli import BadInput


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line, run one command, return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tilts.config.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["demo"]:
        os.environ["TILTS_DEMO"] = "1"
    try:
        django.setup()
    except (ImproperlyConfigured, OSError) as wrong:
        print(f"tilts: {wrong}", file=sys.stderr)
        return 2
    if words[:1] == ["django"]:
        call_command(*words[1:])
        return 0
    from tilts.config.commands import run  # noqa: PLC0415 - models load after django.setup()

    try:
        return run(words)
    except BadInput as bad:
        print(bad, file=sys.stderr)
        return 2
    except (OperationalError, ProgrammingError):
        print("tilts: this data folder holds no Tilts yet: run `tilts demo` or `tilts serve` first.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
