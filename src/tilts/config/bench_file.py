"""A file of five years for the speed figures: filled for as long as it is measured, and gone again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tilts.access.actor import JOB, acting
from tilts.access.models import Folder, FolderKind, Grant, GrantKind
from tilts.access.reach import unscoped
from tilts.cases.models import (
    Appointment,
    AppointmentState,
    Case,
    Goal,
    Note,
    Order,
    OrderKind,
    Party,
    PlaceKind,
    PlanReview,
    Step,
    Task,
)
from tilts.documents.models import Document, DocumentKind, DocumentState, MediaType
from tilts.meetings.models import AgendaItem, Meeting, MeetingKind, MeetingState
from tilts.people.models import Standing, SupportLevel
from tilts.questionnaires.models import Answers, QuestionnaireVersion, State, Use
from tilts.risk.models import Questionnaire
from tilts.services.models import Session

ENTRIES = 2_000
DOCUMENTS = 200
MEETINGS = 40
ORDERS, TASKS, STEPS, REVIEWS, APPOINTMENTS, QUESTIONNAIRES, STANDINGS = 12, 120, 60, 10, 150, 20, 10
OPEN = 10
"""So many tasks and steps are not done yet."""
DAYS = 1_800
TEXT = "Klientei piezvanīts drošajā laikā, vienojās par nākamo tikšanos un dokumentiem. " * 4


@contextmanager
def five_years(case: Case) -> Iterator[None]:
    """2,000 entries, 200 documents, 40 meetings and all that is due, in one case; the transaction is taken back."""
    with transaction.atomic():
        with acting(JOB):
            fill(case)
        yield
        transaction.set_rollback(True)


def fill(case: Case) -> None:
    """Write a file of five years (part of a measurement, and of the test of its queries)."""
    own: dict[str, Any] = {"organisation": case.organisation}
    _entries(case, own)
    _documents(case, own)
    _meetings(case, own)
    _plan(case, own)
    _dates(case, own)
    _questionnaires(case, own)


def _back(number: int, of: int) -> date:
    """The day of one of so many things that are spread over the five years, the newest first."""
    return timezone.localdate() - timedelta(days=DAYS * number // of + 1)


def _at(number: int, of: int) -> datetime:
    return timezone.make_aware(datetime.combine(_back(number, of), time(9 + number % 8, 30)))


def _entries(case: Case, own: dict[str, Any]) -> None:
    half = ENTRIES // 2
    Note.objects.bulk_create(
        Note(case=case, author=case.lead, at=_at(n, half), day=_back(n, half), text=TEXT, **own) for n in range(half)
    )
    facts = {"minutes": 45, "specialism": "social_worker", "mode": "in_person", "topic": TEXT, "staff": case.lead}
    Session.objects.bulk_create(
        Session(folder=case.folder, day=_back(n, half), starts_at=time(9 + n % 8, 30), **facts, **own)
        for n in range(half)
    )


def _documents(case: Case, own: dict[str, Any]) -> None:
    paper = {"kind": DocumentKind.OTHER, "media_type": MediaType.PDF, "size": 1_000, "state": DocumentState.CLEAN}
    Document.objects.bulk_create(
        Document(
            folder=case.folder,
            title=TEXT[:40],
            day=_back(n, DOCUMENTS),
            uploaded_by=case.lead,
            file=f"{n:032x}",
            **paper,
            **own,
        )
        for n in range(DOCUMENTS)
    )


def _meetings(case: Case, own: dict[str, Any]) -> None:
    """Forty conferences at which the case was talked about; its worker sat at the table."""
    kind = MeetingKind.MARAC
    folders = Folder.objects.bulk_create(Folder(kind=FolderKind.MEETING, **own) for _n in range(MEETINGS))
    seat = {"to_user": case.lead, "kind": GrantKind.MEETING, "basis": "bench", "zone_admin": 1, "zone_services": 1}
    Grant.objects.bulk_create(Grant(folder=folder, **seat) for folder in folders)
    held = {"kind": kind, "title": "Sanāksme", "coordinator": case.lead, "state": MeetingState.CLOSED}
    meetings = Meeting.objects.bulk_create(
        Meeting(id=one.id, folder=one, starts=_at(n, MEETINGS), day=_back(n, MEETINGS), **held, **own)
        for n, one in enumerate(folders)
    )
    item = {"case": case, "kind": kind, "number": 1, "basis": "law", "summary": TEXT, "conclusion": TEXT, "why": TEXT}
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=one, day=one.day, referred_on=one.day, referred_by_unit=case.organisation, **item, **own)
        for one in meetings
    )


def _plan(case: Case, own: dict[str, Any]) -> None:
    goal = Goal.objects.create(case=case, text=TEXT, agreed_on=_back(1, 1), **own)
    Task.objects.bulk_create(
        Task(
            case=case,
            what=TEXT,
            owner=case.lead,
            due=_back(n, TASKS),
            done_on=None if n < OPEN else _back(n, TASKS),
            **own,
        )
        for n in range(TASKS)
    )
    step = {"case": case, "goal": goal, "what": TEXT, "owner_kind": "colleague", "owner": case.lead}
    Step.objects.bulk_create(
        Step(due=_back(n, STEPS), progress="planned" if n < OPEN else "done", **step, **own) for n in range(STEPS)
    )
    PlanReview.objects.bulk_create(
        PlanReview(case=case, due=_back(n, REVIEWS), held_on=_back(n, REVIEWS), found=TEXT, **own)
        for n in range(REVIEWS)
    )


def _dates(case: Case, own: dict[str, Any]) -> None:
    Order.objects.bulk_create(
        Order(
            case=case,
            kind=OrderKind.COURT if n % 2 else OrderKind.SEPARATION,
            starts=_at(n, ORDERS),
            ends=_at(n, ORDERS) + timedelta(days=8),
            due=None if n % 2 else _back(n, ORDERS) + timedelta(days=8),
            applied_on=_back(n, ORDERS),
            **own,
        )
        for n in range(ORDERS)
    )
    Appointment.objects.bulk_create(
        Appointment(
            case=case,
            staff=case.lead,
            starts=_at(n, APPOINTMENTS),
            day=_back(n, APPOINTMENTS),
            minutes=45,
            state=AppointmentState.HELD,
            place_kind=PlaceKind.OFFICE,
            **own,
        )
        for n in range(APPOINTMENTS)
    )
    party = unscoped(Party, reason="bench").filter(case=case, voided_at=None).select_related("person").first()
    if party is not None:
        taken = set(unscoped(Standing, reason="bench").filter(person=party.person).values_list("starts", flat=True))
        days = [day for n in range(STANDINGS) if (day := _back(n, STANDINGS)) not in taken]
        level = SupportLevel.MEDIUM
        Standing.objects.bulk_create(Standing(person=party.person, starts=d, support_level=level, **own) for d in days)


def _questionnaires(case: Case, own: dict[str, Any]) -> None:
    version = (
        unscoped(QuestionnaireVersion, reason="bench").filter(questionnaire__use=Use.FULL).exclude(published_at=None)
    )
    version = version.select_related("questionnaire").order_by("pk")[0]
    facts = {"questionnaire_version": version, "state": State.COMPLETE, "professional_level": "high"}
    filled = Answers.objects.bulk_create(
        Answers(
            folder=case.folder,
            filled_on=_back(n, QUESTIONNAIRES),
            completed_at=_at(n, QUESTIONNAIRES),
            filled_by=case.lead,
            professional_reason=TEXT,
            **facts,
            **own,
        )
        for n in range(QUESTIONNAIRES)
    )
    Questionnaire.objects.bulk_create(
        Questionnaire(
            answers=one,
            case=case,
            folder=case.folder,
            instrument=version.questionnaire.code,
            filled_on=one.filled_on,
            filled_by=case.lead,
            level="high",
            **own,
        )
        for one in filled
    )
