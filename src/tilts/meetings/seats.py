"""Letting a table in: which grants an invitation gives, until when, and who is kept out of which case.

The cases are open from the publication of the agenda until 14 days after the meeting. The meeting itself, which names
no client, stays open to its institutions for the 12 months of the flag, so that they see what they took on.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.models import Folder, Grant, GrantKind, Wall
from tilts.access.reach import Reach, unscoped
from tilts.access.relationships import RELATIONSHIPS
from tilts.cases.models import Party
from tilts.meetings.models import AgendaItem, GuestPass, Invitation, Meeting, MeetingState
from tilts.people.models import Person
from tilts.people.walls import names_came

CASES_DAYS = 14
TABLE_DAYS = 365
AT_TABLE = "meeting of institutions"
"""On what somebody sits at a table; on what its cases are shared, each item of the agenda says."""
REASON = "who sits at a table, and which cases lie on it"
COORDINATOR = "coordinator"
"""The key of the coordinator's own seat at an item; the others are those of invitations."""
OPEN_STATES = (MeetingState.PUBLISHED, MeetingState.RUNNING, MeetingState.CLOSED)


def until(meeting: Meeting, days: int) -> datetime:
    """The end of the day so many days after the meeting."""
    return timezone.make_aware(datetime.combine(meeting.day + timedelta(days=days + 1), time.min))


def coordinator_days(meeting: Meeting) -> int:
    """How many days after the meeting its cases stay open to whoever drives it."""
    return TABLE_DAYS if meeting.is_about_one_case else CASES_DAYS


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Every case of an agenda, whoever asks."""
    with acting(JOB):
        rows = unscoped(AgendaItem, reason=REASON).filter(meeting=meeting, voided_at=None)
        return list(rows.select_related("case__folder"))


def invitations_of(meeting: Meeting) -> list[Invitation]:
    """Every invitation that stands, whoever asks."""
    with acting(JOB):
        rows = unscoped(Invitation, reason=REASON).filter(meeting=meeting, voided_at=None)
        return list(rows.select_related("unit", "colleague"))


def guests_of(meeting: Meeting) -> dict[UUID, GuestPass]:
    """The passes that have not ended, by invitation."""
    with acting(JOB):
        rows = unscoped(GuestPass, reason=REASON).filter(meeting=meeting, ended_at=None, voided_at=None)
        return {one.invitation_id: one for one in rows.select_related("user")}


def addressed(invitation: Invitation, guests: dict[UUID, GuestPass]) -> dict[str, Any]:
    """To whom the grants of an invitation go; empty where nobody has an account."""
    if invitation.pk in guests:
        return {"to_user": guests[invitation.pk].user, "at": None}
    if invitation.colleague:
        return {"to_user": invitation.colleague, "at": invitation.unit}
    if invitation.unit:
        return {"to_unit": invitation.unit, "to_role": invitation.role}
    return {}


def let_to_table(reach: Reach, folder: Folder, meeting: Meeting, to: dict[str, Any], days: int) -> list[str]:
    """Let somebody into the meeting, or its papers; the id of the grant, none where the time is over."""
    ends = until(meeting, days)
    if not to or ends <= timezone.now():
        return []
    at = {"at": to["at"]} if to.get("at") else {}
    names = {name: value for name, value in to.items() if name != "at"}
    grant = let_in(reach, folder, GrantKind.MEETING, basis=AT_TABLE, ends=ends, **names, **at)
    if "at" in to and to["at"] is None:
        Grant.objects.filter(pk=grant.pk).update(at=None)  # a guest acts for nobody
    return [str(grant.pk)]


def _walls(folders: Iterable[UUID]) -> list[Wall]:
    now = timezone.now()
    standing = Wall.objects.filter(Q(ends=None) | Q(ends__gt=now), folder__in=list(folders), starts__lte=now)
    return list(standing.order_by())


def _walled(walls: list[Wall], folder: UUID, to: dict[str, Any]) -> bool:
    user, unit = to.get("to_user"), to.get("to_unit") or to.get("at")
    return any(
        wall.folder_id == folder and ((user and wall.user_id == user.pk) or (unit and wall.unit_id == unit.pk))
        for wall in walls
    )


def kept_out(meeting: Meeting) -> list[tuple[AgendaItem, Invitation]]:
    """Which institutions do not get which cases because of a wall; told to the coordinator alone."""
    items, invitations, guests = items_of(meeting), invitations_of(meeting), guests_of(meeting)
    walls = _walls(item.case_id for item in items)
    if not walls:
        return []
    to = {one.pk: addressed(one, guests) for one in invitations}
    return [
        (item, one) for item in items for one in invitations if to[one.pk] and _walled(walls, item.case_id, to[one.pk])
    ]


def _shut(items: list[AgendaItem]) -> set[UUID]:
    """Cases that no institution is let into: restricted to named people, or kept and not used."""
    cases = {item.case_id for item in items}
    kept = Person._base_manager.filter(restricted_at__isnull=False, folder_persons__folder__in=cases)
    found = set(kept.values_list("folder_persons__folder", flat=True)) & cases
    return found | {item.case_id for item in items if item.case.folder.restricted}


def seat(reach: Reach, meeting: Meeting) -> int:
    """Let everybody who is invited into every case of a published agenda, once; how many grants were written.

    Part of a wider action. A wall stands before the grant is written: who is kept out gets none.
    """
    ends = until(meeting, CASES_DAYS)
    if meeting.state not in OPEN_STATES or ends <= timezone.now():
        return 0
    with acting(JOB):
        items, invitations, guests = items_of(meeting), invitations_of(meeting), guests_of(meeting)
        to = {one.pk: found for one in invitations if (found := addressed(one, guests))}
        _raise_their_walls(meeting, items, invitations)
        walls, shut = _walls(item.case_id for item in items), _shut(items)
        made: list[Grant] = []
        for item in items:
            if item.case_id not in shut:
                made += _seats(reach, item, to, walls, ends)
        Grant.objects.bulk_create(made)
        AgendaItem._base_manager.bulk_update(items, ["seats"])
    return len(made)


def _raise_their_walls(meeting: Meeting, items: list[AgendaItem], invitations: list[Invitation]) -> None:
    """Who at an invited institution declared that they know one of these families is kept out before anybody sits."""
    new = [one for one in items if any(str(seat.pk) not in one.seats for seat in invitations)]
    folders = {one.case_id: one.case.folder for one in new}
    parties = Party._base_manager.filter(case__in=folders, voided_at=None).select_related("person")
    units = {one.unit_id: one.unit for one in invitations if one.unit} | {meeting.organisation_id: meeting.organisation}
    names_came([(folders[party.case_id], party.person) for party in parties], units.values())


def _seats(
    reach: Reach, item: AgendaItem, to: dict[UUID, dict[str, Any]], walls: list[Wall], ends: datetime
) -> list[Grant]:
    zones = {f"zone_{zone}": level for zone, level in RELATIONSHIPS[GrantKind.MEETING].items()}
    made = []
    for invitation, whom in to.items():
        if str(invitation) in item.seats or _walled(walls, item.case_id, whom):
            continue
        grant = Grant(
            folder_id=item.case_id,
            kind=GrantKind.MEETING,
            basis=item.get_basis_display()[:60],
            given_by=reach.user,
            ends=ends,
            **whom,
            **zones,
        )
        item.seats[str(invitation)] = str(grant.pk)
        made.append(grant)
    return made


def grants_in(meeting: Meeting) -> list[str]:
    """Every grant that the meeting gave: to its cases (the coordinator's too), to itself, to papers of institutions."""
    seats = [grant for item in items_of(meeting) for grant in item.seats.values()]
    return seats + [grant for one in invitations_of(meeting) for grant in one.grants]


def unseat(meeting: Meeting, invitation: Invitation) -> list[str]:
    """Take an invitation out of every item; the grants it had (part of a wider action, which ends them)."""
    with acting(JOB):
        items = [item for item in items_of(meeting) if str(invitation.pk) in item.seats]
        taken = [str(item.seats.pop(str(invitation.pk))) for item in items]
        AgendaItem._base_manager.bulk_update(items, ["seats"])
    return taken + list(invitation.grants)


def move_ends(meeting: Meeting) -> None:
    """The meeting is on another day: what it opened ends so many days after that one (part of a wider action)."""
    now = timezone.now()
    seats = [pair for item in items_of(meeting) for pair in item.seats.items()]
    cases = [grant for whose, grant in seats if whose != COORDINATOR]
    driven = [grant for whose, grant in seats if whose == COORDINATOR]
    table = [grant for one in invitations_of(meeting) for grant in one.grants]
    for grants, days in ((cases, CASES_DAYS), (driven, coordinator_days(meeting)), (table, TABLE_DAYS)):
        Grant.objects.filter(Q(ends=None) | Q(ends__gt=now), pk__in=grants).update(ends=max(until(meeting, days), now))
    with acting(JOB):
        unscoped(AgendaItem, reason=REASON).filter(meeting=meeting).update(day=meeting.day)
        rows = unscoped(GuestPass, reason=REASON).filter(meeting=meeting, ended_at=None)
        rows.update(ends=until(meeting, CASES_DAYS))
