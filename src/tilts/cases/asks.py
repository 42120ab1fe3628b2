"""What `cases` asks of the rooms above it, and of its own parts, about a case."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models.expressions import Combinable

from tilts.access.doors import Request
from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.cases.beside import Beside
from tilts.cases.frame import Deadline
from tilts.cases.models import Case
from tilts.cases.taken import Part
from tilts.kit.questions import Parts, question
from tilts.kit.timeline import Moment, Wanted


@question
def obligations(case: Case) -> list[str]:
    """What is still open in a case that somebody closes, a sentence each; asked as a job."""
    return []


@question
def attached(case: Case) -> list[Beside]:
    """The folders that hang beside a case; asked as a job."""
    return []


@question
def parts_taken_over() -> list[type[Part]]:
    """What else of what was sent a case takes over, besides its people, ways to reach, violence, level and account."""
    return []


@question
def pass_on_what_waits(case: Case, *, left: User, to: User) -> int:
    """Give what somebody who leaves the team has still to do in the case to its lead; how many things it was."""
    return 0


@question
def noted_with_case(reach: Reach) -> Mapping[str, Combinable]:
    """What the page of a case wants to know in the query that reads it: expressions over its row, by name."""
    return {}


@question
def pressing(request: Request, case: Case) -> list[Deadline]:
    """What falls due in a case and is not done, the most dangerous first, then what is late, then by hour."""
    return []


@question
def coming(request: Request, case: Case) -> list[Deadline]:
    """What else is to come in a case, for the list of what falls due on its page."""
    return []


@question
def page_of_cause(kind: str, cause: UUID) -> str:
    """Where one reads of the record because of which a grant was given; empty where it has no page of its own."""
    return ""


@Parts
def course(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Moments in the course of a case, as far as one may know them."""
    return []
