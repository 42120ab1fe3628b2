"""Asking how it goes after a case is closed."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.reach import Reach, Refused
from tilts.cases.actions.aftercare import move_aftercare
from tilts.cases.models import Case, FollowUp, FollowUpOutcome
from tilts.cases.models.following import MONTHS
from tilts.cases.policy.following import may_follow_up
from tilts.kit.months import add_months


def ahead_of(rows: Iterable[FollowUp]) -> str:
    """Which follow-ups are agreed and not done yet, for a page to bring along what it showed."""
    return " ".join(sorted(one.pk.hex for one in rows))


@action("follow_up.agreed", may=may_follow_up, says=gettext_lazy("Follow-up: agreed"))
def agree_follow_ups(
    reach: Reach,
    case: Case,
    *,
    closed_on: date,
    agreed: bool = True,
    safe_way: str = "",
    months: Iterable[int] = MONTHS,
    seen: str | None = None,
) -> list[FollowUp]:
    """Note that one asks again 1, 3 and 6 months after closing, how it is safe; or that she did not agree (one row).

    What was noted before and not done is replaced; `Stale` where that is not what one has `seen` (as `ahead_of` says).
    """
    wanted = sorted(set(months)) if agreed else [MONTHS[0]]
    if not wanted or not set(wanted) <= set(MONTHS):
        raise Refused(_("Choose when to ask again."), "months")
    if agreed and not safe_way.strip():
        raise Refused(_("Write how and when it is safe to ask."), "safe_way")
    open_before = FollowUp._base_manager.filter(case=case, done_on=None, voided_at=None)
    if seen not in {None, ahead_of(open_before)}:
        raise Stale(open_before.first())
    open_before.update(voided_at=timezone.now(), voided_by=reach.user)
    done = set(FollowUp._base_manager.filter(case=case, voided_at=None).values_list("due", flat=True))
    days = {count: add_months(closed_on, count) for count in wanted}
    made = [
        FollowUp.objects.create(
            organisation=case.organisation,
            case=case,
            months=count,
            due=day,
            agreed=agreed,
            safe_way=safe_way if agreed else "",
        )
        for count, day in days.items()
        if day not in done
    ]
    move_aftercare(case)
    return made


@action("follow_up.recorded", may=may_follow_up, says=gettext_lazy("Follow-up: recorded"))
def record_follow_up(reach: Reach, follow_up: FollowUp, *, seen_version: int, outcome: str, done_on: date) -> FollowUp:
    """Record how it went; who does not want to be asked any more is not asked again."""
    if not follow_up.agreed:
        raise Refused(_("The client did not agree to be asked."))
    if outcome not in FollowUpOutcome.values:
        raise Refused(_("Say how it went."), "outcome")
    if done_on > timezone.localdate():
        raise Refused(_("This day lies in the future."))
    save_over(follow_up, seen_version, outcome=outcome, done_on=done_on, done_by=reach.user)
    if outcome == FollowUpOutcome.DECLINED:
        later = FollowUp._base_manager.filter(case=follow_up.case, done_on=None, voided_at=None)
        later.update(voided_at=timezone.now(), voided_by=reach.user)
        move_aftercare(follow_up.case)
    return follow_up
