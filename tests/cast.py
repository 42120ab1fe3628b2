"""A small world for tests, made with the real verbs: two offices in one county, the police, a stranger.

Every name is made up.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone, translation

import tilts.config.urls  # noqa: F401 - loads every rule and panel
from tilts.access.causes import because_of
from tilts.access.models import Membership, Organisation, OrganisationKind, Profession, Role, Site, User
from tilts.access.proof import FRESH
from tilts.access.reach import Reach, unscoped
from tilts.accounts.sessions import BEGUN, SECOND_FACTOR, USED
from tilts.cases.actions import add_party, open_case
from tilts.cases.models import Case
from tilts.directory.models import Desk
from tilts.people.actions import record_person
from tilts.people.models import LegalBasis, Person
from tilts.places.models import Territory
from tilts.projects.models import Project, ProjectPartner, Target
from tilts.questionnaires.actions import keep_answers
from tilts.questionnaires.models import Answers
from tilts.risk.actions import begin_report, keep_report, send_report
from tilts.risk.models import DoorstepReport

PROJECT = "klucis-test"
BY_LAW: dict[str, Any] = {"basis": "law", "because": LegalBasis()}
"""What a test says to `let_in` where it does not matter why somebody is let in: a stated law that lies in no table."""
ON_LAW: dict[str, Any] = {"basis": "law", **because_of(LegalBasis())}
"""The same as columns of a grant that is written by hand."""
LONGEST = 3600
"""Seconds that a test may take on a busy machine: for so long the proof of who somebody is stays fresh."""


def just_signed_in() -> dict[str, Any]:
    """What the session of somebody holds who has signed in a moment ago, with a second factor."""
    now = time.time()
    return {BEGUN: now, USED: now, FRESH: now + LONGEST, SECOND_FACTOR: True}


@dataclass
class Cast:
    """Who is there: each a reach; `reach.user` signs in."""

    office: Organisation
    police: Organisation
    stranger_office: Organisation
    county: Territory
    project: Project
    worker: Reach
    second_worker: Reach
    supervisor: Reach
    psychologist: Reach
    lawyer: Reach
    manager: Reach
    data_protection: Reach
    administrator: Reach
    officer: Reach
    second_officer: Reach
    stranger: Reach

    def everybody(self) -> list[Reach]:
        """All who can sign in."""
        return [one for one in vars(self).values() if isinstance(one, Reach)]


def hire(
    organisation: Organisation, name: str, role: str, profession: str = "", site: Site | None = None, **more: Any
) -> Reach:
    """Somebody new who works in an organisation in one role."""
    address = f"{name.lower().replace(' ', '.')}@{organisation.code}.example"
    user = User.objects.create_user(address.encode("ascii", "ignore").decode(), name=name)
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=role, profession=profession, site=site, **more
    )
    return Reach(user, membership)


def county_of_balvi() -> Territory:
    """The county as it is today."""
    return Territory.objects.find("Balvu novads", timezone.localdate())


def build_cast() -> Cast:
    """Make everybody, their offices, the desk and one running project."""
    office = Organisation.objects.create(
        code="balvi-sd", name="Balvu sociālais dienests", kind=OrganisationKind.SOCIAL_SERVICE, own=True
    )
    police = Organisation.objects.create(code="vp", name="Valsts policija", kind=OrganisationKind.STATE_POLICE)
    stranger = Organisation.objects.create(code="svesa", name="Svešā biedrība", kind=OrganisationKind.NGO)
    county, today = county_of_balvi(), timezone.localdate()
    Desk.objects.create(organisation=office, territory=county)
    project = Project.objects.create(
        organisation=office,
        code=PROJECT,
        title_lv="Kluča projekts",
        title_en="The Klucis project",
        funder="Synthetic fund",
        starts=today - timedelta(days=300),
        ends=today + timedelta(days=60),
    )
    ProjectPartner.objects.create(project=project, organisation=police)
    Target.objects.create(project=project, measure="risk.questionnaires", value=100, in_force_from=project.starts)
    site = Site.objects.create(organisation=office, code="balvi", name="Balvi")
    return Cast(
        office=office,
        police=police,
        stranger_office=stranger,
        county=county,
        project=project,
        worker=hire(office, "Dace Darbiniece", Role.CASE_WORKER, Profession.SOCIAL_WORKER, site),
        second_worker=hire(office, "Otra Darbiniece", Role.CASE_WORKER, Profession.SOCIAL_WORKER, site),
        supervisor=hire(office, "Vija Vadone", Role.SUPERVISOR),
        psychologist=hire(office, "Paula Psihe", Role.SPECIALIST, Profession.PSYCHOLOGIST),
        lawyer=hire(office, "Juris Juridis", Role.SPECIALIST, Profession.LAWYER),
        manager=hire(office, "Pauls Projekts", Role.PROJECT_MANAGER),
        data_protection=hire(office, "Dita Datu", Role.DATA_PROTECTION),
        administrator=hire(office, "Aldis Admins", Role.ADMINISTRATOR),
        officer=hire(police, "Uldis Uzraugs", Role.POLICE),
        second_officer=hire(police, "Otrais Uzraugs", Role.POLICE),
        stranger=hire(stranger, "Signe Svesniece", Role.CASE_WORKER),
    )


def a_case(
    reach: Reach, given: str = "Anna", family: str = "Ozolkalne-Testa", opened_on: date | None = None, **facts: Any
) -> tuple[Case, Person]:
    """A case with one client, opened by this worker."""
    case = open_case(reach, kind="violence", opened_on=opened_on, **facts)
    person = record_person(reach, case.folder, given_name=given, family_name=family)
    add_party(reach, case, person=person)
    return case, person


def fill_in(reach: Reach, answers: Answers, answer: str = "yes") -> None:
    """Answer every question in the same way."""
    for _round in range(9):
        rows = answers.questionnaire_version.sheet(answers.values).visible
        asked = [row.question for row in rows if row.question.kind == "choice" and row.question.asked]
        new = {one.name: answer for one in asked if one.name not in answers.values}
        if not new:
            return
        keep_answers(reach, answers, values=new)


def a_draft(reach: Reach, cast: Cast, happened_at: datetime | None = None, **facts: Any) -> DoorstepReport:
    """A report that is filled in but not sent."""
    report = begin_report(reach)
    fill_in(reach, answers_of(report))
    told: dict[str, Any] = {
        "happened_at": happened_at or timezone.now() - timedelta(hours=2),
        "territory": cast.county,
        "person_name": "Marta Kalnatesta",
        "person_phone": "+371 20000001",
        "phone_is_safe": True,
        "address": "Izdomu iela 7, Balvi",
        "alleged_name": "Guntis Izdomu",
        "account": "Kaimiņi dzirdēja kliedzienus.",
        "children_present": True,
    }
    return keep_report(reach, report, seen_version=report.version, **told | facts)


def a_report(reach: Reach, cast: Cast, **facts: Any) -> DoorstepReport:
    """A report that was sent to the desk."""
    with translation.override("en"):
        return send_report(reach, a_draft(reach, cast, **facts))


def answers_of(report: DoorstepReport) -> Answers:
    """The questionnaire of a report, whoever asks."""
    found: Answers = unscoped(Answers, reason="tests").get(folder=report.folder)
    return found
