"""Files to keep apart: who answers for it on their day, and what is asked before two persons are merged."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.doors import Request
from tilts.access.prepared import number_of
from tilts.access.reach import Reach, Rows, unscoped
from tilts.cases.models import Conflict, ConflictState, Party, PartyRole
from tilts.cases.sides import look_again_for
from tilts.kit.panels import panel
from tilts.people.asks import known_anew, merge_shut
from tilts.people.models import Person
from tilts.ui.rail import rail_item

rail_item("conflicts", gettext_lazy("Files to keep apart"), "lock", "cases:conflict_list", "conflicts.read", order=63)


def found_conflicts(reach: Reach) -> Rows:
    """Pairs of files that nobody has looked at yet."""
    return reach(Conflict).filter(state=ConflictState.FOUND)


@panel("day", title=gettext_lazy("Files to keep apart"), order=7)
def conflicts(request: Request, subject: Any) -> str:
    """How many pairs of files nobody has looked at yet, for those who answer for it."""
    if not request.reach.may("conflicts.read"):
        return ""
    count = number_of(request.reach, found_conflicts)
    return render_to_string("cases/_conflicts_waiting.html", {"count": count}, request=request) if count else ""


@merge_shut.answer
def opposite_sides(one: UUID, other: UUID) -> str:
    """Two who stand on opposite sides of one case are not one human being. Ask as a job, after the rule said yes."""
    rows = unscoped(Party, reason="two persons who stand against each other are not merged").filter(voided_at=None)
    accused = rows.filter(role=PartyRole.ALLEGED)
    for left, right in ((one, other), (other, one)):
        cases = accused.filter(person=left).values("case")
        if rows.filter(case__in=cases, person=right).exclude(role=PartyRole.ALLEGED).exists():
            return _("They stand on opposite sides of one case. Look again who is who.")
    return ""


@known_anew.answer
def sides_of_known(reach: Reach, person: Person) -> dict[str, list[str]]:
    """Whoever bears another name, birth date or code from now on may stand against somebody under it."""
    return look_again_for(reach, person)
