"""How like two folded names are."""

from itertools import permutations

from rapidfuzz import fuzz

from tilts.kit.text import says_enough

LIKELY = 78
"""Likeness, 0-100, from which two names are shown as perhaps the same person."""
PART = 85
"""The likeness of a name of which the beginnings were given."""
ALL_ORDERS = 3
"""Words of a name that are tried in every order; of longer ones each word is tried as the first."""


def orders(name: str) -> list[str]:
    """A name with its words in every order in which it may have been written: whichever name comes first."""
    words = name.split()
    if len(words) > ALL_ORDERS:
        return [" ".join(words[at:] + words[:at]) for at in range(len(words))]
    return list(dict.fromkeys(" ".join(one) for one in permutations(words)))


def likeness(wanted: str, name: str) -> float:
    """0-100, whichever name comes first; a single word is compared with each part of the name too."""
    score = max(fuzz.ratio(order, name) for order in orders(wanted))
    score = max(score, by_words(wanted, name))
    return score if " " in wanted else max([score, *(fuzz.ratio(wanted, part) - 1 for part in name.split())])


def by_words(wanted: str, name: str) -> float:
    """100 where the words are the same in any order; `PART` where each begins one of the name and they say enough."""
    words, parts = wanted.split(), name.split()
    if words and sorted(words) == sorted(parts):
        return 100
    begun = says_enough(wanted, 3) and all(any(part.startswith(word) for part in parts) for word in words)
    return PART if begun else 0
