"""Limits on tries, shared by every worker: each try takes a slot, and a slot is free again after its time.

The slots lie in the cache of the database under keyed hashes, so that the table tells neither accounts nor addresses.
Taking a slot is one insert under a unique key: two workers cannot take the same one.
"""

import math
import time
from dataclasses import dataclass

from django.core.cache import cache

from tilts.sealing.keys import ring


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds for each key."""

    name: str
    most: int
    seconds: int

    def slots(self, key: str) -> list[str]:
        """The names of the slots of this key; nothing can be read from them."""
        hashed = ring().search_hash(f"limit:{self.name}:{key}").hex()
        return [f"{hashed}:{number}" for number in range(self.most)]


class Waiting(Exception):
    """No slot is free; `seconds` until the next one."""

    def __init__(self, limit: Limit, seconds: float) -> None:
        super().__init__(limit.name)
        self.limit = limit
        self.seconds = max(1, math.ceil(seconds))

    @property
    def minutes(self) -> int:
        """Whole minutes to wait."""
        return math.ceil(self.seconds / 60)


def take(limit: Limit, key: str) -> str:
    """Take a free slot and return its name; `Waiting` where there is none."""
    slots, now = limit.slots(key), time.time()
    ends: dict[str, float] = {slot: end for slot, end in cache.get_many(slots).items() if end > now}
    for slot in slots:
        if slot not in ends and cache.add(slot, now + limit.seconds, timeout=limit.seconds):
            return slot
    ends = ends or cache.get_many(slots)
    raise Waiting(limit, min(ends.values(), default=now + 1) - now)


def take_all(*wanted: tuple[Limit, str]) -> list[str]:
    """Take one slot of each, or none."""
    taken: list[str] = []
    try:
        for limit, key in wanted:
            taken.append(take(limit, key))
    except Waiting:
        give_back(taken)
        raise
    return taken


def give_back(taken: list[str]) -> None:
    """The try was none: whoever it was proved to be the right one."""
    cache.delete_many(taken)
