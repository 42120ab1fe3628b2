"""Looking for a conflict between two files, and deciding about one that was found.

Whoever opens a file or adds a person is told nothing, whatever is found; only supervisors and data protection are.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.reach import Reach, Refused
from tilts.access.walls import lower_following
from tilts.cases.models import Case, Conflict, ConflictCheck, ConflictState
from tilts.cases.policy.case import writes
from tilts.cases.policy.conflicts import may_decide_conflict
from tilts.cases.sides import look_for_conflicts


@action("conflict.checked", may=writes("name"), says=gettext_lazy("Conflict check: done"))
def check_conflicts(reach: Reach, case: Case) -> ConflictCheck:
    """Compare everybody in the case with the other side of every other case of the office; answers that it was done."""
    return look_for_conflicts(reach, case)


@action("conflict.decided", may=may_decide_conflict, says=gettext_lazy("Conflict check: decided"))
def decide_conflict(reach: Reach, found: Conflict, *, state: str, why: str, seen_version: int) -> Conflict:
    """Say whether they are the same person; where they are not, the walls that followed are lowered."""
    if state not in (ConflictState.CONFLICT, ConflictState.OTHERS):
        raise Refused(_("Say whether it is the same person."))
    if not why.strip():
        raise Refused(_("Say how you know."))
    if found.state == ConflictState.OTHERS:
        raise Stale
    now = timezone.now()
    save_over(found, seen_version, state=state, why=why, decided_by=reach.user, decided_at=now)
    if state == ConflictState.OTHERS:
        lower_following(reach, found.pk, at=now)
    return found
