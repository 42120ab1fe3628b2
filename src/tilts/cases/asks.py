"""What `cases` asks of the rooms above it, and of its own parts, about a case."""

from collections.abc import Mapping
from uuid import UUID

from tilts.access.doors import Request
from tilts.access.reach import Reach
from tilts.cases.beside import Beside
from tilts.cases.entitlements import Term
from tilts.cases.models import Case, Entitlement
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
def units_used(reach: Reach, granted: list[tuple[Entitlement, Term]]) -> Mapping[UUID, int]:
    """How many units of each of these entitlements were used, by its id."""
    return {}


@Parts
def course(request: Request, case: Case, wanted: Wanted) -> list[Moment]:
    """Moments in the course of a case, as far as one may know them."""
    return []


@Parts
def summary(request: Request, case: Case) -> list[str]:
    """Lines of the summary that is copied out of a case, as far as one may know them."""
    return []
