"""What `people` asks of the rooms above it about a person."""

from uuid import UUID

from tilts.access.reach import Reach
from tilts.kit.questions import question
from tilts.people.models import Person


@question
def merge_shut(one: UUID, other: UUID) -> str:
    """The sentence that says why these two persons are not merged; empty where they may be. Asked as a job."""
    return ""


@question
def known_anew(reach: Reach, person: Person) -> dict[str, list[str]]:
    """What a changed name, birth date or code, or a merging, brings up: written, and given as ids by table."""
    return {}
