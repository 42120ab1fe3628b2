"""A file from its opening: folder, who is let in, the case, its people, its team, its end."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tilts.access.models import Folder, FolderKind, GrantKind, Organisation, Profession, Role, Site, User
from tilts.cases.actions.opening import DUTY
from tilts.cases.models import Case, CaseKind, Closing, Level, Outcome, TeamMember
from tilts.directory.models import Agreement
from tilts.generated import texts
from tilts.generated.draw import Draw, moment
from tilts.generated.families import write_family, written_at
from tilts.generated.offices import Country, Office
from tilts.generated.rows import Rows
from tilts.people.models import Law, LegalBasis, Person

KINDS = ((CaseKind.VIOLENCE, 62.0), (CaseKind.FAMILY, 26.0), (CaseKind.ASYLUM, 6.0), (CaseKind.OTHER, 6.0))
LEVELS = (("", 30.0), (Level.STANDARD, 30.0), (Level.MEDIUM, 26.0), (Level.HIGH, 14.0))
OUTCOMES = ((Outcome.GOAL, 50.0), (Outcome.MOVED, 15.0), (Outcome.REFUSED, 20.0), (Outcome.LOST, 15.0))
CLOSED = 0.15
"""So many files of a hundred that are a year old are closed."""
WITH_SPECIALIST = 0.35
YEAR = timedelta(days=365)
ARTICLE = "SPSPL 14. p."


@dataclass
class File:
    """A file that is being written: its case, its people (the client first), who works on it, from when until when."""

    case: Case
    people: list[Person]
    until: date
    team: list[tuple[User, str]] = field(default_factory=list)
    """Who works on it and as what, the lead first."""

    next_review: bool = False
    """Whether the day on which its plan is looked at again is set already."""

    @property
    def organisation(self) -> Organisation:
        """Whose file it is."""
        found: Organisation = self.case.organisation
        return found

    @property
    def lead(self) -> User:
        """Who leads it."""
        return self.team[0][0]

    @property
    def site(self) -> Site | None:
        """Where its people are met."""
        found: Site | None = self.case.site
        return found

    @property
    def last(self) -> date:
        """The last day on which something was done: its end, or the day before this is told."""
        return max(self.case.opened_on, self.case.closed_on or self.until - timedelta(days=1))

    def day(self, draw: Draw) -> date:
        """A working day in the time of the file."""
        return draw.working_day(self.case.opened_on, self.last)

    def trace(self, draw: Draw, rows: Rows, kind: str, at: datetime, record: object, who: User | None = None) -> None:
        """The entry of a verb of this file's lead, or of somebody of its team."""
        role = Role.CASE_WORKER if who in (None, self.lead) else Role.SPECIALIST
        rows.trace(draw, kind, at, who or self.lead, self.organisation, role, record)  # type: ignore[arg-type]


def open_file(draw: Draw, rows: Rows, office: Office, *, lead: User, code: str, opened_on: date, until: date) -> File:
    """Open a file as `open_case` does, and write down its people and its team; closed again where its time is over."""
    at = written_at(opened_on)
    folder = rows.add(Folder(id=draw.id(), organisation=office.organisation, kind=FolderKind.CASE))
    case = rows.add(
        Case(
            id=folder.pk,
            folder=folder,
            organisation=office.organisation,
            code=code,
            kind=draw.weighted(KINDS),
            level=draw.weighted(LEVELS),
            opened_on=opened_on,
            closed_on=_closing_day(draw, opened_on, until),
            territory=office.territory,
            site=office.site,
            lead=lead,
            newly_known=draw.happens(0.7),
            created_at=at,
        )
    )
    file = File(case, [], until, [(lead, Profession.SOCIAL_WORKER)])
    _let_in(draw, rows, file, at)
    file.trace(draw, rows, "case.opened", at, case)
    file.people = write_family(draw, rows, case, at)
    _form_team(draw, rows, file, office, at)
    if case.closed_on:
        _close(draw, rows, file)
    return file


def _closing_day(draw: Draw, opened_on: date, until: date) -> date | None:
    old = opened_on < until - YEAR
    return draw.working_day(opened_on + YEAR / 4, until - YEAR / 6) if old and draw.happens(CLOSED) else None


def _let_in(draw: Draw, rows: Rows, file: File, at: datetime) -> None:
    folder, given = file.case.folder, {"given_by": file.lead}
    unit = file.organisation
    rows.let_in(draw, folder, GrantKind.ASSIGNED, at, DUTY, to_user=file.lead, at=unit, **given)
    rows.let_in(draw, folder, GrantKind.SUPERVISES, at, DUTY, to_unit=unit, to_role=Role.SUPERVISOR, **given)
    rows.let_in(draw, folder, GrantKind.AGENCY, at, DUTY, to_unit=unit, **given)


def _form_team(draw: Draw, rows: Rows, file: File, office: Office, at: datetime) -> None:
    own = {"organisation": file.organisation, "case": file.case, "created_at": at, "starts": file.case.opened_on}
    if office.specialists and draw.happens(WITH_SPECIALIST):
        user, profession = draw.choice(office.specialists)
        file.team.append((user, profession))
        given = {"to_user": user, "at": file.organisation, "given_by": file.lead}
        rows.let_in(draw, file.case.folder, GrantKind.SPECIALIST, at, DUTY, **given)
    for user, profession in file.team:
        rows.add(TeamMember(id=draw.id(), user=user, profession=profession, **own))


def _close(draw: Draw, rows: Rows, file: File) -> None:
    day = file.last
    at = moment(day, time(16, 45))
    own = {"organisation": file.organisation, "case": file.case, "created_at": at}
    outcome = draw.weighted(OUTCOMES)
    rows.add(Closing(id=draw.id(), closed_on=day, closed_by=file.lead, outcome=outcome, **own))
    file.trace(draw, rows, "case.closed", at, file.case)


def share_with_all(draw: Draw, rows: Rows, country: Country, file: File) -> None:
    """Let whoever reaches all into the file of another office, by name, on the agreement of the two offices."""
    agreement = country.agreements.get(file.organisation.code)
    if agreement is not None:
        _share(draw, rows, file, country.reaches_all, country.offices[0].organisation, agreement)


def share_one(draw: Draw, rows: Rows, country: Country, file: File) -> None:
    """Let the centre's worker into one file of the country, on a law."""
    opened = moment(file.case.opened_on, time(9, 40))
    _share(draw, rows, file, country.reaches_one, country.centre, state_law(draw, rows, file, opened))


def state_law(draw: Draw, rows: Rows, file: File, at: datetime) -> LegalBasis:
    """The law on which something of a file is shared."""
    told = {"law": Law.DUTY, "paragraph": ARTICLE, "reason": texts.REASON, "stated_by": file.lead}
    own = {"organisation": file.organisation, "created_at": at, "folder": file.case.folder}
    return rows.add(LegalBasis(id=draw.id(), day=timezone.localdate(at), **told, **own))


def _share(draw: Draw, rows: Rows, file: File, user: User, at: Organisation, because: Agreement | LegalBasis) -> None:
    opened = moment(file.case.opened_on, time(9, 45))
    given = {"to_user": user, "at": at, "given_by": file.lead, "because": because}
    rows.let_in(draw, file.case.folder, GrantKind.SHARED, opened, because.grant_basis, **given)
    file.trace(draw, rows, "case.shared", opened, file.case)
