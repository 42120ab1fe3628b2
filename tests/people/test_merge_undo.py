"""Merging and undoing it restores every row of every table exactly, whatever hung on the two and came since."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.access.plan_rows import PlanRows
from tests.access.rights_rows import RightsRows
from tests.cast import a_case, hire
from tests.meetings.table import a_meeting

from tilts.access.actions import Stale
from tilts.access.actor import JOB, acting
from tilts.access.models import Role, Wall
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import add_party, join_team, tell_violence, write_note
from tilts.cases.violence import Told
from tilts.meetings.models import AgendaItem, CirclePerson
from tilts.people.actions import (
    add_address,
    add_code,
    add_contact,
    add_relation,
    change_person,
    join_household,
    lend_row,
    link_same,
    merge,
    place_person,
    record_basis,
    record_consent,
    record_informed,
    record_person,
    set_standing,
    undo_merging,
)
from tilts.people.actions.repointing import keys_to_person
from tilts.people.models import Address, Merging, Person, PersonWall
from tilts.people.walls import wall_name, wall_person
from tilts.plan.models import AppointmentPerson
from tilts.rights.erasing import empty
from tilts.rights.gathering import as_office, subject_of
from tilts.rights.models import LegalHold, RightsRequest
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db
APART = ("access_audit", "people_merging", "people_namechanges")
"""The trace and what is told of names only grow; the record of the merging is what stays."""
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def every_row() -> dict[tuple[str, Any], tuple[Any, ...]]:
    """Every row of every table as it lies in the database, ciphertexts too."""
    found = {}
    tables = {model._meta.db_table: model._meta.pk.column for model in apps.get_models(include_auto_created=True)}
    with transaction.atomic(), acting(JOB), connection.cursor() as cursor:
        for table, key in tables.items():
            if table.startswith(APART):
                continue
            cursor.execute(f'SELECT "{key}", * FROM "{table}"')
            found |= {(table, str(row[0])): row[1:] for row in cursor.fetchall()}
    return found


class Two:
    """Two persons and the verbs that attach things to them."""

    def __init__(self, cast: Any) -> None:
        self.cast, self.reach = cast, cast.worker
        self.cases = [a_case(cast.worker, name, "Divatesta")[0] for name in ("Anna", "Ana")]
        self.people = [Person.every_row.get(folder_persons__folder=case.folder) for case in self.cases]
        self.beside = a_case(cast.worker, "Blakus", "Lieta")[0]
        self.aunt = record_person(self.reach, self.cases[0].folder, given_name="Tante")
        self.walled = hire(cast.office, "Aiva Aizsieta", Role.CASE_WORKER)
        self.elsewhere = [a_case(cast.stranger, name, "Citur")[1] for name in ("Anna", "Ana")]
        while not self._linked_both_ways():
            self.elsewhere.append(a_case(cast.stranger, "Anna", "Citur")[1])

    def _linked_both_ways(self) -> bool:
        """A link keeps the smaller id first: one of ours must come first in some and second in others."""
        ours, theirs = ([one.pk for one in people] for people in (self.people, self.elsewhere))
        return min(theirs) < max(ours) and max(theirs) > min(ours)

    def of(self, who: int) -> dict[str, Any]:
        return {"person": self.people[who]}

    def attach(self, what: str, who: int) -> None:
        """Attach one thing to one of the two; what cannot be is left out."""
        try:
            with transaction.atomic():
                getattr(self, what)(who, self.cases[who].folder)
        except (Refused, IntegrityError):
            pass

    def contact(self, who, folder):
        add_contact(self.reach, folder, channel="phone", value=f"+371 2000000{who}", safe=True, **self.of(who))

    def danger(self, who, folder):
        add_contact(self.reach, folder, channel="sms", value=f"+371 2100000{who}", safe=False, **self.of(who))

    def address(self, who, folder):
        add_address(self.reach, folder, kind="home", text="Izdomu iela 1", **self.of(who))

    def code(self, who, folder):
        add_code(self.reach, folder, kind="other", value="Z-1", **self.of(who))

    def relation(self, who, folder):
        place = self.cases[0] if who == 0 else self.cases[1]
        if who:
            add_party(self.reach, place, person=self.aunt, role="other")
        add_relation(self.reach, folder, other=self.aunt, kind="sibling", **self.of(who))

    def relation_of_another(self, who, folder):
        add_party(self.reach, self.cases[who], person=self.aunt, role="other")
        add_relation(self.reach, folder, person=self.aunt, other=self.people[who], kind="other")

    def home(self, who, folder):
        place_person(self.reach, folder, self.aunt)
        join_household(self.reach, folder, person=self.people[who], of=self.aunt, since=date(2024, 1, 1 + who))

    def home_alone(self, who, folder):
        lodger = record_person(self.reach, folder, given_name=f"Kaimiņš {who}")
        join_household(self.reach, folder, person=self.people[who], of=lodger)

    def lending(self, who, folder):
        add_address(self.reach, folder, kind="work", text="Izdomu iela 2", **self.of(who))
        place_person(JOB, self.beside.folder, self.people[who])
        row = self.reach(Address).filter(folder=folder, kind="work").first()
        lend_row(self.reach, folder, row=row, to=self.beside.folder, reason="She asked for it herself.")

    def standing(self, who, folder):
        set_standing(self.reach, folder, starts=date(2025, 1, 1), status="refugee", **self.of(who))

    def standing_since(self, who, folder):
        set_standing(self.reach, folder, starts=TODAY(), status="alternative", **self.of(who))

    def violence(self, who, folder):
        told = Told(["physical"], "family", "partner", "m")
        tell_violence(self.reach, self.cases[who], told_on=TODAY(), told=told, **self.of(who))

    def told(self, who, folder):
        record_informed(self.reach, folder, day=TODAY(), way="spoken", language="lv", **self.of(who))

    def consent(self, who, folder):
        record_consent(self.reach, folder, zones=["name"], day=TODAY(), way="phone", with_whom="x", **self.of(who))

    def basis(self, who, folder):
        record_basis(self.reach, folder, law="duty", reason="It is demanded by law.", **self.of(who))

    def same_case(self, who, folder):
        add_party(self.reach, self.cases[1 - who], person=self.people[who])

    def same_role_thrice(self, who, folder):
        for role in ("client", "child", "other"):
            self.attach_role(who, role)

    def attach_role(self, who, role):
        try:
            with transaction.atomic():
                add_party(self.reach, self.cases[0], person=self.people[who], role=role)
        except Refused:
            pass

    def consultation(self, who, folder):
        facts = {"day": TODAY(), "minutes": 45, "specialism": "psychologist", "mode": "in_person"}
        write_session(self.reach, self.cases[who], people=[self.people[who]], **facts)

    def consultation_of_both(self, who, folder):
        facts = {"day": TODAY(), "minutes": 45, "specialism": "psychologist", "mode": "in_person"}
        for one in (0, 1):
            self.attach_role(one, "other")
        write_session(self.reach, self.cases[0], people=self.people, **facts)

    def rights(self, who, folder):
        rows = RightsRows(self.cast, self.cases[who], self.people[who])
        unscoped(RightsRequest, reason="tests").filter(pk=rows.requests["copy"].pk).update(asker=self.people[who])
        LegalHold.objects.create(
            organisation=self.cases[who].organisation,
            person=self.people[who],
            label="x",
            reason="tiesa",
            starts=TODAY(),
            placed_by=self.cast.data_protection.user,
        )

    def wall(self, who, folder):
        wall_person(self.cast.supervisor, self.people[who], reason="kin", user=self.walled.user)

    def wall_of_file(self, who, folder):
        raise_wall(self.cast.supervisor, folder, reason="kin", user=self.walled.user)

    def wall_of_name(self, who, folder):
        wall_name(self.cast.supervisor, name=f"{('Anna', 'Ana')[who]} Divatesta", user=self.walled.user)

    def link(self, who, folder):
        for other in self.elsewhere:
            link_same(self.cast.data_protection, self.people[who], other=other, basis="law")

    def note(self, who, folder):
        write_note(self.reach, self.cases[who], text="piezīme")

    def plan(self, who, folder):
        PlanRows(self.cast, self.cases[who], self.people[who])

    def appointment_of_both(self, who, folder):
        appointment = PlanRows(self.cast, self.cases[0], self.people[0]).appointment
        AppointmentPerson.objects.create(
            organisation=appointment.organisation, appointment=appointment, person=self.people[1]
        )

    def circle(self, who, folder):
        meeting = a_meeting(self.reach, kind="team", case=self.cases[0])
        item = unscoped(AgendaItem, reason="tests").get(meeting=meeting)
        for person in self.people:
            CirclePerson.objects.create(organisation=item.organisation, item=item, person=person)

    def facts(self, who, folder):
        held = Person.every_row.get(pk=self.people[who].pk)
        told = {"sex": "f", "languages": "uk ru", "interpreter": True, "birth_date": date(1987, 1, 1)}
        change_person(self.reach, folder, seen_version=held.version, birth_precision="year", **told, **self.of(who))


APART_FROM_THINGS = ("of", "attach", "attach_role", "standing_since")
THINGS = [name for name in vars(Two) if not name.startswith("_") and name not in APART_FROM_THINGS]
LATER = ("contact", "danger", "address", "standing_since", "consent", "consultation", "relation", "note")
"""What only adds rows: what is written over since stays as it was written, which another test tells."""
ATTACHED = st.lists(st.tuples(st.sampled_from(THINGS), st.integers(0, 1)), max_size=14)


def test_the_walk_finds_the_keys_of_every_room():
    found = {f"{key.model._meta.label}.{key.name}" for key in keys_to_person()}
    rooms = {name.split(".")[0] for name in found}
    assert {"people", "cases", "services", "rights"} <= rooms
    assert {"cases.Party.person", "services.Participation.person", "people.Relation.other"} <= found


def test_no_key_to_a_person_is_forgotten_but_those_by_which_walls_still_know_the_old_name():
    links = (one for one in Person._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete)
    every = {f"{one.related_model._meta.label}.{one.field.name}" for one in links}
    moved = {f"{key.model._meta.label}.{key.name}" for key in keys_to_person()}
    assert every - moved == {
        "people.NameInFolder.person",
        "people.Merging.kept",
        "people.Merging.merged",
    }


def test_every_key_to_a_person_is_tried_out(cast):
    """A new table with a key to a person fails here until `Two` attaches a row of it."""
    two = everything(cast)
    with acting(JOB):
        untried = {
            f"{key.model._meta.label}.{key.name}"
            for key in keys_to_person()
            if not key.model._base_manager.filter(**{f"{key.name}__in": two.people}).exists()
        }
    assert untried == set()


@pytest.mark.long
@pytest.mark.parametrize("mergings", [20, 60])
def test_undo_restores_every_row_exactly(cast, mergings):
    two = Two(cast)
    clashed = set()

    @settings(
        max_examples=mergings,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )
    @given(attached=ATTACHED, later=st.lists(st.sampled_from(LATER), max_size=3), kept=st.integers(0, 1))
    def restored(attached: list[tuple[str, int]], later: list[str], kept: int) -> None:
        with transaction.atomic():
            for what, who in attached:
                two.attach(what, who)
            before = every_row()
            one, other = two.people[kept], two.people[1 - kept]
            made = merge(cast.supervisor, one, merged=other)
            clashed.update(step["how"] for step in made.moved["steps"])
            assert no_row_points_to(other, made)
            between = every_row()
            for what in later:
                two.attach(what, kept)
            since = {key: row for key, row in every_row().items() if key not in between}
            undo_merging(cast.supervisor, one, merging=made)
            after = every_row()
            assert {key: row for key, row in after.items() if key not in since} == before
            assert set(since) <= set(after), "what was written since stays"
            transaction.set_rollback(True)

    restored()
    ways = {"moved", "voided", "gone"}
    assert clashed <= ways and (mergings < 60 or clashed == ways), "every way of moving was tried"


def no_row_points_to(person: Person, made: Merging) -> bool:
    """What still points to the merged person was voided by the merging, or was voided before."""
    with acting(JOB):
        left = [row for key in keys_to_person() for row in key.model._base_manager.filter(**{key.name: person})]
    return all(row.voided_at for row in left)


def everything(cast: Any) -> Two:
    two = Two(cast)
    for what in THINGS:
        for who in (0, 1):
            two.attach(what, who)
    return two


def test_with_everything_attached_at_once_it_is_undone_too(cast):
    two = everything(cast)
    before = every_row()
    made = merge(cast.supervisor, two.people[0], merged=two.people[1])
    assert every_row() != before
    undo_merging(cast.supervisor, two.people[0], merging=made)
    assert every_row() == before


def test_a_wall_about_either_stands_around_the_files_of_both(cast):
    two = Two(cast)
    for case in two.cases:
        assert not Wall.objects.filter(folder=case.folder).exists()
    wall_person(cast.supervisor, two.people[1], reason="kin", user=two.walled.user)
    made = merge(cast.supervisor, two.people[0], merged=two.people[1])
    for case in two.cases:
        assert Wall.objects.filter(folder=case.folder, user=two.walled.user, ends=None).exists()
    assert PersonWall.objects.get().person == two.people[0]
    undo_merging(cast.supervisor, two.people[0], merging=made)
    assert not Wall.objects.filter(folder=two.cases[0].folder).exists()
    assert Wall.objects.filter(folder=two.cases[1].folder).count() == 1


def test_a_colleague_walled_from_one_file_reads_nothing_of_it_through_the_other(cast):
    two = Two(cast)
    case = two.cases[0]
    add_address(two.reach, two.cases[1].folder, person=two.people[1], kind="shelter", text="Slēptā iela")
    colleague = two.walled
    join_team(cast.worker, case, user=colleague.user, profession="social_worker")
    raise_wall(cast.supervisor, two.cases[1].folder, reason="kin", user=colleague.user)
    assert colleague(Person).filter(pk=two.people[0].pk).exists()
    merge(cast.supervisor, two.people[0], merged=two.people[1])
    assert not colleague(Person).filter(pk=two.people[0].pk).exists()


def test_a_name_wall_declared_for_the_old_name_still_finds_the_file(cast):
    two = Two(cast)
    merge(cast.supervisor, two.people[0], merged=two.people[1])
    wall_name(cast.supervisor, name="Ana Divatesta", user=two.walled.user)
    for case in two.cases:
        assert Wall.objects.filter(folder=case.folder, user=two.walled.user).exists()


def test_what_the_colleague_wrote_anew_is_not_taken_back(cast):
    two = Two(cast)
    two.attach("facts", 1)
    made = merge(cast.supervisor, two.people[0], merged=two.people[1])
    held = Person.every_row.get(pk=two.people[0].pk)
    assert (held.sex, held.birth_precision) == ("f", "year")
    change_person(two.reach, two.cases[0].folder, person=held, seen_version=held.version, sex="x")
    undo_merging(cast.supervisor, two.people[0], merging=made)
    held = Person.every_row.get(pk=two.people[0].pk)
    assert (held.sex, held.birth_date, held.languages) == ("x", None, "")


def test_mergings_are_undone_in_their_order_and_once(cast):
    two = Two(cast)
    _case, third = a_case(cast.worker, "Anna", "Divatesta")
    first = merge(cast.supervisor, two.people[0], merged=two.people[1])
    second = merge(cast.supervisor, third, merged=Person.every_row.get(pk=two.people[0].pk))
    with pytest.raises((Refused, NotAllowed)):
        undo_merging(cast.supervisor, two.people[0], merging=first)
    undo_merging(cast.supervisor, third, merging=second)
    undo_merging(cast.supervisor, two.people[0], merging=first)
    with pytest.raises(Stale):
        undo_merging(cast.supervisor, two.people[0], merging=first)


def test_who_was_merged_is_erased_with_the_one_that_was_kept(cast):
    two = everything(cast)
    made = merge(cast.supervisor, two.people[0], merged=two.people[1])
    with transaction.atomic(), as_office(cast.data_protection):
        empty(subject_of(Person.every_row.get(pk=two.people[0].pk)))
    gone = Person.every_row.get(pk=two.people[1].pk)
    assert gone.erased_at and not gone.given_name and Merging.every_row.get(pk=made.pk).moved == {}
    with pytest.raises(Refused, match="erased"):
        undo_merging(cast.supervisor, two.people[0], merging=made)
