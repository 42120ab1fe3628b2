"""Taking names out of a text: whole words, in any Latvian case ending, with or without diacritics.

It proposes, a person decides: endings of a language are not a proof. A redaction only ever takes away.
"""

import re
from collections.abc import Iterable

from tilts.kit.text import fold, is_a_word

GONE = "[…]"
SHORTEST_STEM = 3
LONGEST_ENDING = 4

_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(is|us|as|es|s|a|e|i|u|o)$")
_DIGITS = re.compile(r"\+?\d[\d ()-]{5,}\d")


def _stem(word: str) -> str:
    folded = fold(word)
    stem = _ENDING.sub("", folded)
    return stem if len(stem) >= SHORTEST_STEM else folded


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)[-8:]


def _alone(whole: str) -> str:
    """The pattern of a text that stands alone; signs that are words of their own have no spaces around them."""
    before, after = ("" if is_a_word(sign) else edge for sign, edge in ((whole[0], r"(?<!\w)"), (whole[-1], r"(?!\w)")))
    return f"{before}{re.escape(whole)}{after}"


def _is_one(word: str, stems: frozenset[str]) -> bool:
    if word[0].islower():
        return False
    folded = fold(word)
    return any(folded.startswith(stem) and len(folded) - len(stem) <= LONGEST_ENDING for stem in stems)


def strike(text: str, words: Iterable[str]) -> str:
    """The text without these names and numbers; each place is marked, so that a reader knows something stood there."""
    wanted = [word.strip() for word in words if len(word.strip()) > 1]
    for whole in sorted(wanted, key=len, reverse=True):
        text = re.sub(_alone(whole), GONE, text, flags=re.IGNORECASE)
    numbers = {_digits(word) for word in wanted if len(_digits(word)) >= 7}
    text = _DIGITS.sub(lambda found: GONE if _digits(found[0]) in numbers else found[0], text)
    parts = (part for word in wanted for part in _WORD.findall(word))
    stems = frozenset(_stem(part) for part in parts if part[0].isalpha() and len(part) >= SHORTEST_STEM)
    return _WORD.sub(lambda found: GONE if _is_one(found[0], stems) else found[0], text)


def only_takes_away(text: str, redacted: str) -> bool:
    """Whether a redacted text says nothing that the text did not say, in the same order."""
    at, said = 0, " ".join(text.split())
    for part in redacted.split(GONE):
        kept = " ".join(part.split())
        found = said.find(kept, at)
        if found < 0:
            return False
        at = found + len(kept)
    return True
