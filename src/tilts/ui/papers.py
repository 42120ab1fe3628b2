"""Papers: data laid out by Typst as a PDF that can be read aloud and searched, in every script there is a font for.

The typesetter's own fonts write Latin, Cyrillic and Greek; those beside this file, laid there at set-up, the other
scripts. A sign that none of them has stands on the paper as its number, and whoever takes the paper is told which.
"""

import functools
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import get_language

ROOT = Path(__file__).resolve().parent.parent
FONTS = Path(__file__).resolve().parent / "fonts"
FIRST = "Libertinus Serif"
STANDARD: Final = "ua-1"
"""PDF/UA: a paper that a screen reader reads, and of which no sign is left out or drawn as an empty box."""
_NOT_DRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
TRIES = 3
"""The second draws what the first could not, as numbers; a third is for signs that show only without those."""


@dataclass(frozen=True)
class Paper:
    """A paper, and what could not be drawn on it."""

    pdf: bytes
    missing: str
    """The signs that stand on it as their numbers."""


@functools.cache
def _fonts() -> tuple[Any, list[str]]:
    """The fonts, read once, and the families in the order in which they are asked for a letter."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS] if FONTS.exists() else [])
    return fonts, [FIRST, *sorted({str(one.family) for one in fonts.fonts() if one.path})]


def draw(layout: Path, data: dict[str, Any], *, timestamp: datetime | None = None) -> Paper:
    """The paper, in the language of the page; it looks the same wherever it is made."""
    fonts, families = _fonts()
    told = json.dumps({"lang": (get_language() or "lv")[:2], "fonts": families, **data}, ensure_ascii=False)
    missing: set[str] = set()
    for at in range(TRIES):
        written = told.translate({ord(sign): number_of(sign) for sign in missing})
        try:
            made: Any = typst.compile(
                layout,
                root=ROOT,
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"data": written},
                pdf_standards=[STANDARD],
                timestamp=timestamp,
            )
            return Paper(bytes(made), "".join(sorted(missing)))
        except typst.TypstError as wrong:
            found = _not_drawn(str(wrong.diagnostic)) - missing
            if not found or at == TRIES - 1:
                raise
            missing |= found
    raise AssertionError("the last try draws or raises")


def number_of(sign: str) -> str:
    """How a sign that no font has stands on paper: its number in Unicode."""
    return f"[U+{ord(sign):04X}]"


def _not_drawn(said: str) -> set[str]:
    """The signs of which the typesetter says that no font has them."""
    texts = "".join(_NOT_DRAWN.findall(said))
    return set(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), texts))
