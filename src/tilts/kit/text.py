"""Text as people type it and the world's scripts write it: cleaned once at the form, folded to search and to order."""

import re
import unicodedata
from functools import lru_cache

_WITHOUT_MARKS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ŧ": "t",
        "ð": "d",
        "þ": "th",
        "ə": "e",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
    }
    # one letter of Arabic is typed by other keys in Persian, and with or without its sign
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "\u0640": ""}
)
_LETTERS_OF_THEIR_OWN = frozenset("čģķļņšž")
_APOSTROPHES = str.maketrans(
    dict.fromkeys("'`\u00b4\u2018\u2019\u201b\u2032\uff07\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u055a\u05f3\ua78c", "")
)
_JOINED = frozenset("odlm")
"""What stands before an apostrophe: O'Brien, D'Arka, L'Huillier, M'Bala; who types a space there means the same."""
_EACH_A_WORD = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])")
"""Signs of which a name is written without spaces, family name first: each is a word, so that either order is found."""

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_BETWEEN_WORDS = re.compile(r"[\s_\-./]+")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_JOINERS = re.compile("[\u200c\u200d]")
_JOINING = re.compile(
    "(?<![\u0600-\u08ff\u0900-\u0dff\ufe0f\U0001f000-\U0001faff\u2600-\u27bf])[\u200c\u200d]+|[\u200c\u200d]+(?=\\s|$)"
)
"""Joiners where no script asks for one: Persian, the scripts of India and pictures are written with them."""


def clean(text: str) -> str:
    """The text as it is kept, whoever's keyboard or clipboard it came from: composed, and without what nobody sees.

    Marks of direction, soft hyphens and unseen spaces are taken out, wide and hard spaces are spaces.
    """
    if text.isascii():
        return _CONTROLS.sub("", text).replace("\x0b", " ").replace("\x0c", " ")
    plain = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _JOINING.sub("", _CONTROLS.sub("", plain)))


def fold(text: str) -> str:
    """The text for search: small letters, no diacritics, single spaces. `Bērziņa` and `berzina` are the same."""
    if text.isascii():
        return " ".join(text.lower().split())
    small = _plain(_plain(_JOINERS.sub("", _INVISIBLE.sub("", text))).casefold())
    return " ".join(_plain(small.translate(_WITHOUT_MARKS)).split())


def fold_name(name: str) -> str:
    """A name for search, doubles and walls: folded, apostrophes gone, each part of a double name a word of its own.

    `D'Arka-Žīgure` and `darka zigure` are the same, `O’Brien` and `o brien`, `王小明` and `小明 王` but for the order.
    """
    signs = fold(name.translate(_APOSTROPHES)).translate(_APOSTROPHES)
    words = _EACH_A_WORD.sub(r" \1 ", "".join(sign if _is_of_a_word(sign) else " " for sign in signs)).split()
    joined: list[str] = []
    for word in reversed(words):
        if word in _JOINED and joined and not is_a_word(joined[-1]):
            joined[-1] = f"{word}{joined[-1]}"
        else:
            joined.append(word)
    return " ".join(reversed(joined))


def says_enough(folded: str, letters: int) -> bool:
    """Whether a folded name holds a word of so many letters, or at least two signs each of which is a word."""
    return any(len(word) >= letters for word in folded.split()) or len(_EACH_A_WORD.findall(folded)) > 1


def is_a_word(sign: str) -> bool:
    """Whether one sign is a word, without spaces around it."""
    return _EACH_A_WORD.match(sign) is not None


def _is_of_a_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFKC", "".join(part for part in parts if not unicodedata.combining(part)))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A header or a code without capitals, diacritics, and with one space for `_`, `-`, `.`, `/` and spaces."""
    return " ".join(_BETWEEN_WORDS.sub(" ", fold(text)).split())


def order_key(text: str) -> tuple[str, str]:
    """The key that sorts in Latvian order: c before č, a and ā together."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return "".join(_ordered(letter) for letter in letters), letters


def _ordered(letter: str) -> str:
    return fold(letter) + "\uffff" if letter in _LETTERS_OF_THEIR_OWN else fold(letter) or letter
