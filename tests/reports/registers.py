"""Random registers as rows of the CSV files, and the same written straight into the tables."""

import random
from datetime import date, timedelta

from tests.reports.plain_count import EVER, Human, PlainRegister, day_of, humans_of

import tilts.risk.measures  # noqa: F401 - declares what is counted
import tilts.services.measures  # noqa: F401 - declares what is counted
from tilts.access.models import Folder, Organisation, Site
from tilts.people.models import Household, HouseholdMember, Person, Standing
from tilts.places.models import Territory
from tilts.projects.models import Project
from tilts.services.models import Participation, Session, SessionAttribution

FIRST, LAST = date(2019, 12, 28), date(2021, 1, 3)
PLACES = {"TEST-1": "Balvu novads", "TEST-2": "Cēsu novads", "TEST-3": "Rīga"}
SITES = ("riga", "rezekne", "")


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


def random_persons(seed: int, how_many: int, prefix: str = "") -> list[dict[str, str]]:
    """Rows of `persons`; some persons have several, which date changes of household, level and status."""
    dice, rows = _dice(seed), []
    for number in range(how_many):
        born = date(2003, 1, 1) + timedelta(days=dice.randrange(-15000, 6500))
        if dice.random() < 0.1:
            born = date(2002, dice.choice((2, 7)), 28 if dice.random() < 0.5 else 1)
        if dice.random() < 0.05:
            born = date(2004, 2, 29)
        row = {
            "person_ref": f"{prefix}p{number}",
            "household_ref": f"{prefix}h{dice.randrange(max(2, how_many // 3))}" if dice.random() < 0.7 else "",
            "birth_date": born.isoformat() if dice.random() < 0.9 else "",
            "sex": dice.choice(("f", "f", "m", "x", "")),
            "country": dice.choice(("LV", "UA", "")),
            "municipality": dice.choice((*PLACES.values(), "")),
            "status": dice.choice(("refugee", "", "victim")),
            "support_level": dice.choice(("basic", "medium", "maximum", "")),
            "level_from": dice.choice(("", "2020-02-01")),
        }
        rows.append(row)
        for day in dice.sample(("2020-02-29", "2020-06-30", "2020-07-01", "2020-10-15"), dice.choice((0, 0, 1, 2))):
            changed = {
                "household_ref": f"{prefix}h{dice.randrange(how_many)}" if dice.random() < 0.5 else "",
                "support_level": dice.choice(("basic", "maximum")),
                "status": dice.choice(("refugee", "")),
            }
            rows.append({**row, **changed, "level_from": day})
    return rows


def random_acts(seed: int, how_many: int, persons: list[dict[str, str]], organisation: str) -> list[dict[str, str]]:
    """Rows of `services`, many on the first and last days of months."""
    dice, refs, rows = _dice(seed), sorted({row["person_ref"] for row in persons}), []
    for _number in range(how_many):
        day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1))
        if dice.random() < 0.3:
            day = day.replace(day=1) - timedelta(days=dice.choice((0, 1)))
        here = dice.sample(refs, min(len(refs), dice.choice((0, 1, 1, 1, 1, 2, 3)) if dice.random() < 0.98 else 7))
        rows.append(
            {
                "person_refs": ";".join(here),
                "site": dice.choice(SITES),
                "specialism": dice.choice(("psychologist", "lawyer", "social_worker")),
                "date": day.isoformat(),
                "minutes": str(dice.choice((15, 45, 60, 90))),
                "mode": dice.choice(("in_person", "phone", "online")),
                "status": dice.choice(("held", "held", "held", "held", "no_show", "cancelled")),
                "interpreter_language": dice.choice(("", "", "uk", "ru")),
                "project": dice.choice(("", "alfa", "beta", "alfa;beta")),
                "organisation": organisation,
            }
        )
    return rows


class Written:
    """A register in the tables of one organisation."""

    def __init__(self, code: str, persons: list[dict[str, str]], acts: list[dict[str, str]]) -> None:
        """Write it; the projects `alfa` and `beta` are there once for all."""
        self.organisation = Organisation.objects.get_or_create(code=code, defaults={"name": code, "kind": "ngo"})[0]
        self.folder = Folder.objects.create(organisation=self.organisation, kind="case")
        self.plain = PlainRegister(persons, acts, organisation=code)
        self.persons = {ref: self._person(human) for ref, human in humans_of(persons).items()}
        Person.objects.bulk_create(self.persons.values())
        self._homes_and_standings(humans_of(persons))
        self._acts()

    def _person(self, human: Human) -> Person:
        codes = {name: code for code, name in PLACES.items()}
        place = codes.get(human.facts["municipality"])
        return Person(
            organisation=self.organisation,
            reference=human.ref,
            birth_date=human.born,
            sex=human.facts["sex"],
            country=human.facts["country"],
            municipality=place_of(place) if place else None,
        )

    def _homes_and_standings(self, humans: dict[str, Human]) -> None:
        refs = {ref for human in humans.values() for _since, ref in human.homes}
        homes = {ref: Household(organisation=self.organisation, reference=ref) for ref in sorted(refs)}
        Household.objects.bulk_create(homes.values())
        spells, standings = [], []
        for human in humans.values():
            who = {"organisation": self.organisation, "folder": self.folder, "person": self.persons[human.ref]}
            ends = [*(since for since, _ref in human.homes[1:]), None][: len(human.homes)]
            for (since, ref), end in zip(human.homes, ends, strict=True):
                spells.append(HouseholdMember(household=homes[ref], starts=since, ends=end, **who))
            for since, status, level in human.standings:
                standings.append(Standing(starts=since, status=status, support_level=level, **who))
        HouseholdMember.objects.bulk_create(spells)
        Standing.objects.bulk_create(standings)

    def _acts(self) -> None:
        sites = {code: self._site(code) for code in SITES if code}
        projects = {code: project_of(code, self.organisation) for code in ("alfa", "beta")}
        self.sessions, joined, paid = [], [], []
        for act in self.plain.acts:
            session = Session(
                organisation=self.organisation,
                folder=self.folder,
                site=sites.get(act["site"]),
                day=day_of(act["date"]),
                minutes=int(act["minutes"]),
                **{name: act[name] for name in ("specialism", "mode", "status", "interpreter_language")},
            )
            self.sessions.append(session)
            for human in self.plain.participants(act):
                person = self.persons[human.ref]
                joined.append(Participation(organisation=self.organisation, session=session, person=person))
            codes = [code for code in act["project"].split(";") if code]
            paid += [SessionAttribution(act=session, project=projects[code]) for code in codes]
        Session.objects.bulk_create(self.sessions)
        Participation.objects.bulk_create(joined)
        SessionAttribution.objects.bulk_create(paid)

    def _site(self, code: str) -> Site:
        return Site.objects.get_or_create(organisation=self.organisation, code=code, defaults={"name": code})[0]


def place_of(code: str) -> Territory:
    """The territory of this code, there or not."""
    facts = {"name_lv": PLACES[code], "name_en": PLACES[code], "kind": "county", "valid_from": date(2009, 7, 1)}
    return Territory.objects.get_or_create(code=code, defaults=facts)[0]


def project_of(code: str, organisation: Organisation) -> Project:
    """The project of this code, there or not."""
    there = Project._base_manager.filter(code=code).first()
    facts = {"title_lv": code, "title_en": code, "funder": "Fonds", "starts": EVER, "ends": date.max}
    return there or Project.objects.create(code=code, organisation=organisation, **facts)
