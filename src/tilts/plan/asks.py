"""What `plan` asks of the rooms above it."""

from collections.abc import Mapping
from uuid import UUID

from tilts.access.reach import Reach
from tilts.kit.questions import question
from tilts.plan.entitlements import Term
from tilts.plan.models import Entitlement


@question
def units_used(reach: Reach, granted: list[tuple[Entitlement, Term]]) -> Mapping[UUID, int]:
    """How many units of each of these entitlements were used, by its id."""
    return {}
