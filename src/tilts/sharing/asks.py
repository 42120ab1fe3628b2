"""What `sharing` asks of the rooms above it, and of its own parts, about a case."""

from tilts.access.doors import Request
from tilts.cases.models import Case
from tilts.kit.questions import Parts


@Parts
def summary(request: Request, case: Case) -> list[str]:
    """Lines of the summary that is copied out of a case, as far as one may know them."""
    return []
