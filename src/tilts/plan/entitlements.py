"""What the state pays for, as dated configuration: `entitlements.csv`, one line a term and the days it is in force.

A limit that changes gets a new line from its day; the old line ends on the day before, and stays. The granted amount
is copied into the record, so that a later change of the law does not change what was granted.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

FILE = Path(__file__).with_name("entitlements.csv")


@dataclass(frozen=True)
class Term:
    """One paid service in the days it is in force: `unit` is `consultation` (of `minutes`) or `day`."""

    code: str
    name_en: str
    name_lv: str
    unit: str
    minutes: int
    granted: int
    extension: int
    most: int
    specialisms: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None
    source: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_lv if (get_language() or "lv").startswith("lv") else self.name_en

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on this day, the first and the last counted."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """All terms that ever were in force; `ValueError` where two of a code are in force on one day."""
    with FILE.open(encoding="utf-8", newline="") as file:
        found = tuple(_term(row) for row in csv.DictReader(file))
    for one in found:
        twins = [other for other in found if other.code == one.code and other.is_in_force(one.in_force_from)]
        if len(twins) > 1:
            raise ValueError(f"two terms of {one.code} are in force on {one.in_force_from}")
    return found


def _term(row: dict[str, str]) -> Term:
    until = row["in_force_until"]
    return Term(
        code=row["code"],
        name_en=row["name_en"],
        name_lv=row["name_lv"],
        unit=row["unit"],
        minutes=int(row["minutes"] or 0),
        granted=int(row["granted"]),
        extension=int(row["extension"]),
        most=int(row["most"]),
        specialisms=tuple(row["specialisms"].split()),
        in_force_from=date.fromisoformat(row["in_force_from"]),
        in_force_until=date.fromisoformat(until) if until else None,
        source=row["source"],
    )


def term_of(code: str, day: date) -> Term | None:
    """The term of this code on a day; None where there is none."""
    return next((term for term in terms() if term.code == code and term.is_in_force(day)), None)
