"""What happens in a file: consultations, notes, documents, standings."""

from datetime import time
from typing import Any

from tilts.cases.models import Note
from tilts.documents import files as on_disk
from tilts.documents.models import Document, DocumentKind, DocumentState, MediaType
from tilts.generated import texts
from tilts.generated.draw import Draw, moment
from tilts.generated.files import File
from tilts.generated.rows import Rows
from tilts.people.models import Standing, SupportLevel
from tilts.sealing.keys import ring
from tilts.services.models import Mode, Participation, Session, Status

STATUSES = ((Status.HELD, 88.0), (Status.NO_SHOW, 7.0), (Status.CANCELLED, 5.0))
MODES = ((Mode.IN_PERSON, 60.0), (Mode.PHONE, 25.0), (Mode.ONLINE, 5.0), (Mode.OUTREACH, 10.0))
MINUTES = ((30, 20.0), (45, 35.0), (60, 35.0), (90, 10.0))
ALONE = 0.7
"""So many consultations of a hundred are with the client alone."""
PAPER = b"Sagatavots demonstracijai.\n"


def write_sessions(draw: Draw, rows: Rows, file: File, many: int) -> None:
    """Consultations: by whom of the team, with whom of the file."""
    for _number in range(many):
        staff, profession = draw.choice(file.team)
        day, hour = file.day(draw), draw.hour()
        at = moment(day, hour)
        own: dict[str, Any] = {"organisation": file.organisation, "created_at": at}
        session = rows.add(
            Session(
                id=draw.id(),
                folder=file.case.folder,
                site=file.site,
                specialism=profession,
                day=day,
                starts_at=hour,
                minutes=draw.weighted(MINUTES),
                mode=draw.weighted(MODES),
                status=draw.weighted(STATUSES),
                topic=draw.choice(texts.TOPICS),
                staff=staff,
                **own,
            )
        )
        people = file.people[:1] if draw.happens(ALONE) else file.people
        for person in people:
            rows.add(Participation(id=draw.id(), session=session, person=person, **own))
        file.trace(draw, rows, "session.written", at, file.case, staff)


def write_notes(draw: Draw, rows: Rows, file: File, many: int) -> None:
    """Notes of whoever works on the case."""
    for _number in range(many):
        day = file.day(draw)
        at, (author, _profession) = moment(day, draw.hour()), draw.choice(file.team)
        told = {"author": author, "at": at, "day": day, "text": texts.note(draw)}
        own = {"organisation": file.organisation, "created_at": at, "case": file.case}
        rows.add(Note(id=draw.id(), **told, **own))
        file.trace(draw, rows, "case.noted", at, file.case, author)


def write_documents(draw: Draw, rows: Rows, file: File, many: int) -> None:
    """Small papers, examined, each with its sealed file."""
    for number in range(many):
        day, pk, name = file.day(draw), draw.id(), f"{draw.getrandbits(128):032x}"
        on_disk.put(pk, name, PAPER)
        paper = {"kind": DocumentKind.OTHER, "media_type": MediaType.TEXT, "size": len(PAPER), "file": name}
        at = moment(day, time(16))
        rows.add(
            Document(
                id=pk,
                organisation=file.organisation,
                created_at=at,
                folder=file.case.folder,
                title=f"Izziņa {number + 1}",
                state=DocumentState.CLEAN,
                scanned_at=at,
                day=day,
                uploaded_by=file.lead,
                key=ring().current,
                **paper,
            )
        )


def write_standings(draw: Draw, rows: Rows, file: File, many: int) -> None:
    """How much support the client needed, from day to day; the day of the opening has one already."""
    days = {file.day(draw) for _number in range(many)} - {file.case.opened_on}
    for day in sorted(days):
        own = {"organisation": file.organisation, "folder": file.case.folder, "created_at": moment(day, time(12))}
        level = draw.choice(list(SupportLevel))
        rows.add(Standing(id=draw.id(), person=file.people[0], starts=day, support_level=level, **own))
