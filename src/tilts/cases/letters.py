"""While the letter about two files that have to be kept apart is true."""

from tilts.access.reach import Reach
from tilts.cases.models import Conflict, ConflictState
from tilts.post.models import Letter
from tilts.post.truth import true_while


@true_while("conflict.found")
def is_undecided(reach: Reach, letter: Letter) -> bool:
    """Nobody has said yet whether it is so, and the reader answers for both files."""
    return bool(reach(Conflict).filter(pk=letter.about, state=ConflictState.FOUND).exists())
