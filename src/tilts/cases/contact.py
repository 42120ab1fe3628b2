"""How the people of a case are reached at this minute: for its bar, and for what is due in it."""

from typing import Any

from django.utils import timezone

from tilts.cases.models import PartyRole
from tilts.people.reaching import Reachable, condition_words, in_order, is_unsafe, warnings_of


def contact_of(people: list[dict[str, Any]]) -> dict[str, Any]:
    """The way that is best at this minute, its conditions, the others, and warnings of those that are not safe.

    The client stands first; the alleged person is never among them. `people` are those of `pages.people_in`.
    """
    known = [entry for entry in people if entry["party"].role != PartyRole.ALLEGED]
    known.sort(key=lambda entry: entry["party"].role != PartyRole.CLIENT)
    now, found = timezone.now(), []
    for entry in known:
        client = entry["party"].role == PartyRole.CLIENT
        found += [_way(one, entry["person"], client) for one in in_order(entry["ways"], now)]
    ways = [way for entry in known for way in entry["ways"]]
    hidden = [str(said) for entry in known for said in entry["dangers"]]
    return {
        "best": found[0] if found else None,
        "others": found[1:],
        "only_unsafe": not found and any(map(is_unsafe, ways)),
        "warnings": warnings_of(ways),
        "hidden": list(dict.fromkeys(hidden)),
    }


def _way(one: Reachable, person: Any, client: bool) -> dict[str, Any]:
    return {"at": one, "way": one.way, "conditions": condition_words(one.way), "whose": None if client else person}
