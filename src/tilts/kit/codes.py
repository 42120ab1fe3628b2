"""The Latvian personal code: what can be said of one by its digits alone.

Until 30 June 2017 a code began with the birth date and ended with a check digit; codes given since begin with 32 to 39
and carry neither (Law on the Register of Natural Persons). A wrong check digit is a reason to ask, never to refuse.
"""

from datetime import date
from enum import StrEnum

DIGITS = 11
WEIGHTS = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CENTURIES = {"0": 1800, "1": 1900, "2": 2000}


class Finding(StrEnum):
    """What a code is found to be."""

    FITS = "fits"
    SHAPE = "shape"
    DOUBTFUL = "doubtful"


def code_digits(text: str) -> str:
    """The digits of a code as written with or without its hyphen and spaces; else the text without spaces."""
    plain = "".join(text.split())
    bare = plain[:6] + plain[7:] if plain[6:7] in ("-", "–") else plain
    return bare if bare.isascii() and bare.isdigit() else plain.upper()


def look_at_code(text: str) -> Finding:
    """`SHAPE`: not eleven digits. `DOUBTFUL`: an old code whose date or check digit cannot be right. Else `FITS`."""
    code = code_digits(text)
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return Finding.SHAPE
    if code[0] == "3" and code[1] in "23456789":
        return Finding.FITS
    return Finding.FITS if _day_of(code) and int(code[10]) == _check_digit(code) else Finding.DOUBTFUL


def _day_of(code: str) -> date | None:
    century = CENTURIES.get(code[6])
    if century is None:
        return None
    try:
        return date(century + int(code[4:6]), int(code[2:4]), int(code[:2]))
    except ValueError:
        return None


def _check_digit(code: str) -> int:
    return (1101 - sum(weight * int(digit) for weight, digit in zip(WEIGHTS, code, strict=False))) % 11 % 10
