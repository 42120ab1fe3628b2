"""What is handed over, on paper: the frozen package as a PDF; the layout lies in `typst/paper.typ`."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tilts.ui.papers import Paper, draw

LAYOUT = Path(__file__).parent / "typst" / "paper.typ"


def as_pdf(package: dict[str, Any]) -> Paper:
    """The paper, in the language of the page, without a word that tells what kind of help it was on the outside."""
    data = {
        "title": _("Your data"),
        "facts": [[_("Organisation"), package["organisation"]], [_("Made on"), package["made_on"]]],
        "person": package["person"],
        "sections": package["sections"],
        "left_out": package["left_out"],
        "words": {"left_out": _("What is not in this copy"), "page": _("page"), "nothing": _("Nothing is held.")},
    }
    return draw(LAYOUT, data)
