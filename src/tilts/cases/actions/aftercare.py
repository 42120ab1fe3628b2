"""What the team of a closed case goes on seeing: less, and after a while none of what leads to the people in it."""

from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.grants import end_grants
from tilts.access.models import ZONES, Grant, GrantKind
from tilts.access.reach import Reach
from tilts.cases.models import Case, FollowUp

AFTERCARE = timedelta(days=30)
"""So long after the case, or the last time one asks again, the team may still reach and find the people in it."""
WAYS = ("contact", "address", "codes")
"""What leads to somebody: shut when aftercare is over."""
READ_ONLY = ("name", *WAYS, "risk")
TEAM = (GrantKind.ASSIGNED, GrantKind.SPECIALIST)


def team_grants(case: Case) -> list[Grant]:
    """The grants by which colleagues work on the case by name, whoever asks."""
    now = timezone.now()
    rows = Grant.objects.filter(Q(ends=None) | Q(ends__gt=now), folder=case.folder_id, because=None, kind__in=TEAM)
    return list(rows.filter(to_user__isnull=False).select_related("to_user", "at").order_by("starts", "pk"))


def aftercare_ends(case: Case, closed_on: date) -> datetime:
    """The moment from which the team of a closed case sees nothing any more that leads to the people in it."""
    agreed = FollowUp._base_manager.filter(case=case, agreed=True, voided_at=None)
    last = max(closed_on, agreed.aggregate(last=Max("due"))["last"] or closed_on)
    return timezone.make_aware(datetime.combine(last + AFTERCARE + timedelta(days=1), time.min))


def narrow_team(case: Case, closed_on: date) -> None:
    """The case is closed: its team reads, and what leads to the people only until aftercare ends (of a wider action).

    Writing the code and stage, and the plan, stays: by it a case is opened again, and one asks how it goes.
    """
    with acting(JOB):
        over, now = aftercare_ends(case, closed_on), timezone.now()
        before = [grant for grant in team_grants(case) if _ways_of(grant) and grant.zone_name]
        for grant in before:
            levels = {zone: getattr(grant, f"zone_{zone}") for zone in ZONES}
            levels |= {zone: min(levels[zone], 1) for zone in READ_ONLY}
            ways = {zone: levels[zone] for zone in _ways_of(grant)}
            _again(grant, levels | dict.fromkeys(WAYS, 0), grant.ends)
            if over > now:
                _again(grant, ways, min(over, grant.ends) if grant.ends else over)
        end_grants(Grant.objects.filter(pk__in=[grant.pk for grant in before]))


def _ways_of(grant: Grant) -> list[str]:
    """The zones in which it leads to somebody."""
    return [zone for zone in WAYS if getattr(grant, f"zone_{zone}")]


def move_aftercare(case: Case) -> None:
    """Another time to ask how it goes was agreed: what leads to the people closes after it (part of a wider action)."""
    if case.closed_on:
        with acting(JOB):
            over, now = aftercare_ends(case, case.closed_on), timezone.now()
            ways = [grant.pk for grant in team_grants(case) if _ways_of(grant) and not grant.zone_name]
            Grant.objects.filter(pk__in=ways).update(ends=max(over, now))


def widen_team(reach: Reach, case: Case) -> None:
    """The case is open again: whoever works on it has the whole of what its relation gives (part of a wider action)."""
    with acting(JOB):
        before = team_grants(case)
        for grant in {(one.to_user_id, one.kind, one.at_id): one for one in before}.values():
            let_in(reach, case.folder, grant.kind, basis=grant.basis, because=None, to_user=grant.to_user, at=grant.at)
        end_grants(Grant.objects.filter(pk__in=[grant.pk for grant in before]))


def _again(grant: Grant, zones: dict[str, int], ends: datetime | None) -> None:
    """The same relation to the same colleague, of other zones."""
    Grant.objects.create(
        folder_id=grant.folder_id,
        to_user=grant.to_user,
        at=grant.at,
        kind=grant.kind,
        basis=grant.basis,
        reason=grant.reason,
        given_by_id=grant.given_by_id,
        ends=ends,
        **{f"zone_{zone}": zones.get(zone, 0) for zone in ZONES},
    )
