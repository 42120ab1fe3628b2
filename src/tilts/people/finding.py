"""Looking whether a person is here already: search before create."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from tilts.access.reach import Reach
from tilts.kit.text import fold
from tilts.people.models import Person
from tilts.people.names import OPENED, candidates, folded_names

YEAR = re.compile(r"(18|19|20)\d\d")
LIKELY = 78
"""Name likeness, 0-100, from which two names are shown as perhaps the same person."""
PART = 85
"""The likeness of a name of which the beginnings were given."""


@dataclass(frozen=True)
class Likeness:
    """A person who may be the one being written down, and why."""

    person: Person
    reasons: list[str]
    score: float


def full_name(person: Person) -> str:
    """Given and family name, for comparing and for `person_name` only."""
    return f"{person.given_name} {person.family_name}".strip()


def with_year(name: str) -> tuple[str, int | None]:
    """A name as typed into a search box, and the birth year that stands in it: `Anna Kalnina 1987`."""
    words = name.split()
    years = [word for word in words if YEAR.fullmatch(word)]
    if len(years) != 1 or len(words) == 1:
        return name, None
    return " ".join(word for word in words if word != years[0]), int(years[0])


def find_similar(
    reach: Reach, *, name: str, birth_date: date | None = None, birth_year: int | None = None
) -> list[Likeness]:
    """Persons within reach who may be the same, likeliest first: search before create."""
    wanted = fold(name)
    year = birth_date.year if birth_date else birth_year
    if not any(len(word) > 1 for word in wanted.split()):
        return []
    near = {person.pk: person for person in candidates(reach, wanted, year, OPENED // 2 if year else OPENED)}
    if birth_date:
        born = reach(Person).filter(birth_date=birth_date).order_by()[:OPENED]
        near |= {person.pk: person for person in born}
    found = [_compare(person, wanted, birth_date, year) for person in near.values()]
    return sorted((like for like in found if like.reasons), key=lambda like: -like.score)[:10]


def _compare(person: Person, wanted: str, birth_date: date | None, year: int | None) -> Likeness:
    score = likeness(wanted, *folded_names(person))
    reasons = []
    if score == 100:
        reasons.append(_("same name"))
    elif score >= LIKELY:
        reasons.append(_("similar name"))
    if reasons and year and person.birth_date:
        bonus, reason = _born(person.birth_date, birth_date, year)
        score += bonus
        reasons += [reason] if reason else []
    return Likeness(person, reasons, score)


def likeness(wanted: str, given: str, family: str) -> float:
    """0-100, whichever name comes first; a single word is compared with each part of the name too."""
    name = f"{given} {family}".strip()
    # sorting the words is not enough: a mistake in a first letter moves the word
    score = max(fuzz.token_sort_ratio(wanted, name), fuzz.ratio(wanted, name), fuzz.ratio(wanted, f"{family} {given}"))
    score = max(score, PART if _is_part(wanted, name) else 0)
    if " " in wanted:
        return score
    return max([score, *(fuzz.ratio(wanted, part) - 1 for part in name.split())])


def _is_part(wanted: str, name: str) -> bool:
    """Whether every asked word begins a word of the name, and one of them says enough."""
    words, parts = wanted.split(), name.replace("-", " ").split()
    return max(map(len, words)) > 2 and all(any(part.startswith(word) for part in parts) for word in words)


def _born(day: date, asked: date | None, year: int) -> tuple[int, str]:
    if day == asked:
        return 50, _("same birth date")
    return (10, _("same birth year")) if day.year == year else (0, "")
