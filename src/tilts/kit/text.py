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


def trigrams(text: str) -> frozenset[str]:
    """Pieces of three signs of each word of a folded text: `" an"`, `"ann"`, `"nna"` and `"na "` of `anna`."""
    padded = [f" {word} " for word in text.replace("-", " ").split()]
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


def order_key(text: str) -> tuple[str, str]:
    """The key that sorts in Latvian order: c before č, a and ā together."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return "".join(_ordered(letter) for letter in letters), letters


def _ordered(letter: str) -> str:
    return fold(letter) + "\uffff" if letter in _LETTERS_OF_THEIR_OWN else fold(letter) or letter
