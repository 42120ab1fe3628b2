"""Looking whether a person is here already: search before create."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from tilts.access.reach import Reach, grants_to
from tilts.kit.text import fold_name, says_enough
from tilts.people.likeness import LIKELY, likeness
from tilts.people.models import FolderPerson, Person
from tilts.people.names import folded_name, named_like

YEAR = re.compile(r"(18|19|20)\d\d")
SHOWN = 10
OPENED, CHUNK = 50, 400
"""So many of the likeliest are opened at first; the next ones only if too few of these are within reach."""
FEW_FOLDERS, FEW_PERSONS = 500, 2_000
"""Up to so many are looked up first, for among many hits they would be found late."""


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
    wanted = fold_name(name)
    year = birth_date.year if birth_date else birth_year
    if not says_enough(wanted, 2):
        return []
    rest, size, found = iter(_likeliest(reach, wanted, birth_date, year)), OPENED, list[Likeness]()
    while len(found) < SHOWN and (asked := list(islice(rest, size))):
        persons = reach(Person).filter(pk__in=asked).order_by()
        likely = (_compare(person, wanted, birth_date, year) for person in persons)
        found += [like for like in likely if like.reasons]
        size = CHUNK
    return sorted(found, key=lambda like: -like.score)[:SHOWN]


def _likeliest(reach: Reach, wanted: str, birth_date: date | None, year: int | None) -> list[UUID]:
    """Persons by the likeness of name and birth, the likeliest first; some of them may be out of reach."""
    hits = [hit for organisation in _organisations(reach) for hit in named_like(organisation, wanted)]
    hits.sort(key=lambda hit: -hit.score - _born(hit.born, birth_date, year)[0])
    within = _few_within_reach(reach) if len(hits) > OPENED else None
    return [hit.person for hit in hits if within is None or hit.person in within]


def _organisations(reach: Reach) -> set[UUID]:
    """Whose persons one may know: one's own, and those that let one into a folder from elsewhere."""
    given = grants_to(reach).filter(zone_name__gte=1, elsewhere=True)
    own = {reach.organisation.pk} if reach.organisation else set()
    return own | set(given.values_list("folder__organisation", flat=True).distinct())


def _few_within_reach(reach: Reach) -> set[UUID] | None:
    """The persons in folders that may open names (walls not asked yet); None where these are many."""
    given = grants_to(reach).filter(zone_name__gte=1).values_list("folder", flat=True).distinct()
    folders = list(given[: FEW_FOLDERS + 1])
    if len(folders) > FEW_FOLDERS:
        return None
    persons = list(FolderPerson.objects.filter(folder__in=folders).values_list("person", flat=True)[: FEW_PERSONS + 1])
    return None if len(persons) > FEW_PERSONS else set(persons)


def _compare(person: Person, wanted: str, birth_date: date | None, year: int | None) -> Likeness:
    score = likeness(wanted, folded_name(person))
    reasons = []
    if score == 100:
        reasons.append(_("same name"))
    elif score >= LIKELY:
        reasons.append(_("similar name"))
    bonus, reason = _born(person.birth_date, birth_date, year)
    if reasons and reason:
        reasons.append(reason)
    return Likeness(person, reasons, score + bonus)


def _born(day: date | None, asked: date | None, year: int | None) -> tuple[int, str]:
    """What a birth adds to the likeness, and the reason in words."""
    if day and day == asked:
        return 50, _("same birth date")
    return (10, _("same birth year")) if day and day.year == year else (0, "")
