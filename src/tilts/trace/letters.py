"""While the letter about alerts is true."""

from tilts.access.reach import Reach
from tilts.post.models import Letter
from tilts.post.truth import true_while
from tilts.trace.models import Alert


@true_while("alert.raised")
def alert_is_open(reach: Reach, letter: Letter) -> bool:
    """An alert of the organisation is open, and the reader answers for it."""
    return bool(reach(Alert).filter(organisation=letter.about, closed_at=None).exists())
