"""Referrals as a machine: whatever is done in whatever order, no grant outlives its referral, nobody there reads a name
before acceptance, and a wall beats everything."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.access.sharing_rows import a_receiver
from tests.cast import a_case

from tilts.access.actor import acting
from tilts.access.models import Grant, GrantKind, Wall
from tilts.access.reach import NotAllowed, Refused, Zones
from tilts.access.relationships import SHAREABLE, listed
from tilts.access.walls import lower_wall, raise_wall
from tilts.cases.actions import write_note
from tilts.cases.models import Case, Note, Party
from tilts.people.actions import keep_contact, record_consent, withdraw_consent
from tilts.people.models import Consent, ContactWay, Person
from tilts.sharing.actions import (
    accept_referral,
    decline_referral,
    finish_referral,
    refer,
    see_referral,
    withdraw_referral,
)
from tilts.sharing.models import LAWFUL, OPEN, Referral

NO = (Refused, NotAllowed, Referral.DoesNotExist)
THERE = ("stranger", "receiver")
WHERE = st.sampled_from(THERE)
ZONES_LISTED = st.sets(st.sampled_from(SHAREABLE), min_size=1)


class Referring(RuleBasedStateMachine):
    """One case, two organisations, two consents; the model says what each of them may know."""

    cast: Any = None
    people: ClassVar[dict[str, Any]] = {}
    came_about: ClassVar[Counter[str]] = Counter()

    def __init__(self):
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.case, self.person = a_case(self.cast.worker)
        write_note(self.cast.worker, self.case, text="x")
        keep_contact(self.case.folder, self.person, channel="phone", value="x", safe=True)
        self.states = dict.fromkeys(THERE)
        self.zones = {}
        self.consents, self.by_consent, self.walls = {}, {}, {}

    def teardown(self):
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def latest(self, there):
        rows = Referral._base_manager.filter(case=self.case, to_organisation=self.people[there].organisation)
        return rows.order_by("-sent_at", "-created_at").first()

    def step(self, there, state, verb, **words):
        """Do it as whoever receives it; only what is lawful and not behind a wall may come about."""
        reach, done = self.people[there], False
        with suppress(*NO), transaction.atomic(), acting(reach):
            verb(reach, reach(Referral).get(pk=getattr(self.latest(there), "pk", None)), **words)
            done = True
        lawful = self.states[there] in LAWFUL[state] and there not in self.walls
        assert done == lawful, (there, self.states[there], state)
        if done:
            self.states[there] = state
            self.came_about[state] += 1

    @rule(there=WHERE, zones=ZONES_LISTED, consented=st.booleans())
    def send(self, there, zones, consented):
        basis = {"basis": "vital", "reason": "Danger to life tonight."}
        if consented:
            basis = {"basis": "consent", "consent": self.consents.get(there)}
        what = {
            "asked": "x",
            "zones": sorted(zones),
            "urgency": "soon",
            "until": timezone.localdate() + timedelta(days=20),
            **basis,
        }
        done = False
        with suppress(*NO), transaction.atomic(), acting(self.cast.worker):
            refer(self.cast.worker, self.case, to=self.people[there].organisation, **what)
            done = True
        _wall, whole = self.walls.get(there, (None, False))
        may = self.states[there] not in OPEN and not whole
        may = may and (not consented or there in self.consents)
        assert done == may
        self.came_about["sent past one who is walled"] += done and there in self.walls
        if done:
            self.states[there], self.zones[there] = "sent", zones
            self.by_consent[there] = consented

    @rule(there=WHERE, zones=ZONES_LISTED, far=st.integers(1, 4))
    def go_on(self, there, zones, far):
        """A few lawful steps in a row, so that what is rare by chance is not rare here."""
        for _step in range(far):
            state = self.states[there]
            if state == "sent" and far % 2:
                self.see(there)
            elif state in ("sent", "seen"):
                self.accept(there)
            elif state == "accepted":
                self.finish(there)
            else:
                self.send(there, zones, consented=there in self.consents)

    @rule(there=WHERE)
    def see(self, there):
        self.step(there, "seen", see_referral)

    @rule(there=WHERE)
    def accept(self, there):
        self.step(there, "accepted", accept_referral)

    @rule(there=WHERE)
    def decline(self, there):
        self.step(there, "declined", decline_referral, reason="Nav vietas.")

    @rule(there=WHERE)
    def finish(self, there):
        self.step(there, "done", finish_referral, outcome="Padarīts.")

    @precondition(lambda self: any(self.states.values()))
    @rule(there=WHERE)
    def withdraw(self, there):
        found, done = self.latest(there), False
        if found is None:
            return
        with suppress(*NO), transaction.atomic(), acting(self.cast.worker):
            withdraw_referral(self.cast.worker, self.cast.worker(Referral).get(pk=found.pk), reason="x")
            done = True
        assert done == (self.states[there] in OPEN)
        self.states[there] = "withdrawn" if done else self.states[there]

    @rule(there=WHERE)
    def agree(self, there):
        if there in self.consents:
            return
        with transaction.atomic(), acting(self.cast.worker):
            self.consents[there] = record_consent(
                self.cast.worker,
                self.case.folder,
                person=self.person,
                zones=SHAREABLE,
                day=timezone.localdate(),
                way="spoken",
                with_unit=self.people[there].organisation,
            )

    @precondition(lambda self: bool(self.consents))
    @rule(there=WHERE)
    def think_again(self, there):
        consent = self.consents.pop(there, None)
        if consent is None:
            return
        with transaction.atomic(), acting(self.cast.worker):
            withdraw_consent(self.cast.worker, Consent._base_manager.get(pk=consent.pk), seen_version=consent.version)
        if self.by_consent.get(there) and self.states[there] in OPEN:
            self.states[there] = "withdrawn"

    @rule(there=WHERE, whole=st.booleans())
    def wall(self, there, whole):
        if there not in self.walls:
            who = {"unit": self.people[there].organisation} if whole else {"user": self.people[there].user}
            self.walls[there] = (raise_wall(self.cast.supervisor, self.case.folder, reason="kin", **who), whole)

    @precondition(lambda self: bool(self.walls))
    @rule(there=WHERE)
    def lower(self, there):
        if there in self.walls:
            lower_wall(self.cast.supervisor, Wall.objects.get(pk=self.walls.pop(there)[0].pk), reason="x")

    @invariant()
    def they_see_what_the_state_says(self):
        for there, reach in self.people.items():
            state, zones = self.states[there], {}
            if state in ("sent", "seen"):
                zones = {"admin": 1}
            if state == "accepted":
                zones = listed(GrantKind.REFERRED, self.zones[there])
            with transaction.atomic(), acting(reach):
                if there in self.walls:
                    zones = {}
                assert reach.zones(self.case.pk) == Zones(**zones), (there, state)
                names = (
                    reach(Party).filter(case=self.case).exists(),
                    reach(Person).filter(pk=self.person.pk).exists(),
                )
                assert names == (bool(zones.get("name")),) * 2
                assert reach(Case).filter(pk=self.case.pk).exists() == bool(zones)
                assert reach(Note).filter(case=self.case).exists() == bool(zones.get("services"))
                ways = reach(ContactWay).filter(person=self.person).exists()
                assert ways == bool(zones.get("name") and zones.get("contact"))

    @invariant()
    def no_grant_outlives_its_referral(self):
        now = timezone.now()
        for there, reach in self.people.items():
            unit = reach.organisation
            grants = Grant.objects.filter(folder=self.case.pk, ends__gt=now)
            theirs = grants.filter(to_unit=unit) | grants.filter(at=unit)
            kinds = set(theirs.values_list("kind", flat=True))
            state = self.states[there]
            wanted = {"sent": {"pending"}, "seen": {"pending"}, "accepted": {"referred"}}.get(state, set())
            assert kinds == wanted, (there, state)
            found = self.latest(there)
            assert (found.state if found else None) == state


@pytest.mark.lengthy
@pytest.mark.django_db
def test_a_referral_never_opens_more_than_its_state_says(cast):
    machine: Any = type(
        "OfCast", (Referring,), {"cast": cast, "people": {"stranger": cast.stranger, "receiver": a_receiver()}}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert set(Referring.came_about) >= {"seen", "accepted", "done"}
