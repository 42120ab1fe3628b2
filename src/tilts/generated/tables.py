"""Tables of institutions: conferences on high-risk cases, held and one to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from tilts.access.models import Folder, FolderKind, GrantKind, Organisation, Role, User
from tilts.cases.models import Case
from tilts.generated import texts
from tilts.generated.draw import Draw, moment
from tilts.generated.files import File
from tilts.generated.rows import Rows
from tilts.meetings.models import AgendaItem, Basis, Criterion, Invitation, Meeting, MeetingKind, MeetingState, Seat
from tilts.meetings.repeats import flagged_until
from tilts.meetings.seats import AT_TABLE, CASES_DAYS, TABLE_DAYS, until

HOUR = time(10)
PREPARED = timedelta(days=14)
"""So long before the day a conference is called together."""
LAW = "Ministru kabineta noteikumi par starpinstitūciju sadarbību"


@dataclass
class Table:
    """Who convenes a conference, who drives it, and which institutions sit at it, each with the role of its people."""

    convener: Organisation
    coordinator: User
    seats: Sequence[tuple[Organisation, str]]


def hold_conference(draw: Draw, rows: Rows, table: Table, day: date, cases: list[Case], *, over: bool) -> None:
    """A conference on these cases as the verbs leave it: held, or with its agenda published."""
    at = moment(day, HOUR)
    called = at - PREPARED
    folder = rows.add(Folder(id=draw.id(), organisation=table.convener, kind=FolderKind.MEETING))
    own: dict[str, Any] = {"organisation": table.convener, "created_at": called}
    state: dict[str, Any] = {"state": MeetingState.PUBLISHED, "published_at": called + timedelta(days=4)}
    if over:
        state |= {"state": MeetingState.CLOSED, "opened_at": at, "closed_at": at + timedelta(hours=2)}
    meeting = rows.add(
        Meeting(
            id=folder.pk,
            folder=folder,
            kind=MeetingKind.MARAC,
            title="Augsta riska lietu sanāksme",
            starts=at,
            day=day,
            coordinator=table.coordinator,
            **state,
            **own,
        )
    )
    driven = {"to_user": table.coordinator, "at": table.convener, "given_by": table.coordinator}
    rows.let_in(draw, folder, GrantKind.ASSIGNED, called, AT_TABLE, **driven)
    known = {"to_unit": table.convener, "given_by": table.coordinator}
    rows.let_in(draw, folder, GrantKind.AGENCY, called, AT_TABLE, **known)
    rows.trace(draw, "meeting.planned", called, table.coordinator, table.convener, Role.COORDINATOR, meeting)
    invited = [_invite(draw, rows, meeting, unit, role, over=over) for unit, role in table.seats]
    for number, case in enumerate(cases, start=1):
        _put_on_agenda(draw, rows, meeting, case, number, invited, over=over)


def _invite(draw: Draw, rows: Rows, meeting: Meeting, unit: Organisation, role: str, *, over: bool) -> Invitation:
    """An institution at the table: it knows of the meeting, sits at it, and has papers of its own."""
    called = meeting.created_at
    papers = rows.add(Folder(id=draw.id(), organisation=unit, kind=FolderKind.RESEARCH))
    invitation = rows.add(
        Invitation(
            id=draw.id(),
            organisation=meeting.organisation,
            created_at=called,
            meeting=meeting,
            unit=unit,
            role=role,
            kind=unit.kind,
            papers=papers,
            came=True if over else None,
        )
    )
    ends = until(meeting, TABLE_DAYS)
    told = {"ends": ends, "given_by": meeting.coordinator, "to_unit": unit, "because": invitation}
    if unit != meeting.organisation:
        rows.let_in(draw, meeting.folder, GrantKind.AGENCY, called, AT_TABLE, **told)
    for folder in (meeting.folder, papers):
        rows.let_in(draw, folder, GrantKind.MEETING, called, AT_TABLE, to_role=role, **told)
    return invitation


def _put_on_agenda(
    draw: Draw, rows: Rows, meeting: Meeting, case: Case, number: int, invited: list[Invitation], *, over: bool
) -> None:
    called = meeting.created_at
    item = AgendaItem(
        id=draw.id(),
        organisation=meeting.organisation,
        created_at=called,
        meeting=meeting,
        case=case,
        kind=meeting.kind,
        day=meeting.day,
        number=number,
        criteria=[Criterion.JUDGEMENT],
        why=texts.WHY,
        basis=Basis.LAW,
        basis_words=LAW,
        referred_by=case.lead,
        referred_by_unit=case.organisation,
        referred_on=called.date(),
        summary=texts.WHY,
    )
    if over:
        item.conclusion, item.flag_until = texts.CONCLUSION, flagged_until(item.referred_on)
        item.began_at = meeting.starts + timedelta(minutes=15 * (number - 1))
        item.ended_at = item.began_at + timedelta(minutes=15)
    rows.add(item)
    _seat(draw, rows, item, invited)


def _seat(draw: Draw, rows: Rows, item: AgendaItem, invited: list[Invitation]) -> None:
    """The seats, and grants, by which those at the table see the case, until fourteen days after."""
    meeting, case = item.meeting, item.case
    told: dict[str, Any] = {"ends": until(meeting, CASES_DAYS), "given_by": case.lead}
    at, basis = meeting.published_at or meeting.created_at, str(Basis.LAW)
    if meeting.coordinator != case.lead:
        seat = rows.add(Seat(id=draw.id(), item=item))
        driven = {"to_user": meeting.coordinator, "at": meeting.organisation, "because": seat, **told}
        rows.let_in(draw, case.folder, GrantKind.MEETING, meeting.created_at, basis, **driven)
    for one in invited:
        seat = rows.add(Seat(id=draw.id(), item=item, invitation=one))
        there = {"to_unit": one.unit, "to_role": one.role, "because": seat, **told}
        rows.let_in(draw, case.folder, GrantKind.MEETING, at, basis, **there)


def hold_conferences_about(draw: Draw, rows: Rows, file: File, many: int) -> None:
    """Conferences, spread over the time of a file, at which it alone was talked about; its lead drove them."""
    table = Table(file.organisation, file.lead, [])
    span = (file.last - file.case.opened_on).days
    for number in range(many):
        day = file.case.opened_on + timedelta(days=span * number // many)
        hold_conference(draw, rows, table, day, [file.case], over=True)
