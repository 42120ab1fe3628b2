"""Risk: questionnaires filled in talks, and reports of the police from a door."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tilts.access.models import Folder, FolderKind, GrantKind, Organisation, Role, User
from tilts.access.relationships import RELATIONSHIPS
from tilts.generated import texts
from tilts.generated.draw import Draw, moment
from tilts.generated.files import File
from tilts.generated.names import full_name
from tilts.generated.offices import Office
from tilts.generated.rows import Rows
from tilts.people.models import NameInFolder
from tilts.people.walls import name_key
from tilts.questionnaires.models import Answers, QuestionnaireVersion, State, current_version
from tilts.risk.beside import POLICE_DUTY
from tilts.risk.models import DoorstepReport, Questionnaire, ReportState
from tilts.risk.policy import DESK

SAID = (("yes", 40.0), ("no", 50.0), ("dont_know", 10.0))
FILLED = 40
"""So many ways to answer are worked out once, and drawn from."""
FROM_DOOR = 0.35
"""So many cases of violence of a hundred began with a report from a door."""
WAITING = 3
"""So many reports wait at each desk."""


@dataclass
class Paper:
    """A questionnaire and some ways to answer it, each with what it comes to."""

    version: QuestionnaireVersion
    filled: list[dict[str, Any]]

    @classmethod
    def of(cls, draw: Draw, use: str, day: date) -> "Paper":
        """The questionnaire in force for this use."""
        version = current_version(use, day)
        return cls(version, [_filled(draw, version) for _number in range(FILLED)])


def _filled(draw: Draw, version: QuestionnaireVersion) -> dict[str, Any]:
    """Answers of which those that count lie plain, as `complete_answers` writes them."""
    values = {item.name: draw.weighted(SAID) for item in version.form.items if item.asked}
    kinds = {item.name: item.kind for item in version.form.items}
    coded = {name: value for name, value in values.items() if kinds[name] == "choice"}
    score = version.score(coded)
    return {
        "coded": coded,
        "answered": score.answered,
        "unknown": score.unknown,
        "total_yes": score.total_yes,
        "computed_level": score.level,
    }


@dataclass
class Doors:
    """From whose call-outs reports come, as of which day, and the numbers that were given out."""

    police: Organisation
    officers: list[User]
    until: date
    paper: Paper
    numbers: dict[int, int] = field(default_factory=dict)

    def next_number(self, year: int) -> str:
        """The next number of a report of the police."""
        self.numbers[year] = self.numbers.get(year, 0) + 1
        return f"{year}-{self.numbers[year]:04d}"


def _answers(
    draw: Draw, rows: Rows, paper: Paper, folder: Folder, of: Organisation, by: User, at: datetime, **level: str
) -> Answers:
    facts = draw.choice(paper.filled)
    return rows.add(
        Answers(
            id=draw.id(),
            organisation=of,
            created_at=at,
            folder=folder,
            questionnaire_version=paper.version,
            state=State.COMPLETE,
            begun_at=at,
            completed_at=at,
            filled_on=timezone.localdate(at),
            filled_by=by,
            **facts,
            **level,
        )
    )


def _count(draw: Draw, rows: Rows, answers: Answers, **where: Any) -> None:
    """The questionnaire as it is counted."""
    own = {"organisation": answers.organisation, "created_at": answers.created_at, "folder": answers.folder}
    act = {"answers": answers, "filled_on": answers.filled_on, "filled_by": answers.filled_by}
    rows.add(Questionnaire(id=draw.id(), level=answers.level, **act, **own, **where))


def write_questionnaires(draw: Draw, rows: Rows, paper: Paper, file: File, many: int) -> None:
    """Fuller questionnaires, filled in with the client."""
    for _number in range(many):
        at = moment(file.day(draw), draw.hour())
        judged = {"professional_level": draw.choice(("standard", "medium", "high"))}
        told = judged | {"professional_reason": texts.REASON}
        answers = _answers(draw, rows, paper, file.case.folder, file.organisation, file.lead, at, **told)
        instrument = paper.version.questionnaire.code
        _count(draw, rows, answers, case=file.case, instrument=instrument, territory=file.case.territory)
        file.trace(draw, rows, "risk.assessed", at, file.case)


def write_report(draw: Draw, rows: Rows, doors: Doors, office: Office, file: File | None) -> None:
    """A report from a door: the one from which a case was opened the next day, or one that waits at the desk."""
    if file is None:
        sent = moment(doors.until, draw.hour()) - timedelta(hours=draw.randrange(24, 60))
        client, alleged = full_name(draw, woman=True), ""
    else:
        sent = moment(file.case.opened_on, draw.hour()) - timedelta(hours=draw.randrange(18, 30))
        client = f"{file.people[0].given_name} {file.people[0].family_name}"
        alleged = full_name(draw, woman=False) if draw.happens(0.5) else ""
    folder = rows.add(Folder(id=draw.id(), organisation=doors.police, kind=FolderKind.REPORT))
    officer = draw.choice(doors.officers)
    answers = _answers(draw, rows, doors.paper, folder, doors.police, officer, sent)
    told = {"person_name": client, "alleged_name": alleged, "account": texts.ACCOUNT}
    report = rows.add(
        DoorstepReport(
            id=folder.pk,
            folder=folder,
            organisation=doors.police,
            created_at=sent,
            number=doors.next_number(timezone.localtime(sent).year),
            happened_at=sent - timedelta(minutes=40),
            happened_on=timezone.localdate(sent - timedelta(minutes=40)),
            territory=office.territory,
            sender=officer,
            sender_kind=doors.police.kind,
            desk=office.organisation,
            known_at_desk=False,
            person_phone=f"2{draw.randrange(10**6, 10**7)}",
            phone_is_safe=draw.choice((True, None)),
            level=answers.computed_level,
            sent_at=sent,
            **told,
            **_taken(draw, sent, file),
        )
    )
    _count(draw, rows, answers, report=report, instrument="doorstep", territory=office.territory)
    _open_report(draw, rows, report, file)


def _taken(draw: Draw, sent: datetime, file: File | None) -> dict[str, Any]:
    """How far the report has come."""
    if file is None:
        return {"state": ReportState.SENT}
    reached = moment(file.case.opened_on, draw.hour())
    taken = {"taken_by": file.lead, "taken_at": sent + timedelta(hours=2), "contacted_at": reached}
    return {"state": ReportState.TAKEN_UP, "case": file.case, **taken}


def _open_report(draw: Draw, rows: Rows, report: DoorstepReport, file: File | None) -> None:
    """Who reads it: the sender, the desk, and once it is taken up who took it and their supervisor; names known."""
    folder, at, desk = report.folder, report.created_at, report.desk
    sender = {"to_user": report.sender, "at": report.organisation, "given_by": report.sender}
    rows.let_in(draw, folder, GrantKind.SUBMITTED, at, POLICE_DUTY, **sender)
    for role in DESK:
        told = {"to_unit": desk, "to_role": role, "given_by": report.sender, "because": report}
        rows.let_in(draw, folder, GrantKind.DESK, at, POLICE_DUTY, **told)
    for name in (report.person_name, report.alleged_name):
        if desk and (key := name_key(desk.pk, name)):
            rows.add(NameInFolder(folder=folder, key=key))
    if report.sender:
        rows.trace(draw, "report.sent", at, report.sender, report.organisation, Role.POLICE, report)
    if file is None or report.taken_at is None:
        return
    taken = {"to_user": file.lead, "at": desk, "given_by": file.lead, "because": report}
    rows.let_in(draw, folder, GrantKind.TAKEN_UP, report.taken_at, POLICE_DUTY, **taken)
    over = {"to_unit": desk, "to_role": Role.SUPERVISOR, "given_by": file.lead, "because": report}
    zones = RELATIONSHIPS[GrantKind.SUBMITTED]
    rows.let_in(draw, folder, GrantKind.SUPERVISES, report.taken_at, POLICE_DUTY, zones=zones, **over)
    file.trace(draw, rows, "report.taken_up", report.taken_at, report)


def comes_from_door(draw: Draw, file: File) -> bool:
    """Whether a case began with a report of the police."""
    return file.case.kind == "violence" and draw.happens(FROM_DOOR)
