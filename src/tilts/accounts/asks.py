"""What `accounts` asks of the rooms above it about somebody's work."""

from tilts.access.models import Organisation, User
from tilts.kit.questions import question


@question
def work_left(organisation: Organisation, user: User) -> list[str]:
    """What somebody still has to do here, in numbers and words that name nobody; asked as a job."""
    return []
