"""Codes as people type them: those of cases and reports, and the Latvian personal code.

Of a personal code something can be said by its digits alone. Until 30 June 2017 one began with the birth date and
ended with a check digit; codes given since begin with 32 to 39 and carry neither (Law on the Register of Natural
Persons). A wrong check digit is a reason to ask, never to refuse.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from tilts.kit.text import clean

DIGITS = 11
WEIGHTS = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CENTURIES = {"0": 1800, "1": 1900, "2": 2000}


_PARTS = re.compile(r"[^\W\d_]+|\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_AT_ONCE = re.compile(r"((?:19|20)\d\d)(\d{4,})")


def typed_code(text: str) -> str:
    """The code of a case or the number of a report as it is kept, however it was typed; empty where nothing was.

    `l15`, `L 15` and `L–015` are `L-15`; `2026 1`, `2026/0001` and `20260001` are `2026-0001`. Digits that stand apart
    from a year are never taken for one: of `20261` nobody can say whether it is a year.
    """
    plain = unicodedata.normalize("NFKC", clean(text)).upper()
    parts = [_without_zeros(part) if part[0].isdigit() else part for part in _PARTS.findall(plain)]
    if len(parts) == 1 and (at_once := _YEAR_AT_ONCE.fullmatch(parts[0])):
        parts = [at_once[1], _without_zeros(at_once[2])]
    if len(parts) == 2 and _YEAR.fullmatch(parts[0]) and parts[1].isdigit():
        parts[1] = parts[1].zfill(4)
    return "-".join(parts)


def _without_zeros(digits: str) -> str:
    return "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0") or "0"


class Finding(StrEnum):
    """What a code is found to be."""

    FITS = "fits"
    SHAPE = "shape"
    DOUBTFUL = "doubtful"


def code_digits(text: str) -> str:
    """The digits of a code as written with or without a hyphen of any kind and spaces; else the text without spaces."""
    plain = "".join(unicodedata.normalize("NFKC", clean(text)).split())
    bare = plain[:6] + plain[7:] if _is_dash(plain[6:7]) else plain
    return bare if bare.isascii() and bare.isdigit() else plain.upper()


def _is_dash(sign: str) -> bool:
    return sign == "\N{MINUS SIGN}" or (sign != "" and unicodedata.category(sign) == "Pd")


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
