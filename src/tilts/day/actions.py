"""The work of somebody who leaves goes to a colleague."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues
from tilts.access.models import Role, User
from tilts.access.reach import NotAllowed, Reach, Refused, unscoped
from tilts.cases.actions import hand_over, leave_team
from tilts.cases.models import Case, Due, TeamMember
from tilts.day.leaving import WHY, kept_cases, left_by, named_reports, owed
from tilts.day.policy import may_hand_over_work
from tilts.meetings.actions import hand_meeting_over
from tilts.post.telling import tell
from tilts.risk.actions import hand_report_over

UNSEEN = gettext_lazy("What you may not see yourself goes to another colleague than you.")


@dataclass
class Handed:
    """How much went to the colleague, and what stayed because it was refused, each with its sentence."""

    done: int
    stayed: list[str]
    user: User


def _try(handed: Handed, verb: Callable[..., Any], *given: Any, **more: Any) -> None:
    """One thing after the other: what a wall or a conflict forbids stays, the rest goes."""
    try:
        with transaction.atomic():
            verb(*given, **more)
    except (Refused, NotAllowed, Stale) as no:
        handed.stayed.append(str(no))
    else:
        handed.done += 1


@action("work.handed_over", may=may_hand_over_work, says=gettext_lazy("Work of a colleague: handed over"))
def hand_over_work(
    reach: Reach, user: User, *, to: User, cases: Iterable[Case], kept: bool = False, reports: bool = False
) -> Handed:
    """What somebody has in hand who leaves goes to one colleague; what they owed in cases of others, to their leads.

    `kept` are the cases kept to named people, `reports` those sent by name or taken up: who hands them over does not
    see them, so they never go to oneself, and data protection is told. What is refused stays where it is.
    """
    handed, unseen = Handed(0, [], user), kept or reports
    if to.pk in (user.pk, reach.user.pk if unseen and reach.user else None):
        raise Refused(UNSEEN if unseen else _("Choose another colleague."), field="to")
    for case in cases:
        _try(handed, hand_over, reach, case, to=to)
    for meeting in left_by(reach, [user.pk])["meetings"].with_people():
        _try(handed, hand_meeting_over, reach, meeting, to=to, seen_version=meeting.version)
    with acting(JOB):
        _give_back(user, reach.organisation)
        _hand_unseen(reach, handed, to, kept=kept, reports=reports)
    if not handed.done and handed.stayed:
        raise Refused(handed.stayed[0], field="to")
    return handed


def _hand_unseen(reach: Reach, handed: Handed, to: User, *, kept: bool, reports: bool) -> None:
    """Cases and reports of which the asker sees only how many there are."""
    office: Any = reach.organisation
    cases = kept_cases(office).filter(lead=handed.user).select_related("lead", "folder", "organisation")
    for case in cases if kept else ():
        _try(handed, hand_over, JOB, case, to=to)
    named = named_reports(office).filter(Q(to_user=handed.user) | Q(taken_by=handed.user))
    for report in named if reports else ():
        _try(handed, hand_report_over, JOB, report, to=to)
    if kept or reports:
        tell(colleagues(office, Role.DATA_PROTECTION), "work.handed_over", about=office.pk, path="/")


def _give_back(user: User, office: Any) -> None:
    """Off the team of others' cases; what was still to do there is their lead's."""
    named = owed(unscoped(Due, reason=WHY)).filter(owner=user, organisation=office).order_by().values("case")
    worked = unscoped(TeamMember, reason=WHY).filter(user=user, ends=None, voided_at=None).order_by().values("case")
    cases = unscoped(Case, reason=WHY).open().filter(organisation=office, voided_at=None)
    for case in cases.filter(Q(pk__in=named) | Q(pk__in=worked)).exclude(lead=user).select_related("lead"):
        leave_team(JOB, case, user=user)
