"""The level of a case, its end, and its opening again."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.actor import JOB, acting
from tilts.access.reach import Reach, Refused
from tilts.cases.actions.aftercare import narrow_team, widen_team
from tilts.cases.actions.following import agree_follow_ups
from tilts.cases.asks import obligations
from tilts.cases.models import Case, Closing, Outcome, Party, PartyRole
from tilts.cases.policy.case import writes
from tilts.cases.policy.course import may_reopen


@action("case.level_set", may=writes("risk"), says=gettext_lazy("Case: level of risk"))
def set_level(reach: Reach, case: Case, *, level: str) -> Case:
    """Set the level of risk in the professional's judgement."""
    save_over(case, case.version, level=level)
    return case


def obligations_of(case: Case) -> list[str]:
    """What is still open in the case, in words that name nobody; every room says its own (`cases.asks.obligations`).

    Asked as a job: what is open binds also where the one who closes may not look.
    """
    with acting(JOB):
        return [words for said in obligations.each(case) for words in said]


@action("case.closed", may=writes("admin"), says=gettext_lazy("Case: closed"))
def close_case(
    reach: Reach,
    case: Case,
    *,
    closed_on: date,
    seen_version: int,
    outcome: str = Outcome.OTHER,
    summary: str = "",
    despite: str = "",
    follow_up: bool = False,
    safe_way: str = "",
) -> Case:
    """Close the case on a day not before it was opened and not in the future, with its outcome.

    Whatever is still open is refused in a sentence that lists it, unless `despite` says why it is closed all the same.
    Its team reads from then on, and nothing any more that leads to the people in it once aftercare is over.
    """
    if closed_on > timezone.localdate():
        raise Refused(_("A case cannot be closed in the future."), "closed_on")
    if outcome not in Outcome.values:
        raise Refused(_("Say how the case ended."), "outcome")
    left = obligations_of(case)
    if follow_up:
        agree_follow_ups(reach, case, closed_on=closed_on, safe_way=safe_way)
    if left and not despite.strip():
        still_open = _("Still open: %(what)s. Finish it, or say why you close all the same.")
        raise Refused(still_open % {"what": "; ".join(left)}, "despite")
    save_over(case, seen_version, closed_on=closed_on)
    Closing.objects.create(
        organisation=case.organisation,
        case=case,
        closed_on=closed_on,
        closed_by=reach.user,
        outcome=outcome,
        summary=summary,
        despite=despite,
        left_open=len(left),
        follow_up=follow_up,
    )
    narrow_team(case, closed_on)
    return case


@action("case.reopened", may=may_reopen, says=gettext_lazy("Case: opened again"))
def reopen_case(reach: Reach, case: Case, *, reason: str, seen_version: int) -> Case:
    """Open a closed case again, with a reason. Never after an erasure: what is left of it is counted, not worked on."""
    if not reason.strip():
        raise Refused(_("Say why the case is opened again."), "reason")
    with acting(JOB):
        about = Party._base_manager.filter(case=case, role=PartyRole.CLIENT)
        erased = about.filter(person__erased_at__isnull=False).exists()
    if erased:
        raise Refused(_("The data of this case were erased. Open a new case."))
    save_over(case, seen_version, closed_on=None)
    _note_reopening(reach, case, reason)
    widen_team(reach, case)
    return case


def _note_reopening(reach: Reach, case: Case, reason: str) -> None:
    ended = Closing._base_manager.filter(case=case, reopened_on=None).first()
    if ended:
        save_over(ended, ended.version, reopened_on=timezone.localdate(), reopened_by=reach.user, reopened_why=reason)
