"""The people of a case: a client, often children, often the one from whom they are in danger; who lives with whom."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tilts.cases.models import Case, ConflictCheck, Party, PartyRole
from tilts.generated.draw import Draw, moment
from tilts.generated.names import Family, family_name, given_name
from tilts.generated.rows import Rows
from tilts.people.actions.contacts import number_hash
from tilts.people.actions.households import EVER
from tilts.people.models import (
    Address,
    AddressKind,
    Channel,
    ContactWay,
    FolderPerson,
    Household,
    HouseholdMember,
    NameInFolder,
    Person,
    Relation,
    RelationKind,
    Sex,
    Standing,
    SupportLevel,
)
from tilts.people.walls import name_key

CHILDREN = ((0, 30.0), (1, 34.0), (2, 25.0), (3, 9.0), (4, 2.0))
"""How many children a family has, and how often."""
CLIENT_IS_WOMAN = 0.9
ALLEGED = 0.65
"""In so many cases of a hundred somebody is written down as posing the threat."""
SAFE = ((True, 60.0), (None, 25.0), (False, 15.0))
LEVELS = ((SupportLevel.BASIC, 50.0), (SupportLevel.MEDIUM, 35.0), (SupportLevel.MAXIMUM, 15.0))
OLDEST_PARENT = 55
YEAR = 365.25


def write_children(draw: Draw, rows: Rows, case: Case, many: int) -> list[Person]:
    """More children, of one family, on the day on which the case was opened."""
    writing, family = _Writing(draw, rows, case, case.lead, written_at(case.opened_on)), family_name(draw)
    ages = [draw.uniform(0.2, 17) for _number in range(many)]
    return [_person(writing, family, draw.happens(0.5), PartyRole.CHILD, age) for age in ages]


@dataclass
class _Writing:
    """For whom, and when, a family is written down."""

    draw: Draw
    rows: Rows
    case: Case
    by: Any
    at: datetime

    def own(self) -> dict[str, Any]:
        """What a new row of this case begins with."""
        return {"id": self.draw.id(), "organisation": self.case.organisation, "created_at": self.at}

    def told(self) -> dict[str, Any]:
        """The same, of a row about a person in it."""
        return {**self.own(), "folder": self.case.folder}


def write_family(draw: Draw, rows: Rows, case: Case, at: datetime) -> list[Person]:
    """The people of a case, the client first; those who seek help, without the one who poses the threat."""
    writing = _Writing(draw, rows, case, case.lead, at)
    family = family_name(draw)
    woman = draw.happens(CLIENT_IS_WOMAN)
    age = draw.uniform(19, 70)
    client = _person(writing, family, woman, PartyRole.CLIENT, age)
    children = [
        _person(writing, family, draw.happens(0.5), PartyRole.CHILD, draw.uniform(0.2, min(17, age - 18)))
        for _number in range(draw.weighted(CHILDREN) if age < OLDEST_PARENT else 0)
    ]
    if draw.happens(ALLEGED):
        theirs = family if draw.happens(0.6) else family_name(draw)
        _person(writing, theirs, not woman, PartyRole.ALLEGED, draw.uniform(20, 65))
    if children:
        _household(writing, client, children)
    _ways(writing, client)
    rows.add(Standing(person=client, starts=case.opened_on, support_level=draw.weighted(LEVELS), **writing.told()))
    return [client, *children]


def _person(writing: _Writing, family: Family, woman: bool, role: str, age: float) -> Person:
    """One person, known in the file under their name, with a role in the case."""
    draw, rows, case = writing.draw, writing.rows, writing.case
    child = role == PartyRole.CHILD
    person = rows.add(
        Person(
            given_name=given_name(draw, family, woman=woman, child=child),
            family_name=family.borne_by(woman=woman),
            birth_date=case.opened_on - timedelta(days=int(age * YEAR)),
            sex=Sex.FEMALE if woman else Sex.MALE,
            country="LV",
            municipality=case.territory,
            language="ru" if family.russian else "lv",
            **writing.own(),
        )
    )
    rows.add(FolderPerson(folder=case.folder, person=person, placed_by=writing.by))
    name = f"{person.given_name} {person.family_name}"
    rows.add(NameInFolder(folder=case.folder, person=person, key=name_key(case.organisation_id, name)))
    rows.add(Party(case=case, person=person, role=role, **writing.own()))
    rows.add(ConflictCheck(case=case, by=writing.by, at=writing.at, **writing.own()))
    return person


def _household(writing: _Writing, client: Person, children: list[Person]) -> None:
    """They live together, from ever or since a day of the year before."""
    draw, rows = writing.draw, writing.rows
    since: date = EVER
    if draw.happens(0.3):
        since = writing.case.opened_on - timedelta(days=draw.randrange(30, 400))
    household = rows.add(Household(**writing.own()))
    for one in (client, *children):
        rows.add(HouseholdMember(household=household, person=one, starts=since, **writing.told()))
    for child in children:
        rows.add(Relation(person=client, other=child, kind=RelationKind.PARENT, **writing.told()))


def _ways(writing: _Writing, client: Person) -> None:
    draw, rows = writing.draw, writing.rows
    value = f"+371 2{draw.randrange(10**6, 10**7)}"
    told: dict[str, Any] = {"value": value, "value_hash": number_hash(client.organisation_id, value)}
    if draw.happens(0.4):
        told |= {"days": "12345", "from_time": time(10), "until_time": time(15)}
    channel = Channel.PHONE if draw.happens(0.7) else Channel.SMS
    rows.add(ContactWay(person=client, channel=channel, safe=draw.weighted(SAFE), **told, **writing.told()))
    if draw.happens(0.5):
        text = f"Izdomātā iela {draw.randrange(1, 120)}-{draw.randrange(1, 60)}"
        rows.add(Address(person=client, kind=AddressKind.HOME, text=text, **writing.told()))


def written_at(day: date) -> datetime:
    """The hour at which a file that is opened on this day is begun."""
    return moment(day, time(9, 30))
