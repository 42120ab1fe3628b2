"""Finding names that lie sealed: each process holds those of an organisation opened and folded, and compares them all.

Nothing by which a name is found lies in the database. Before each search the process learns from `NameChanges` whose
names were written since (it is told in the transaction that writes them), and reads these, or all, again. What is held
knows no reach: whoever asks opens what is found through their own. It is nothing that the keys beside it do not open.
"""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from tilts.access.actor import JOB, acting
from tilts.kit.text import fold_name
from tilts.people.likeness import LIKELY, by_words, orders
from tilts.people.models import NameChanges, Person

MOST_HELD = 400_000
"""Names a process holds, of all organisations together; beyond it the one asked longest ago is let go."""
UNASKED = 3600
"""Seconds after which an organisation that nobody asks about is let go, at the next search."""


class Hit(NamedTuple):
    """A person whose name is like the asked one: how much (0-100), and when they were born."""

    person: UUID
    score: float
    born: date | None


class _Names:
    """The folded names of one organisation as they were at `mark`."""

    def __init__(self) -> None:
        self.mark: str | None = None
        self.asked_at = 0.0
        self.of: dict[UUID, tuple[str, date | None]] = {}
        self.called: dict[str, set[UUID]] = defaultdict(set)
        self.having: dict[str, set[str]] = defaultdict(set)

    def put(self, person: UUID, name: str, born: date | None) -> None:
        """Know a person by this name."""
        self.of[person] = name, born
        if name not in self.called:
            for word in name.split():
                self.having[word].add(name)
        self.called[name].add(person)

    def drop(self, person: UUID) -> None:
        """Know them no more; a name goes with the last who bears it."""
        name, _born = self.of.pop(person, ("", None))
        bearers = self.called.get(name, set())
        bearers.discard(person)
        if bearers or name not in self.called:
            return
        del self.called[name]
        for word in set(name.split()):
            self.having[word].discard(name)
            if not self.having[word]:
                del self.having[word]

    def like(self, wanted: str) -> dict[str, float]:
        """Every name that is likely, and its `likeness`."""
        found: dict[str, float] = defaultdict(float)
        for order in orders(wanted):
            for name, score, _at in process.extract(
                order, self.called.keys(), scorer=fuzz.ratio, score_cutoff=LIKELY, limit=None
            ):
                found[name] = max(found[name], score)
        for name in self._begun_with(wanted):
            found[name] = max(found[name], by_words(wanted, name))
        if " " not in wanted:
            for name, score in self._with_word_like(wanted):
                found[name] = max(found[name], score)
        return found

    def _begun_with(self, wanted: str) -> Iterator[str]:
        longest = max(wanted.split(), key=len)
        for word, names in self.having.items():
            if word.startswith(longest):
                yield from (name for name in names if by_words(wanted, name))

    def _with_word_like(self, wanted: str) -> Iterator[tuple[str, float]]:
        near = process.extract(wanted, self.having.keys(), scorer=fuzz.ratio, score_cutoff=LIKELY + 1, limit=None)
        for word, score, _at in near:
            yield from ((name, score - 1) for name in self.having[word] if word in name.split())


_held: OrderedDict[UUID, _Names] = OrderedDict()
_turn = threading.RLock()


def folded_name(person: Person) -> str:
    """Given and family name for comparing (`fold_name`)."""
    return fold_name(f"{person.given_name} {person.family_name}")


def named_like(organisation: UUID, wanted: str) -> list[Hit]:
    """Persons of one organisation whose names are like a folded one, whoever asks: show only who is within reach."""
    with _turn:
        names = _names_of(organisation)
        return [
            Hit(person, score, names.of[person][1])
            for name, score in names.like(wanted).items()
            for person in names.called[name]
        ]


def _names_of(organisation: UUID) -> _Names:
    """The names as the database has them now."""
    changes = NameChanges.objects.filter(pk=organisation).first() or NameChanges(pk=organisation)
    names = _held.pop(organisation, None) or _Names()
    changed = changes.since(names.mark)
    if changed is None:
        names, changed = _Names(), []
        _read(names, Person._base_manager.filter(organisation=organisation))
    elif changed:
        for person in changed:
            names.drop(person)
        _read(names, Person._base_manager.filter(organisation=organisation, pk__in=changed))
    names.mark, names.asked_at = changes.marks[-1], time.monotonic()
    _held[organisation] = names
    _let_go()
    return names


def _read(names: _Names, rows: "QuerySet[Person]") -> None:
    """Open the names of these rows; erased ones have none. Only a job sees all rows of an organisation."""
    with transaction.atomic(), acting(JOB):
        for person in rows.only("given_name", "family_name", "birth_date").order_by().iterator():
            if name := folded_name(person):
                names.put(person.pk, name, person.birth_date)


def _let_go() -> None:
    """Keep what was asked lately, up to `MOST_HELD` names, and in any case what was asked last."""
    while len(_held) > 1:
        oldest = next(iter(_held.values()))
        if time.monotonic() - oldest.asked_at < UNASKED and sum(len(one.of) for one in _held.values()) <= MOST_HELD:
            return
        _held.popitem(last=False)
