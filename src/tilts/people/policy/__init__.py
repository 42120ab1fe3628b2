"""Who reaches what in `people`, by noun."""

from tilts.people.policy import consents, contacts, households, lending, merging, persons, relations, walls
from tilts.people.policy.persons import WORKERS, may_write_in

__all__ = [
    "WORKERS",
    "consents",
    "contacts",
    "households",
    "lending",
    "may_write_in",
    "merging",
    "persons",
    "relations",
    "walls",
]
