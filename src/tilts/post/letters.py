"""While the letters are true that `access` has written: it may not import the post."""

from tilts.access.models import Breaking
from tilts.access.reach import Reach
from tilts.post.models import Letter
from tilts.post.truth import true_while


@true_while("glass.broken")
def waits_for_review(reach: Reach, letter: Letter) -> bool:
    """Nobody has reviewed it yet, and the reader may see that it was broken."""
    return bool(reach(Breaking).filter(pk=letter.about, reviewed_at=None).exists())
