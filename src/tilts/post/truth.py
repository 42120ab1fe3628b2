"""What must still be true when a letter leaves: asked by the postman at that moment, as whoever it is for.

A letter may wait an hour or a night. Each kind says, in the room that sends it, while what it says holds; the question
is asked within the reach of its reader, so that whoever left, whom a wall keeps out or whose grant has ended hears no
more of what is theirs no longer.
"""

from collections.abc import Callable, Iterator

from django.db import transaction

from tilts.access.actor import acting
from tilts.access.colleagues import at_work
from tilts.access.models import Membership, User
from tilts.access.reach import Reach
from tilts.post.models import Letter

TrueWhile = Callable[[Reach, Letter], bool]
TRUE_WHILE: dict[str, TrueWhile] = {}


def true_while(*kinds: str) -> Callable[[TrueWhile], TrueWhile]:
    """Declare while what these kinds of letters say is true for a reader; the docstring says it in a sentence.

    The record of which a letter tells is `letter.about`; it is asked for each work that its reader has at that moment.
    """

    def declare(asked: TrueWhile) -> TrueWhile:
        for kind in kinds:
            if kind in TRUE_WHILE:
                raise ValueError(f"the letter {kind} is declared twice")
            TRUE_WHILE[kind] = asked
        return asked

    return declare


def is_true(letter: Letter) -> bool:
    """Whether a letter still says something that holds, to somebody whose account is open and whom it concerns."""
    reader = User.objects.get(pk=letter.to_id)
    return reader.is_active and any(_holds(reach, letter) for reach in _reaches(reader))


def _reaches(reader: User) -> Iterator[Reach]:
    """Whoever works nowhere (yet) hears of what is about their own account."""
    works = list(at_work(Membership.objects.filter(user=reader)).select_related("organisation"))
    for work in works:
        yield Reach(reader, work)
    if not works:
        yield Reach(reader)


def _holds(reach: Reach, letter: Letter) -> bool:
    with transaction.atomic(), acting(reach):
        return TRUE_WHILE[letter.kind](reach, letter)
