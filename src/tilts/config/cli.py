"""The console command `tilts`. Exit codes: 0 done, 1 the answer is "no", 2 bad input (a sentence, nothing changed)."""

import os
import sys
from collections.abc import Sequence

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.utils import DatabaseError, OperationalError, ProgrammingError

from tilts.kit.cli import BadInput
from tilts.kit.crypto import KeysMissing


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line, run one command, return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tilts.config.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] in (["demo"], ["generate"]):
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
    except (BadInput, KeysMissing, DatabaseError) as wrong:
        print(_sentence(wrong), file=sys.stderr)
        return 2


def _sentence(wrong: Exception) -> str:
    """What is wrong, for whoever runs the machine; raises again what is no mistake of theirs."""
    if isinstance(wrong, BadInput):
        return str(wrong)
    if isinstance(wrong, KeysMissing):
        return keys_sentence(wrong)
    if isinstance(wrong, OperationalError | ProgrammingError):
        return "tilts: this data folder holds no Tilts yet: run `tilts demo` or `tilts serve` first."
    if "not a database" in str(wrong):
        return "tilts: the database of this data folder cannot be read: it is damaged, or its key is another one."
    raise wrong


def keys_sentence(missing: KeysMissing) -> str:
    """What is said when the keys are not there."""
    return (
        f"tilts: the field keys are not here ({missing}): put the file back ({settings.KEYS}, or TILTS_KEYS). "
        "Nothing was changed."
    )


if __name__ == "__main__":
    sys.exit(main())
