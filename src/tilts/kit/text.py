"""Text for searching and for putting into order."""

import unicodedata

_WITHOUT_MARKS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"})
_LETTERS_OF_THEIR_OWN = frozenset("čģķļņšž")


def fold(text: str) -> str:
    """The text for search: small letters, no diacritics, single spaces. `Bērziņa` and `berzina` are the same."""
    if text.isascii():
        return " ".join(text.lower().split())
    small = _plain(_plain(text).casefold())
    return " ".join(_plain(small.translate(_WITHOUT_MARKS)).split())


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFKC", "".join(part for part in parts if not unicodedata.combining(part)))


def order_key(text: str) -> tuple[str, str]:
    """The key that sorts in Latvian order: c before č, a and ā together."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return "".join(_ordered(letter) for letter in letters), letters


def _ordered(letter: str) -> str:
    return fold(letter) + "\uffff" if letter in _LETTERS_OF_THEIR_OWN else fold(letter) or letter
