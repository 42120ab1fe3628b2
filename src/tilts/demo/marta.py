"""Source A: the first clients of the branch in Rēzekne, November and December 2020."""

import random
from datetime import date, timedelta

from tilts.access.models import Profession, Site
from tilts.access.reach import unscoped
from tilts.cases.actions import add_party, join_team, open_case
from tilts.cases.models import Case
from tilts.demo.people import reach_of
from tilts.people.actions import record_person
from tilts.people.models import Person
from tilts.places.models import Territory
from tilts.projects.models import Project
from tilts.services.actions import write_session

CLIENTS = (
    ("Anna", "Paraudziņa", 1986, "high"),
    ("Marija", "Rīta", 1991, "medium"),
    ("Svetlana", "Ezere", 1979, "high"),
    ("Olga", "Kalme", 1995, "standard"),
    ("Jana", "Saulīte", 1988, "medium"),
    ("Vita", "Pļava", 1973, "medium"),
    ("Elīna", "Grava", 2000, "high"),
    ("Inga", "Strauta", 1983, "standard"),
)
MONTHS = (
    (date(2020, 11, 2), {Profession.PSYCHOLOGIST: 4, Profession.LAWYER: 4, Profession.SOCIAL_WORKER: 12}),
    (date(2020, 12, 1), {Profession.PSYCHOLOGIST: 26, Profession.LAWYER: 7, Profession.SOCIAL_WORKER: 24}),
)
STAFF = {Profession.PSYCHOLOGIST: "psihologs", Profession.LAWYER: "jurists", Profession.SOCIAL_WORKER: "filiale"}
TOPICS = {
    Profession.PSYCHOLOGIST: ("atbalsts krīzē", "bailes", "pašvērtējums"),
    Profession.LAWYER: ("uzturlīdzekļi", "laulības šķiršana", "pagaidu aizsardzība"),
    Profession.SOCIAL_WORKER: ("drošības plāns", "pabalsti", "dzīvesvieta"),
}


def build_marta() -> None:
    """Eight cases in the branch, a team around each, and every consultation written once."""
    worker = reach_of("filiale")
    cases: list[tuple[Case, Person]] = []
    for given, family, year, level in CLIENTS:
        case = open_case(
            worker,
            kind="violence",
            opened_on=date(2020, 11, 2),
            level=level,
            territory=Territory.objects.get(pk="LV-REZ"),
            newly_known=True,
        )
        person = record_person(
            worker,
            case.folder,
            given_name=given,
            family_name=family,
            birth_date=date(year, 5, 17),
            sex="f",
            country="LV",
            municipality=case.territory,
        )
        add_party(worker, case, person=person)
        for specialism in (Profession.PSYCHOLOGIST, Profession.LAWYER):
            colleague = reach_of(STAFF[specialism]).user
            assert colleague is not None
            join_team(worker, case, user=colleague, profession=specialism)
        cases.append((case, person))
    _consultations(cases)


def _consultations(cases: list[tuple[Case, Person]]) -> None:
    chance = random.Random(2020)
    project = unscoped(Project, reason="demonstration").get(code="marta")
    site = Site.objects.get(code="Rēzekne")
    reaches = {specialism: reach_of(login) for specialism, login in STAFF.items()}
    for first, numbers in MONTHS:
        for specialism, times in numbers.items():
            for turn in range(times):
                case, person = cases[turn % len(cases)]
                write_session(
                    reaches[specialism],
                    case,
                    people=[person],
                    project=project,
                    day=_working_day(first, chance),
                    minutes=45,
                    mode=chance.choice(("in_person", "in_person", "phone", "online")),
                    specialism=specialism,
                    site=site,
                    topic=chance.choice(TOPICS[specialism]),
                )


def _working_day(first: date, chance: random.Random) -> date:
    day = first + timedelta(days=chance.randrange(28))
    return day if day.weekday() < 5 else day - timedelta(days=day.weekday() - 4)
