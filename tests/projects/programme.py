"""A small programme of made-up people: an organisation, its staff, a project, and as many consultations as asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.cast import ON_LAW

from tilts.access.models import Folder, FolderKind, Grant, Membership, Organisation, Role, Site, User
from tilts.cases.models import Case, CaseKind
from tilts.people.models import Person
from tilts.projects.models import BudgetLine, Project, Target, TargetKind
from tilts.services.models import Mode, Participation, Session, SessionAttribution

STARTS, ENDS = date(2020, 3, 1), date(2020, 12, 31)
SPECIALISMS = ("psychologist", "lawyer", "social_worker")


@dataclass
class Programme:
    """What the tests hold on to."""

    organisation: Organisation
    site: Site
    project: Project
    manager: User
    worker: User
    stranger: User
    cases: list[Case]


def employ(organisation: Organisation, role: Role, email: str) -> User:
    """Somebody who works in an organisation in a role."""
    user = User.objects.create_user(email, name=f"The {role.label}", language="en")
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def open_case(organisation: Organisation, code: str, worker: User | None) -> Case:
    """A case, let into by `worker` if there is one."""
    folder = Folder.objects.create(organisation=organisation, kind=FolderKind.CASE)
    case = Case(
        id=folder.pk, folder=folder, organisation=organisation, code=code, kind=CaseKind.VIOLENCE, opened_on=STARTS
    )
    case.save(force_insert=True)
    if worker:
        zones = {f"zone_{zone}": 2 for zone in ("name", "services", "admin", "risk")}
        Grant.objects.create(folder=folder, to_user=worker, kind="assigned", **ON_LAW, **zones)
    return case


def set_target(project: Project, *, measure: str, **more: Any) -> Target:
    """What the project promises, in force from its first day if nothing else is said."""
    facts = {"in_force_from": project.starts, "kind": TargetKind.RANGE if "low" in more else TargetKind.EXACTLY, **more}
    return Target.objects.create(project=project, measure=measure, **facts)


def programme(*, sessions: int = 0) -> Programme:
    """The programme, with `sessions` consultations spread over November and December."""
    organisation = Organisation.objects.create(code="bridge", name="Bridge House", kind="ngo")
    other = Organisation.objects.create(code="elsewhere", name="Elsewhere", kind="ngo")
    site = Site.objects.create(organisation=organisation, code="river", name="River Street")
    manager = employ(organisation, Role.PROJECT_MANAGER, "manager@bridge.example")
    worker = employ(organisation, Role.CASE_WORKER, "worker@bridge.example")
    stranger = employ(other, Role.PROJECT_MANAGER, "stranger@elsewhere.example")
    project = Project.objects.create(
        organisation=organisation,
        code="river-help",
        title_lv="Palīdzība upmalā",
        title_en="Help by the river",
        funder="A Fund of Good Will",
        agreement="2020/17",
        starts=STARTS,
        ends=ENDS,
    )
    BudgetLine.objects.create(project=project, title="Staff", source="A Fund", amount=Decimal("94891.32"))
    BudgetLine.objects.create(project=project, title="Rooms", source="The State", amount=Decimal("4994.28"))
    BudgetLine.objects.create(project=project, title="Own work", source="Own means", amount=Decimal("11098.40"))
    set_target(project, measure="services.persons_served", low=5, value=10, site=site)
    mine, closed = open_case(organisation, "C-1", worker), open_case(organisation, "C-2", None)
    made = Programme(organisation, site, project, manager, worker, stranger, [mine, closed])
    consult(made, sessions)
    return made


def consult(made: Programme, number: int, *, first: date = date(2020, 11, 1), span: int = 61) -> None:
    """Write consultations, each third one in the case that the worker may open, with one of four people."""
    people = Person.objects.bulk_create(Person(organisation=made.organisation) for _person in range(4))
    acts = Session.objects.bulk_create(
        Session(
            organisation=made.organisation,
            folder_id=made.cases[0 if at % 3 == 0 else 1].pk,
            site=made.site,
            specialism=SPECIALISMS[at % 3],
            day=first + timedelta(days=at % span),
            minutes=60,
            mode=Mode.IN_PERSON,
        )
        for at in range(number)
    )
    Participation.objects.bulk_create(
        Participation(organisation=made.organisation, session=act, person=people[at % 4]) for at, act in enumerate(acts)
    )
    SessionAttribution.objects.bulk_create(SessionAttribution(act=act, project=made.project) for act in acts)
