"""Who has files compared, and who is told that two of them stand on opposite sides."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, scope, walls_against
from tilts.cases.models import Conflict, ConflictCheck

OVERSIGHT = (Role.SUPERVISOR, Role.DATA_PROTECTION)


in_folder(ConflictCheck, key="case", zone="name")


@scope(Conflict, no_folder="about two files at once, for those who keep them apart")
def conflict_rows(reach: Reach, rows: Rows) -> Rows:
    """Supervisors and data protection of the office, before whom no wall around either file stands."""
    if not reach.is_one_of(*OVERSIGHT):
        return rows.none()
    walls = walls_against(reach).filter(Q(folder=OuterRef("one_id")) | Q(folder=OuterRef("other_id")))
    return rows.filter(~Exists(walls), organisation=reach.organisation)


@rule("conflicts.read", says=_("Files to keep apart: looked"))
def may_read_conflicts(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection see which files stand on opposite sides."""
    return Decision(reach.is_one_of(*OVERSIGHT))


def may_decide_conflict(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection say whether it is the same person."""
    known = record is None or reach(Conflict).filter(pk=record.pk).exists()
    return Decision(known and reach.is_one_of(*OVERSIGHT))
