"""Run in a data folder of its own: make a file full of tokens, erase it, and tell the figures before and after.

`python -m tests.rights.residue DATABASE` prints what it did as JSON; everything else it says is a log.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import translation  # noqa: E402
from tests.cast import build_cast  # noqa: E402
from tests.rights.test_erasure import erased, figures  # noqa: E402
from tests.rights.world import a_file, closed_long_ago  # noqa: E402


def main() -> None:
    """Build, erase, tell."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    translation.activate("en")
    cast = build_cast()
    file = a_file(cast, child=False)
    closed_long_ago(cast, file)
    before = figures()
    if "erase" in sys.argv:
        erased(cast, file)
    print(json.dumps({"same": figures() == before, "acts": before["services.consultations", ()][0]}))


main()
