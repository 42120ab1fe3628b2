"""Persons who may be written down twice, and why one thinks so: the same code, the same number, a like name and birth.

Only pairs are told of which all files are open to the asker. Names are compared among the newest persons within reach;
codes and numbers among all of them, by their keyed hashes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from tilts.access.actor import JOB, acting
from tilts.access.reach import Reach
from tilts.people.likeness import LIKELY, likeness
from tilts.people.models import ContactWay, Merging, Person, PersonCode, Precision
from tilts.people.names import folded_name
from tilts.people.policy.merging import wholly_known

COMPARED = 2_000
"""So many of the newest persons are opened and compared by name."""
BLOCK = 60
"""So many persons of one birth year are compared with each other."""
SHOWN = 50


@dataclass
class Pair:
    """Two persons and why they may be one."""

    one: Person
    other: Person
    reasons: list[str] = field(default_factory=list)
    weight: int = 0


def find_duplicates(reach: Reach) -> list[Pair]:
    """The likeliest pairs in one's own organisation, the surest reason first."""
    mine = reach(Person).filter(organisation=reach.organisation, erased_at=None, restricted_at=None)
    why: dict[tuple[UUID, UUID], list[tuple[int, str]]] = defaultdict(list)
    for pair in _same_hash(reach, PersonCode, "search_hash"):
        why[pair].append((100, _("same personal code")))
    for pair in _same_hash(reach, ContactWay, "value_hash"):
        why[pair].append((30, _("same number or e-mail")))
    newest = list(mine.order_by("-created_at", "pk")[:COMPARED])
    for one, other, weight, reason in _like_names(newest):
        why[_key(one.pk, other.pk)].append((weight, reason))
    return _pairs(reach, mine, why)


def count_unseen(reach: Reach) -> int:
    """How many codes stand at two persons of the organisation: for data protection, who learns no more than that."""
    with acting(JOB):
        return len(_twice(PersonCode._base_manager.filter(organisation=reach.organisation), "search_hash"))


def _key(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)


def _twice(rows: Any, column: str) -> list[str]:
    rows = rows.filter(voided_at=None, person__voided_at=None).exclude(**{column: ""}).order_by()
    found = rows.values(column).annotate(many=Count("person", distinct=True)).filter(many__gt=1)
    return [row[column] for row in found[:SHOWN]]


def _same_hash(reach: Reach, table: Any, column: str) -> Iterator[tuple[UUID, UUID]]:
    """Pairs of persons at whom the same hash stands; who of them is shown, reach is asked afterwards."""
    with acting(JOB):
        rows = table._base_manager.filter(organisation=reach.organisation)
        held = rows.filter(voided_at=None, **{f"{column}__in": _twice(rows, column)}).order_by()
        pairs = list(held.values_list(column, "person").distinct())
    by_hash: dict[str, set[UUID]] = defaultdict(set)
    for found, person in pairs:
        by_hash[found].add(person)
    for persons in by_hash.values():
        yield from (_key(one, other) for one, other in combinations(sorted(persons)[:5], 2))


def _like_names(persons: Iterable[Person]) -> Iterator[tuple[Person, Person, int, str]]:
    blocks: dict[int | None, list[Named]] = defaultdict(list)
    for person in persons:
        if person.given_name and person.family_name and not person.anonymous:
            blocks[person.birth_date.year if person.birth_date else None].append((person, folded_name(person)))
    undated = blocks.pop(None, [])
    for block in blocks.values():
        for one, other in combinations([*block, *undated][:BLOCK], 2):
            yield from _compared(one, other)
    for one, other in combinations(undated[:BLOCK], 2):
        yield from _compared(one, other)


Named = tuple[Person, str]


def _compared(one: Named, other: Named) -> Iterator[tuple[Person, Person, int, str]]:
    score = likeness(one[1], other[1])
    first, second = one[0], other[0]
    dated = first.birth_date and second.birth_date
    if score < LIKELY or (not dated and score < 100):
        return
    name = _("same name") if score == 100 else _("similar name")
    exact = first.birth_precision == second.birth_precision == Precision.DAY
    if not dated:
        yield first, second, 20, name
    elif exact and first.birth_date == second.birth_date:
        yield first, second, int(score) - 20, _("%(name)s and birth date") % {"name": name}
    elif not exact:
        yield first, second, int(score) - 50, _("%(name)s and birth year") % {"name": name}


def merged_lately(reach: Reach, at_most: int = 30) -> list[tuple[Merging, Person]]:
    """What was merged and not undone, newest first, with the person who is there no more."""
    rows = list(reach(Merging).filter(undone_at=None).select_related("kept", "by")[:at_most])
    with acting(JOB):
        gone = {one.pk: one for one in Person._base_manager.filter(pk__in=[row.merged_id for row in rows])}
    return [(row, gone[row.merged_id]) for row in rows]


def _pairs(reach: Reach, mine: Any, why: dict[tuple[UUID, UUID], list[tuple[int, str]]]) -> list[Pair]:
    ids = {pk for pair in why for pk in pair}
    known = wholly_known(reach, ids)
    people = {person.pk: person for person in mine.filter(pk__in=known)}
    found = []
    for (one, other), reasons in why.items():
        if one in people and other in people:
            told = list(dict.fromkeys(reason for _weight, reason in sorted(reasons, key=lambda each: -each[0])))
            found.append(Pair(people[one], people[other], told, sum(weight for weight, _reason in reasons)))
    return sorted(found, key=lambda pair: (-pair.weight, str(pair.one.pk)))[:SHOWN]
