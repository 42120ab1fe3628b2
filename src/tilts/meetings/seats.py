"""Letting a table in: which grants an invitation gives, until when, and who is kept out of which case.

The cases are open from the publication of the agenda until 14 days after the meeting. The meeting itself, which names
no client, stays open to its institutions for the 12 months of the flag, so that they see what they took on.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.causes import because_of
from tilts.access.models import Folder, Grant, GrantKind, Wall
from tilts.access.reach import Reach, unscoped
from tilts.access.relationships import RELATIONSHIPS
from tilts.cases.models import Party
from tilts.meetings.models import AgendaItem, GuestPass, Invitation, Meeting, MeetingState, Seat
from tilts.people.models import Person
from tilts.people.walls import names_came
from tilts.sharing.actions.footing import end_of

CASES_DAYS = 14
TABLE_DAYS = 365
AT_TABLE = "meeting of institutions"
"""On what somebody sits at a table; on what its cases are shared, each item of the agenda says."""
REASON = "who sits at a table, and which cases lie on it"
OPEN_STATES = (MeetingState.PUBLISHED, MeetingState.RUNNING, MeetingState.CLOSED)


def until(meeting: Meeting, days: int) -> datetime:
    """The end of the day so many days after the meeting."""
    return timezone.make_aware(datetime.combine(meeting.day + timedelta(days=days + 1), time.min))


def closes(item: AgendaItem, meeting: Meeting, days: int, invitation: Invitation | None = None) -> datetime:
    """The moment at which a case closes to a table: so many days after the meeting, or with what it rests on."""
    ends = [until(meeting, days)]
    if item.agreement and item.agreement.over_at:
        ends.append(item.agreement.over_at)
    if invitation and invitation.until:
        ends.append(end_of(invitation.until))
    return min(ends)


def coordinator_days(meeting: Meeting) -> int:
    """How many days after the meeting its cases stay open to whoever drives it."""
    return TABLE_DAYS if meeting.is_about_one_case else CASES_DAYS


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Every case of an agenda, whoever asks."""
    with acting(JOB):
        rows = unscoped(AgendaItem, reason=REASON).filter(meeting=meeting, voided_at=None)
        return list(rows.select_related("case__folder", "case__lead", "agreement"))


def invitations_of(meeting: Meeting) -> list[Invitation]:
    """Every invitation that stands, whoever asks."""
    with acting(JOB):
        rows = unscoped(Invitation, reason=REASON).filter(meeting=meeting, voided_at=None)
        return list(rows.select_related("unit", "colleague", "consent", "agreement"))


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


def let_to_table(
    reach: Reach,
    folder: Folder,
    meeting: Meeting,
    to: dict[str, Any],
    *,
    because: Model,
    days: int = TABLE_DAYS,
    kind: str = GrantKind.MEETING,
) -> None:
    """Let somebody into the meeting, or its papers, by an invitation or the meeting; nobody once the time is over."""
    ends = until(meeting, days)
    if not to or ends <= timezone.now():
        return
    at = {"at": to["at"]} if to.get("at") else {}
    names = {name: value for name, value in to.items() if name != "at"}
    grant = let_in(reach, folder, kind, basis=AT_TABLE, because=because, ends=ends, **names, **at)
    if "at" in to and to["at"] is None:
        Grant.objects.filter(pk=grant.pk).update(at=None)  # a guest acts for nobody


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
    now = timezone.now()
    if meeting.state not in OPEN_STATES or until(meeting, CASES_DAYS) <= now:
        return 0
    with acting(JOB):
        items, invitations, guests = items_of(meeting), invitations_of(meeting), guests_of(meeting)
        today = timezone.localdate()
        # who coordinates has a seat of their own from the referral on
        others = [one for one in invitations if not meeting.is_hosted_by(one)]
        known = {one.pk: one for one in others if one.opens_case_of(meeting, today)}
        to = {pk: found for pk, one in known.items() if (found := addressed(one, guests))}
        seated = set(Seat.objects.filter(item__in=items).values_list("item", "invitation"))
        new = [item for item in items if any((item.pk, invitation) not in seated for invitation in to)]
        _raise_their_walls(meeting, new, invitations)
        walls, shut = _walls(item.case_id for item in items), _shut(items)
        taken = [
            (Seat(item=item, invitation=known[invitation]), whom)
            for item in items
            if item.case_id not in shut
            for invitation, whom in to.items()
            if closes(item, meeting, CASES_DAYS, known[invitation]) > now
            and (item.pk, invitation) not in seated
            and not _walled(walls, item.case_id, whom)
        ]
        Seat.objects.bulk_create(one for one, _whom in taken)
        Grant.objects.bulk_create(_granted(reach, meeting, one, whom) for one, whom in taken)
    return len(taken)


def _raise_their_walls(meeting: Meeting, new: list[AgendaItem], invitations: list[Invitation]) -> None:
    """Who at an invited institution declared that they know one of these families is kept out before anybody sits."""
    folders = {one.case_id: one.case.folder for one in new}
    parties = Party._base_manager.filter(case__in=folders, voided_at=None).select_related("person")
    units = {one.unit_id: one.unit for one in invitations if one.unit} | {meeting.organisation_id: meeting.organisation}
    names_came([(folders[party.case_id], party.person) for party in parties], units.values())


def _granted(reach: Reach, meeting: Meeting, seat: Seat, whom: dict[str, Any]) -> Grant:
    own = seat.invitation.get_basis_display() if seat.invitation else ""
    return Grant(
        folder_id=seat.item.case_id,
        kind=GrantKind.MEETING,
        basis=str(own or seat.item.get_basis_display())[:60],
        given_by=reach.user,
        ends=closes(seat.item, meeting, CASES_DAYS, seat.invitation),
        **because_of(seat),
        **whom,
        **{f"zone_{zone}": level for zone, level in RELATIONSHIPS[GrantKind.MEETING].items()},
    )


def seat_coordinator(reach: Reach, item: AgendaItem, meeting: Meeting, basis: str) -> None:
    """Let whoever drives the meeting into a case of its agenda, for as long as they see it (part of a wider action)."""
    ends = closes(item, meeting, coordinator_days(meeting))
    if ends <= timezone.now():
        return
    with acting(JOB):
        taken = Seat.objects.create(item=item)
    to: dict[str, Any] = {"to_user": meeting.coordinator, "at": meeting.organisation, "ends": ends}
    let_in(reach, item.case.folder, GrantKind.MEETING, basis=basis, because=taken, **to)


def move_ends(meeting: Meeting) -> None:
    """The meeting is on another day: what it opened ends so many days after that one (part of a wider action)."""
    now = timezone.now()
    closing: dict[datetime, list[UUID]] = defaultdict(list)
    with acting(JOB):
        for one in Seat.objects.filter(item__meeting=meeting).select_related("item__agreement", "invitation"):
            days = CASES_DAYS if one.invitation_id else coordinator_days(meeting)
            closing[closes(one.item, meeting, days, one.invitation)].append(one.pk)
        guests = guests_of(meeting)
        for invitation in invitations_of(meeting):
            days = CASES_DAYS if invitation.pk in guests else TABLE_DAYS
            closing[until(meeting, days)].append(invitation.pk)
        closing[until(meeting, TABLE_DAYS)].append(meeting.pk)
        for ends, causes in closing.items():
            rows = Grant.objects.filter(Q(ends=None) | Q(ends__gt=now), because__in=causes)
            rows.update(ends=max(ends, now))
        unscoped(AgendaItem, reason=REASON).filter(meeting=meeting).update(day=meeting.day)
        rows = unscoped(GuestPass, reason=REASON).filter(meeting=meeting, ended_at=None)
        rows.update(ends=until(meeting, CASES_DAYS))
