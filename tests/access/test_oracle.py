"""T2: who may see which rows, said three times: a plain predicate written apart, reach, and PostgreSQL's own policies.

Worlds are made of steps (assign, refer, accept, withdraw, wall, lower, expire, break the glass) on a few folders with
everything in them. After the last step, for every actor and every table, the three must name the same rows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import a_case, a_report

from tilts.access.actor import acting
from tilts.access.models import ZONES, Grant, GrantKind, Wall
from tilts.access.reach import Reach
from tilts.access.relationships import RELATIONSHIPS
from tilts.cases.actions import write_note
from tilts.cases.models import Case, Note, Party, TeamMember
from tilts.people.models import ContactWay, FolderPerson, Household, HouseholdMember, Person, Standing
from tilts.questionnaires.models import Answers
from tilts.risk.models import DoorstepReport, Questionnaire
from tilts.services.actions import write_session
from tilts.services.models import Participation, Session

WORLDS = 500
HOUR = timedelta(hours=1)

FOLDERS = 3
ACTORS = ("worker", "second_worker", "supervisor", "stranger", "officer", "psychologist")


@dataclass
class Given:
    """A grant as the plain predicate knows it."""

    folder: int
    to: str
    kind: str
    starts: Any
    ends: Any
    unit: bool


@dataclass
class Kept:
    """A wall as the plain predicate knows it."""

    folder: int
    against: str
    ends: Any
    unit: bool


WHO = st.sampled_from(ACTORS)
WHERE = st.integers(0, FOLDERS - 1)
STEP = st.one_of(
    st.tuples(
        st.just("grant"), WHERE, WHO, st.sampled_from(sorted(RELATIONSHIPS)), st.sampled_from([-2, 1]), st.booleans()
    ),
    st.tuples(st.just("withdraw"), WHERE, WHO),
    st.tuples(st.just("expire"), WHERE, st.sampled_from(sorted(RELATIONSHIPS))),
    st.tuples(st.just("glass"), WHERE, WHO),
    st.tuples(st.just("wall"), WHERE, WHO, st.booleans()),
    st.tuples(st.just("lower"), WHERE, WHO),
)


class World:
    """Folders with everything in them, and the grants and walls of one run of steps."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.actors = {name: getattr(cast, name) for name in ACTORS}
        self.people: list[set[Any]] = []
        cases = []
        for number in range(2):
            case, person = a_case(cast.worker, f"Anna{number}", "Oraklīte")
            write_note(cast.worker, case, text="piezīme")
            facts = {"day": timezone.localdate(), "minutes": 30, "mode": "phone", "specialism": "social_worker"}
            write_session(cast.worker, case, people=[person], status="held", topic="", **facts)
            ContactWay.objects.create(organisation=cast.office, person=person, channel="phone", value="+371 20000000")
            Standing.objects.create(organisation=cast.office, person=person, status="refugee")
            home = Household.objects.create(organisation=cast.office)
            HouseholdMember.objects.create(
                organisation=cast.office, household=home, person=person, starts=date(2020, 1, 1)
            )
            cases.append(case)
        report = a_report(cast.officer, cast)
        self.folders = [cases[0].folder, cases[1].folder, report.folder]
        self.index = {folder.pk: number for number, folder in enumerate(self.folders)}

    def live(self, steps: list[tuple[Any, ...]]) -> None:
        """Forget the world before; take these steps."""
        self.now = timezone.now()
        self.given: list[Given] = []
        self.kept: list[Kept] = []
        for name, *rest in steps:
            getattr(self, name)(*rest)
        Grant.objects.all()._raw_delete(connection.alias)
        Wall.objects.all()._raw_delete(connection.alias)
        Grant.objects.bulk_create(self._grant(one) for one in self.given)
        Wall.objects.bulk_create(self._wall(one) for one in self.kept)

    def grant(self, folder: int, who: str, kind: str, starts: int, unit: bool) -> None:
        self.given.append(Given(folder, who, kind, self.now + starts * HOUR, None, unit))

    def withdraw(self, folder: int, who: str) -> None:
        for one in self.given:
            if (one.folder, one.to) == (folder, who) and one.starts < self.now:
                one.ends = self.now - HOUR / 4

    def expire(self, folder: int, kind: str) -> None:
        for one in self.given:
            if (one.folder, one.kind) == (folder, kind) and one.starts < self.now:
                one.ends = one.ends or self.now - HOUR / 4

    def glass(self, folder: int, who: str) -> None:
        self.given.append(Given(folder, who, GrantKind.BROKEN_GLASS, self.now - HOUR / 2, self.now + HOUR / 2, False))

    def wall(self, folder: int, who: str, unit: bool) -> None:
        self.kept.append(Kept(folder, who, None, unit))

    def lower(self, folder: int, who: str) -> None:
        for one in self.kept:
            if (one.folder, one.against) == (folder, who):
                one.ends = self.now - HOUR

    def _grant(self, one: Given) -> Grant:
        actor = self.actors[one.to]
        to = {"to_unit": actor.organisation, "to_role": actor.role} if one.unit else {"to_user": actor.user}
        zones = {f"zone_{zone}": RELATIONSHIPS[one.kind].get(zone, 0) for zone in ZONES}
        at = None if one.unit else actor.organisation
        return Grant(
            folder=self.folders[one.folder],
            kind=one.kind,
            basis="x",
            starts=one.starts,
            ends=one.ends,
            at=at,
            **to,
            **zones,
        )

    def _wall(self, one: Kept) -> Wall:
        actor = self.actors[one.against]
        who = {"unit": actor.organisation} if one.unit else {"user": actor.user}
        return Wall(folder=self.folders[one.folder], reason="x", starts=self.now - 2 * HOUR, ends=one.ends, **who)

    def is_open(self, actor: Reach, folder: Any, zone: str) -> bool:
        """The predicate: some living grant reaches the actor and opens the zone, and no standing wall is theirs."""
        number = self.index.get(folder, -1)
        for wall in self.kept:
            walled = self.actors[wall.against]
            theirs = walled.organisation == actor.organisation if wall.unit else walled.user == actor.user
            if wall.folder == number and theirs and (wall.ends is None or wall.ends > self.now):
                return False
        for grant in self.given:
            let = self.actors[grant.to]
            theirs = (
                (let.organisation, let.role) == (actor.organisation, actor.role)
                if grant.unit
                else let.user == actor.user
            )
            lives = grant.starts <= self.now and (grant.ends is None or grant.ends > self.now)
            if grant.folder == number and theirs and lives and RELATIONSHIPS[grant.kind].get(zone, 0) >= 1:
                return True
        return False


def everything() -> dict[str, list[Any]]:
    """Every row there is, once: its id, and what the predicate asks of it."""
    links = list(FolderPerson.objects.all())
    of = {
        person: [link.folder_id for link in links if link.person_id == person]
        for person in {one.person_id for one in links}
    }
    homes = {spell.household_id: spell.person_id for spell in HouseholdMember._base_manager.all()}
    sessions = {one.pk: one.folder_id for one in Session._base_manager.all()}

    def known(actor: Reach, world: World, person: Any, zone: str = "name") -> bool:
        return any(
            world.is_open(actor, folder, "name") and world.is_open(actor, folder, zone) for folder in of.get(person, [])
        )

    def rows(model: Any, seen: Any) -> list[Any]:
        return [(one.pk, one, seen) for one in model._base_manager.all()]

    return {
        Case: rows(Case, lambda a, w, one: w.is_open(a, one.pk, "admin")),
        Party: rows(Party, lambda a, w, one: w.is_open(a, one.case_id, "name")),
        TeamMember: rows(TeamMember, lambda a, w, one: w.is_open(a, one.case_id, "admin")),
        Note: rows(Note, lambda a, w, one: w.is_open(a, one.case_id, "services")),
        DoorstepReport: rows(DoorstepReport, lambda a, w, one: w.is_open(a, one.pk, "admin")),
        Questionnaire: rows(Questionnaire, lambda a, w, one: w.is_open(a, one.folder_id, "risk")),
        Answers: rows(Answers, lambda a, w, one: w.is_open(a, one.folder_id, "risk")),
        Session: rows(Session, lambda a, w, one: w.is_open(a, one.folder_id, "services")),
        FolderPerson: rows(FolderPerson, lambda a, w, one: w.is_open(a, one.folder_id, "name")),
        Person: rows(Person, lambda a, w, one: known(a, w, one.pk)),
        ContactWay: rows(ContactWay, lambda a, w, one: known(a, w, one.person_id, "contact")),
        Standing: rows(Standing, lambda a, w, one: known(a, w, one.person_id)),
        HouseholdMember: rows(HouseholdMember, lambda a, w, one: known(a, w, one.person_id)),
        Household: rows(Household, lambda a, w, one: known(a, w, homes[one.pk])),
        Participation: rows(
            Participation,
            lambda a, w, one: (
                w.is_open(a, sessions[one.session_id], "services") and w.is_open(a, sessions[one.session_id], "name")
            ),
        ),
    }


WIDER = {Participation}
"""Policies of the database that let through more than reach: names and services are asked together by reach alone."""


def by_policy(actor: Reach, model: Any) -> set[Any]:
    """What the database itself shows to this actor, whatever the application asks."""
    with transaction.atomic(), acting(actor), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}"')
        return {pk for (pk,) in cursor.fetchall()}


@pytest.mark.django_db
def test_predicate_reach_and_policies_name_the_same_rows_in_five_hundred_worlds(cast):
    world, told = World(cast), everything()
    compared = 0

    @settings(
        max_examples=WORLDS,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(steps=st.lists(STEP, min_size=1, max_size=12), who=st.permutations(ACTORS))
    def agree(steps: list[Any], who: list[str]) -> None:
        nonlocal compared
        world.live(steps)
        for name in who[:2]:
            actor = world.actors[name]
            for model, rows in told.items():
                plain = {pk for pk, one, seen in rows if seen(actor, world, one)}
                reached = set(actor(model).order_by().values_list("pk", flat=True))
                assert reached == plain, f"{name}: reach({model.__name__})"
                compared += 1
                if connection.vendor == "postgresql":
                    policy = by_policy(actor, model)
                    assert policy >= plain if model in WIDER else policy == plain, f"{name}: policy of {model.__name__}"

    agree()
    assert compared >= WORLDS * 2 * len(told) * 0.9
