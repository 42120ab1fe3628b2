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
from tests.access.plan_rows import PlanRows
from tests.cast import ON_LAW, a_case, a_report
from tests.meetings.table import a_meeting, coordinator_of, referred, running

from tilts.access.actor import acting
from tilts.access.models import ZONES, Grant, GrantKind, Wall
from tilts.access.reach import Reach
from tilts.access.relationships import RELATIONSHIPS, SHAREABLE, WHILE_PENDING, listed
from tilts.cases.actions import name_supervisor, write_note, write_privileged
from tilts.cases.models import (
    Case,
    Closing,
    ConflictCheck,
    Due,
    FollowUp,
    Note,
    NoteZone,
    Party,
    PrivilegedNote,
    TeamMember,
    Violence,
)
from tilts.meetings.actions import set_action, share_item, write_research
from tilts.meetings.models import AgendaItem, Invitation, Meeting, MeetingAction, Research, Seat, SharedItem
from tilts.people.models import (
    Address,
    Consent,
    ContactWay,
    Danger,
    FolderPerson,
    Household,
    HouseholdMember,
    Informed,
    LegalBasis,
    Lending,
    Person,
    PersonCode,
    Relation,
    Standing,
)
from tilts.plan.models import (
    Appointment,
    AppointmentPerson,
    AppointmentPlace,
    Entitlement,
    Goal,
    Order,
    OrderBreach,
    PlanReview,
    Step,
    Task,
)
from tilts.questionnaires.models import Answers
from tilts.risk.models import DoorstepReport, Questionnaire
from tilts.services.actions import write_session
from tilts.services.models import Participation, Session
from tilts.sharing.actions import keep_external, refer, summarise
from tilts.sharing.models import CaseSummary, ExternalId, Referral

HOUR = timedelta(hours=1)

FOLDERS = 5
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
    zones: dict[str, int]


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
    st.tuples(st.just("refer"), WHERE, WHO),
    st.tuples(st.just("accept"), WHERE, WHO, st.sets(st.sampled_from(SHAREABLE))),
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
        self.lent: dict[Any, Any] = {}
        cases = []
        for number in range(2):
            case, person = a_case(cast.worker, f"Anna{number}", "Oraklīte")
            PlanRows(cast, case, person)
            self._papers(case)
            facts = {"day": timezone.localdate(), "minutes": 30, "mode": "phone", "specialism": "social_worker"}
            write_session(cast.worker, case, people=[person], status="held", topic="", **facts)
            here: dict[str, Any] = {"organisation": cast.office, "folder": case.folder, "person": person}
            ContactWay.objects.create(**here, channel="phone", value="+371 20000000", safe=False)
            Standing.objects.create(**here, status="refugee")
            Violence.objects.create(**here, told_on=timezone.localdate(), kind="physical")
            home = Household.objects.create(organisation=cast.office)
            HouseholdMember.objects.create(**here, household=home, starts=date(2020, 1, 1))
            self._person_of(case, person)
            last = timezone.localdate() + timedelta(days=9)
            what: dict[str, Any] = {"asked": "x", "zones": [], "urgency": "soon", "until": last}
            refer(cast.worker, case, to=cast.stranger_office, basis="vital", reason="danger tonight", **what)
            cases.append(case)
        for table, zone in ((Address, "address"), (ContactWay, "contact")):
            self._lend(table._base_manager.get(folder=cases[0].folder), zone, cases[1])
        name_supervisor(cast.psychologist, supervisor=cast.second_worker.user)
        report = a_report(cast.officer, cast)
        meeting, papers = self._table(cast, cases[0])
        self.folders = [cases[0].folder, cases[1].folder, report.folder, meeting, papers]
        self.index = {folder.pk: number for number, folder in enumerate(self.folders)}

    def _person_of(self, case: Any, person: Any) -> None:
        """What else is written of a person, and of the relation to the one of the case before."""
        of = {"organisation": self.cast.office, "folder": case.folder, "person": person}
        in_case = of | {"day": timezone.localdate()}
        Address.objects.create(**of, kind="home", text="x")
        PersonCode.objects.create(**of, kind="other", value="x", search_hash="x")
        Informed.objects.create(**in_case, way="spoken")
        Consent.objects.create(**in_case, way="spoken", zones="name", with_whom="x")
        LegalBasis.objects.create(**in_case, law="duty", reason="x")
        for before in Person._base_manager.exclude(pk=person.pk):
            Relation.objects.create(**of, other=before, kind="sibling")

    def _lend(self, row: Any, zone: str, to: Case) -> None:
        """A row of the first case is lent to the second."""
        lent = {"kind": row._meta.label_lower, "row": row.pk, "zone": zone, "reason": "x", "to": to.folder}
        made = Lending.objects.create(organisation=row.organisation, folder=row.folder, person=row.person, **lent)
        self.lent |= {row.pk: to.folder_id, made.pk: to.folder_id}

    def _papers(self, case: Case) -> None:
        """Notes in each zone, notes for oneself, numbers elsewhere, an end."""
        worker, today = self.cast.worker, timezone.localdate()
        for zone in NoteZone.values:
            write_note(worker, case, text="piezīme", zone=zone)
        for author in ("worker", "psychologist"):
            note = write_privileged(worker, case, text="piezīme")
            note.author = self.actors[author].user
            note.save()
        keep_external(worker, case, kind="sopa", value="1")
        summarise(worker, case, purpose="court", parts=["x"])
        Closing.objects.create(
            organisation=case.organisation, case=case, closed_on=today, outcome="goal", reopened_on=today
        )

    @staticmethod
    def _table(cast: Any, case: Any) -> tuple[Any, Any]:
        """A table of institutions about the first case: its folder, and that of the strangers' own research."""
        meeting = a_meeting(coordinator_of(cast), cast.stranger, cast.officer)
        item = referred(cast.worker, meeting, case)
        running(coordinator_of(cast), meeting)
        act = {"owner": cast.stranger_office, "what": "x", "due_on": meeting.day}
        set_action(cast.stranger, meeting, item=item, **act)
        item = cast.stranger(AgendaItem).select_related("meeting").get(pk=item.pk)
        share_item(cast.stranger, item, text="x", nature="fact")
        papers = write_research(cast.stranger, item, text="x", nature="fact").papers
        return meeting.folder, papers

    def is_walled(self, actor: Reach, folder: Any) -> bool:
        """Whether a standing wall is theirs."""
        for wall in self.kept:
            walled = self.actors[wall.against]
            theirs = walled.organisation == actor.organisation if wall.unit else walled.user == actor.user
            stands = wall.ends is None or wall.ends > self.now
            if wall.folder == self.index.get(folder, -1) and theirs and stands:
                return True
        return False

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
        self.given.append(Given(folder, who, kind, self.now + starts * HOUR, None, unit, RELATIONSHIPS[kind]))

    def refer(self, folder: int, who: str) -> None:
        self.given.append(Given(folder, who, GrantKind.PENDING, self.now - HOUR, None, True, WHILE_PENDING))

    def accept(self, folder: int, who: str, zones: set[str]) -> None:
        for one in self.given:
            if (one.folder, one.to, one.kind) == (folder, who, GrantKind.PENDING) and one.starts < self.now:
                one.ends = self.now - HOUR / 8
                opened = listed(GrantKind.REFERRED, zones)
                self.given.append(Given(folder, who, GrantKind.REFERRED, self.now - HOUR / 4, None, False, opened))
                return

    def withdraw(self, folder: int, who: str) -> None:
        for one in self.given:
            if (one.folder, one.to) == (folder, who) and one.starts < self.now:
                one.ends = self.now - HOUR / 8

    def expire(self, folder: int, kind: str) -> None:
        for one in self.given:
            if (one.folder, one.kind) == (folder, kind) and one.starts < self.now:
                one.ends = one.ends or self.now - HOUR / 8

    def glass(self, folder: int, who: str) -> None:
        self.given.append(
            Given(
                folder,
                who,
                GrantKind.BROKEN_GLASS,
                self.now - HOUR / 2,
                self.now + HOUR / 2,
                False,
                RELATIONSHIPS[GrantKind.BROKEN_GLASS],
            )
        )

    def wall(self, folder: int, who: str, unit: bool) -> None:
        self.kept.append(Kept(folder, who, None, unit))

    def lower(self, folder: int, who: str) -> None:
        for one in self.kept:
            if (one.folder, one.against) == (folder, who):
                one.ends = self.now - HOUR

    def _grant(self, one: Given) -> Grant:
        actor = self.actors[one.to]
        to = {"to_unit": actor.organisation, "to_role": actor.role} if one.unit else {"to_user": actor.user}
        zones = {f"zone_{zone}": one.zones.get(zone, 0) for zone in ZONES}
        at = None if one.unit else actor.organisation
        return Grant(
            folder=self.folders[one.folder],
            kind=one.kind,
            **ON_LAW,
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

    def reads_privileged(self, actor: Reach, note: PrivilegedNote) -> bool:
        """One's own where that zone is open; the psychologist's for the one named as their supervisor."""
        if actor.user and note.author_id == actor.user.pk:
            return self.is_open(actor, note.case_id, "privileged")
        named = actor.user == self.cast.second_worker.user and note.author_id == self.cast.psychologist.user.pk
        return named and not self.is_walled(actor, note.case_id)

    def says_or_borrows(self, actor: Reach, one: Any, zone: str) -> bool:
        """The row's file is open; or one to which it is lent, to the office whose row it is, and no wall at its own."""
        ours = one.organisation_id == getattr(actor.organisation, "pk", None)
        there = ours and self.is_open(actor, self.lent.get(one.pk), zone)
        return self.is_open(actor, one.folder_id, zone) or (there and not self.is_walled(actor, one.folder_id))

    def is_open(self, actor: Reach, folder: Any, zone: str) -> bool:
        """The predicate: some living grant reaches the actor and opens the zone, and no standing wall is theirs."""
        number = self.index.get(folder, -1)
        if self.is_walled(actor, folder):
            return False
        for grant in self.given:
            let = self.actors[grant.to]
            theirs = (
                (let.organisation, let.role) == (actor.organisation, actor.role)
                if grant.unit
                else let.user == actor.user
            )
            lives = grant.starts <= self.now and (grant.ends is None or grant.ends > self.now)
            if grant.folder == number and theirs and lives and grant.zones.get(zone, 0) >= 1:
                return True
        return False


DUE_IN = {"order": "risk", "order_end": "risk", "follow_up": "contact"} | dict.fromkeys(
    ("task", "step", "review", "appointment"), "services"
)
"""The zone in which each kind of thing that falls due is known, said apart from its row."""


def everything() -> dict[str, list[Any]]:
    """Every row there is, once: its id, and what the predicate asks of it."""
    links = list(FolderPerson.objects.all())
    of = {
        person: [link.folder_id for link in links if link.person_id == person]
        for person in {one.person_id for one in links}
    }
    homes = {spell.household_id: spell.folder_id for spell in HouseholdMember._base_manager.all()}
    sessions = {one.pk: one.folder_id for one in Session._base_manager.all()}

    orders = {one.pk: one.case_id for one in Order._base_manager.all()}
    met = {one.pk: one.case_id for one in Appointment._base_manager.all()}

    def known(actor: Reach, world: World, person: Any, zone: str = "name") -> bool:
        return any(
            world.is_open(actor, folder, "name") and world.is_open(actor, folder, zone) for folder in of.get(person, [])
        )

    items = {one.pk: one for one in AgendaItem._base_manager.all()}

    def on_table(a: Reach, w: World, pk: Any) -> bool:
        item = items[pk]
        here = w.is_open(a, item.meeting_id, "name") or w.is_open(a, item.case_id, "services")
        return w.is_open(a, item.case_id, "name") and here

    def taken_on(a: Reach, w: World, one: Any) -> bool:
        seen = on_table(a, w, one.item_id) or one.owner_id == a.organisation.pk
        return w.is_open(a, one.meeting_id, "name") and seen and not w.is_walled(a, items[one.item_id].case_id)

    def researched(a: Reach, w: World, one: Any) -> bool:
        mine = one.organisation_id == a.organisation.pk
        return mine and w.is_open(a, one.papers_id, "name") and on_table(a, w, one.item_id)

    def rows(model: Any, seen: Any) -> list[Any]:
        return [(one.pk, one, seen) for one in model._base_manager.all()]

    def referred(actor: Reach, world: World, one: Any) -> bool:
        """To one's organisation: where the folder is known; sent from it: where its services are open as well."""
        open_here = world.is_open(actor, one.case_id, "services") and one.organisation_id == actor.organisation.pk
        ours = one.to_organisation_id == actor.organisation.pk
        return world.is_open(actor, one.case_id, "admin") and (ours or open_here)

    def in_zone(model: Any, zone: str) -> list[Any]:
        return rows(model, lambda a, w, one: w.is_open(a, one.case_id, zone))

    return {
        **{model: in_zone(model, "services") for model in (Task, Goal, Step, PlanReview, Appointment, Entitlement)},
        Order: in_zone(Order, "risk"),
        Due: rows(Due, lambda a, w, one: w.is_open(a, one.folder_id, DUE_IN[one.kind])),
        AppointmentPlace: in_zone(AppointmentPlace, "address"),
        FollowUp: in_zone(FollowUp, "contact"),
        Violence: rows(Violence, lambda a, w, one: w.is_open(a, one.folder_id, "risk")),
        OrderBreach: rows(OrderBreach, lambda a, w, one: w.is_open(a, orders[one.order_id], "risk")),
        AppointmentPerson: rows(AppointmentPerson, lambda a, w, one: w.is_open(a, met[one.appointment_id], "services")),
        Case: rows(Case, lambda a, w, one: w.is_open(a, one.pk, "admin")),
        Party: rows(Party, lambda a, w, one: w.is_open(a, one.case_id, "name")),
        Referral: rows(Referral, referred),
        TeamMember: rows(TeamMember, lambda a, w, one: w.is_open(a, one.case_id, "admin")),
        Note: rows(Note, lambda a, w, one: w.is_open(a, one.case_id, one.zone)),
        PrivilegedNote: rows(PrivilegedNote, lambda a, w, one: w.reads_privileged(a, one)),
        Closing: rows(Closing, lambda a, w, one: w.is_open(a, one.case_id, "services")),
        CaseSummary: rows(CaseSummary, lambda a, w, one: w.is_open(a, one.case_id, "services")),
        ExternalId: rows(ExternalId, lambda a, w, one: w.is_open(a, one.case_id, "codes")),
        ConflictCheck: rows(ConflictCheck, lambda a, w, one: w.is_open(a, one.case_id, "name")),
        DoorstepReport: rows(DoorstepReport, lambda a, w, one: w.is_open(a, one.pk, "admin")),
        Questionnaire: rows(Questionnaire, lambda a, w, one: w.is_open(a, one.folder_id, "risk")),
        Answers: rows(Answers, lambda a, w, one: w.is_open(a, one.folder_id, "risk")),
        Session: rows(Session, lambda a, w, one: w.is_open(a, one.folder_id, "services")),
        FolderPerson: rows(FolderPerson, lambda a, w, one: w.is_open(a, one.folder_id, "name")),
        Person: rows(Person, lambda a, w, one: known(a, w, one.pk)),
        ContactWay: rows(ContactWay, lambda a, w, one: w.says_or_borrows(a, one, "contact")),
        Danger: rows(Danger, lambda a, w, one: known(a, w, one.person_id, "contact")),
        Lending: rows(Lending, lambda a, w, one: w.says_or_borrows(a, one, one.zone)),
        Standing: rows(Standing, lambda a, w, one: w.is_open(a, one.folder_id, "services")),
        Address: rows(Address, lambda a, w, one: w.says_or_borrows(a, one, "address")),
        PersonCode: rows(PersonCode, lambda a, w, one: w.says_or_borrows(a, one, "codes")),
        Informed: rows(Informed, lambda a, w, one: w.is_open(a, one.folder_id, "admin")),
        Consent: rows(Consent, lambda a, w, one: w.is_open(a, one.folder_id, "admin")),
        LegalBasis: rows(LegalBasis, lambda a, w, one: w.is_open(a, one.folder_id, "admin")),
        Relation: rows(Relation, lambda a, w, one: w.is_open(a, one.folder_id, "name")),
        HouseholdMember: rows(HouseholdMember, lambda a, w, one: w.is_open(a, one.folder_id, "name")),
        Household: rows(Household, lambda a, w, one: w.is_open(a, homes[one.pk], "name")),
        Meeting: rows(Meeting, lambda a, w, one: w.is_open(a, one.pk, "admin")),
        Invitation: rows(Invitation, lambda a, w, one: w.is_open(a, one.meeting_id, "admin")),
        AgendaItem: rows(AgendaItem, lambda a, w, one: on_table(a, w, one.pk)),
        SharedItem: rows(
            SharedItem,
            lambda a, w, one: on_table(a, w, one.item_id) and w.is_open(a, items[one.item_id].meeting_id, "name"),
        ),
        Seat: rows(Seat, lambda a, w, one: on_table(a, w, one.item_id)),
        MeetingAction: rows(MeetingAction, taken_on),
        Research: rows(Research, researched),
        Participation: rows(
            Participation,
            lambda a, w, one: (
                w.is_open(a, sessions[one.session_id], "services") and w.is_open(a, sessions[one.session_id], "name")
            ),
        ),
    }


WIDER = {Participation, Referral, Relation, AgendaItem, Seat, SharedItem, MeetingAction, Research}
"""Policies of the database that let through more than reach: names and services, two persons, whose referral it is, a
case and the table on which it lies are asked together by reach alone."""


def by_policy(actor: Reach, model: Any) -> set[Any]:
    """What the database itself shows to this actor, whatever the application asks."""
    with transaction.atomic(), acting(actor), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}"')
        return {pk for (pk,) in cursor.fetchall()}


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("worlds", [100, pytest.param(500, marks=pytest.mark.lengthy)])
def test_predicate_reach_and_policies_name_the_same_rows_in_hundreds_of_worlds(cast, worlds):
    world, told = World(cast), everything()
    compared = 0

    @settings(
        max_examples=worlds,
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
    assert compared >= worlds * 2 * len(told) * 0.9
