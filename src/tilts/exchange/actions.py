"""Taking a register in: one transaction, all rows or only the good ones, one trace."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tilts.access.audit import write_entry
from tilts.access.models import Folder, FolderKind, Organisation, Record
from tilts.access.reach import Reach, unscoped
from tilts.exchange import acts as acts_register
from tilts.exchange import persons
from tilts.exchange.acts import Act, Keys
from tilts.exchange.known import REASON, Known
from tilts.exchange.outcome import Outcome
from tilts.exchange.persons import Profile, Spell, Statement
from tilts.exchange.reading import Register, read_register
from tilts.people.models import FolderPerson, Household, HouseholdMember, Merging, Person, Standing
from tilts.people.walls import imported
from tilts.places.models import Territory
from tilts.services.models import Participation, Session, SessionAttribution

BATCH = 500
T = TypeVar("T")
Named = tuple[UUID, str]


@dataclass(frozen=True)
class Wish:
    """What is to be imported, and how."""

    kind: str
    path: Path
    organisation: str | None = None
    dry_run: bool = False
    partial: bool = False


def import_register(reach: Reach, wish: Wish) -> Outcome:
    """Take a register in; with a refused row nothing is saved unless `partial`. A faulty file is `BadInput`.

    The audit entry holds counts and the organisations' folder, never what was written in the file.
    """
    outcome = Outcome(wish.kind, wish.path.name)
    layout = acts_register.LAYOUT if wish.kind == "services" else persons.LAYOUT
    with read_register(wish.path, layout) as register, transaction.atomic():
        known = Known(wish.organisation)
        known.check_anyone("organisation" in register.fields)
        folders = Folders()
        take = _take_services if wish.kind == "services" else _take_persons
        take(register, known, folders, outcome)
        outcome.saved = not wish.dry_run and (wish.partial or not outcome.refused)
        if outcome.saved:
            write_entry(reach, "register.imported", folders.only(), fields=_counts(outcome))
        else:
            transaction.set_rollback(True)
    if outcome.refused and not wish.partial:
        outcome.hold_back()
    return outcome


def _counts(outcome: Outcome) -> list[str]:
    return [outcome.kind, *(f"{name} {getattr(outcome, name)}" for name in ("created", "unchanged", "refused"))]


def _batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


@dataclass
class Folders:
    """The folder of each organisation's registers: made at the first import."""

    made: dict[UUID, Folder] = field(default_factory=dict)

    def of(self, organisation_id: UUID) -> Folder:
        """The folder of this organisation; a second import waits here until the first has ended."""
        if organisation_id not in self.made:
            Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
            rows = Folder.objects.filter(organisation_id=organisation_id, kind=FolderKind.REGISTER).order_by("id")
            folder = rows.first() or Folder.objects.create(organisation_id=organisation_id, kind=FolderKind.REGISTER)
            self.made[organisation_id] = folder
        return self.made[organisation_id]

    def only(self) -> Folder | None:
        """The one folder written to, if it was one."""
        return next(iter(self.made.values())) if len(self.made) == 1 else None

    def make_known(self, people: Iterable[Person]) -> None:
        """Let walls about names know who stands in the registers."""
        by_organisation: dict[UUID, list[Person]] = {}
        for person in people:
            by_organisation.setdefault(person.organisation_id, []).append(person)
        for organisation_id, theirs in by_organisation.items():
            imported(self.of(organisation_id), theirs)

    def place(self, people: Iterable[Person]) -> None:
        """Let these persons belong to their organisation's folder."""
        FolderPerson.objects.bulk_create(
            (FolderPerson(folder=self.of(person.organisation_id), person=person) for person in people),
            ignore_conflicts=True,
        )


def _persons_named(names: set[Named]) -> dict[Named, Person]:
    """Who has these references today: of somebody who was merged with another, the one who was kept."""
    rows = unscoped(Person, reason=REASON).select_related("municipality").order_by()
    found = rows.filter(organisation__in={one for one, _ref in names}, reference__in={ref for _one, ref in names})
    people = {(person.organisation_id, person.reference): person for person in found}
    while merged := {name: person.pk for name, person in people.items() if person.voided_at}:
        known = unscoped(Merging, reason=REASON).filter(merged__in=merged.values(), undone_at=None, voided_at=None)
        kept = {one.merged_id: one.kept for one in known.select_related("kept__municipality")}
        if not kept:
            break
        people |= {name: kept[pk] for name, pk in merged.items() if pk in kept}
    return people


def _take_services(register: Register, known: Known, folders: Folders, outcome: Outcome) -> None:
    known.read_sites_and_projects()
    keys = Keys()
    for rows in _batches(register):
        acts: dict[Named, Act] = {}
        understood = []
        for row in rows:
            with outcome.taking():
                act = acts_register.read_act(row, known)
                understood.append(((act.organisation.pk, keys.key(act)), act))
        digests = _digests_known({name for name, _act in understood})
        for name, act in understood:
            with outcome.taking():
                _sort_out(name, act, acts, digests, outcome)
        _write_acts(acts, folders, outcome)


def _digests_known(names: set[Named]) -> dict[Named, str]:
    rows = unscoped(Session, reason=REASON).order_by()
    rows = rows.filter(organisation__in={one for one, _key in names}, register_key__in={key for _one, key in names})
    columns = rows.values_list("organisation", "register_key", "register_digest")
    return {(organisation, key): digest for organisation, key, digest in columns}


def _sort_out(name: Named, act: Act, acts: dict[Named, Act], digests: dict[Named, str], outcome: Outcome) -> None:
    if name not in digests:
        acts[name], digests[name] = act, act.digest
        return
    if digests[name] != act.digest:
        raise act.row.refused("ref", _("A row with this reference is already known and says something else."))
    outcome.unchanged += 1


def _write_acts(acts: dict[Named, Act], folders: Folders, outcome: Outcome) -> None:
    people = _persons_named({(act.organisation.pk, ref) for act in acts.values() for ref in act.refs})
    writable = []
    for (organisation_id, key), act in acts.items():
        with outcome.taking():
            _check_not_voided(act, people)
            writable.append((act, act.session(folders.of(organisation_id).pk, key)))
    for act, _session in writable:
        for ref in act.refs:
            named = (act.organisation.pk, ref)
            people.setdefault(named, Person(organisation=act.organisation, reference=ref))
    Person.objects.bulk_create(person for person in people.values() if person._state.adding)
    folders.place(person for person in people.values() if person.voided_at is None)
    _write_sessions(writable, people)
    outcome.created += len(writable)
    outcome.warnings += [remark for act, _session in writable for remark in acts_register.doubts(act)]


def _check_not_voided(act: Act, people: dict[Named, Person]) -> None:
    for ref in act.refs:
        person = people.get((act.organisation.pk, ref))
        if person is not None and person.voided_at is not None:
            sentence = _("The record of the person with this reference has been voided.")
            raise act.row.refused("person_refs", sentence)


def _write_sessions(writable: list[tuple[Act, Session]], people: dict[Named, Person]) -> None:
    Session.objects.bulk_create(session for _act, session in writable)
    Participation.objects.bulk_create(
        Participation(organisation=act.organisation, session=session, person=person)
        for act, session in writable
        for person in dict.fromkeys(people[act.organisation.pk, ref] for ref in act.refs)
    )
    SessionAttribution.objects.bulk_create(
        SessionAttribution(act=session, project=act.project)
        for act, session in writable
        if act.project and not act.is_outside_project
    )


def _take_persons(register: Register, known: Known, folders: Folders, outcome: Outcome) -> None:
    book = Territory.objects.book()
    said: dict[Named, Statement] = {}
    people: dict[Named, list[Statement]] = {}
    for row in register:
        with outcome.taking():
            one = persons.read_statement(row, known, book)
            if one.ref and said.setdefault((one.organisation.pk, one.ref), one).said != one.said:
                raise row.refused("ref", _("A row with this reference is already known and says something else."))
            people.setdefault((one.organisation.pk, one.person_ref), []).append(one)
    for batch in _batches(people.items()):
        statements = dict(batch)
        profiles = _profiles(statements)
        for name, profile in profiles.items():
            profile.absorb(statements[name], outcome)
        each = {id(profile): profile for profile in profiles.values()}
        _write_profiles([profile for profile in each.values() if profile.is_wanted], folders)


def _profiles(statements: dict[Named, list[Statement]]) -> dict[Named, Profile]:
    known = _persons_named(set(statements))
    profiles: dict[Named, Profile] = {}
    by_person: dict[UUID, Profile] = {}
    for name, rows in statements.items():
        person = known.get(name) or Person(organisation=rows[0].organisation, reference=rows[0].person_ref)
        profiles[name] = by_person.setdefault(person.pk, Profile(person, is_new=name not in known))
    ids = [person.pk for person in known.values()]
    of_registers = {"person__in": ids, "folder__kind": FolderKind.REGISTER}
    for standing in unscoped(Standing, reason=REASON).filter(**of_registers).order_by():
        by_person[standing.person_id].standings[standing.starts] = (standing.status, standing.support_level)
    members = unscoped(HouseholdMember, reason=REASON).filter(**of_registers, voided_at=None)
    for member in members.select_related("household").order_by("starts"):
        stay = Spell(member.household.reference, member.starts, member.ends, member)
        by_person[member.person_id].spells.append(stay)
    return profiles


def _write_profiles(profiles: list[Profile], folders: Folders) -> None:
    new = [profile.person for profile in profiles if profile.is_new]
    Person.objects.bulk_create(new)
    known = [profile for profile in profiles if profile.filled and not profile.is_new]
    _write_over(Person, [profile.person for profile in known], FILLED)
    _write_names([profile.person for profile in known if profile.filled.intersection(NAMES)])
    folders.place(profile.person for profile in profiles)
    named = [profile.person for profile in profiles if profile.is_new or profile.filled.intersection(NAMES)]
    folders.make_known(named)
    Standing.objects.bulk_create(
        record for one in profiles for record in one.standing_records(folders.of(one.person.organisation_id))
    )
    _write_spells(profiles, folders)


NAMES = ("given_name", "family_name")
FILLED = ("birth_date", "sex", "country", "municipality")


def _write_names(people: list[Person]) -> None:
    """Names that were not known before: sealed record by record."""
    for person in people:
        person.save(update_fields=NAMES)


def _write_over(model: type[Record], records: list[Any], columns: Iterable[str]) -> None:
    for record in records:
        record.version += 1
    if records:
        unscoped(model, reason=REASON).bulk_update(records, [*columns, "version"], batch_size=BATCH)


def _write_spells(profiles: list[Profile], folders: Folders) -> None:
    stays = [(profile.person, spell) for profile in profiles for spell in profile.spells]
    new = [(person, spell) for person, spell in stays if spell.record is None]
    cut = [spell for _person, spell in stays if spell.is_cut]
    households = _households({(person.organisation_id, spell.household_ref) for person, spell in new})
    for spell in cut:
        spell.record.ends = spell.ends  # type: ignore[union-attr]
    _write_over(HouseholdMember, [spell.record for spell in cut], ["ends"])
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            organisation_id=person.organisation_id,
            folder=folders.of(person.organisation_id),
            household=households[person.organisation_id, spell.household_ref],
            person=person,
            starts=spell.starts,
            ends=spell.ends,
        )
        for person, spell in new
    )


def _households(names: set[Named]) -> dict[Named, Household]:
    rows = unscoped(Household, reason=REASON).order_by()
    rows = rows.filter(organisation__in={one for one, _ref in names}, reference__in={ref for _one, ref in names})
    found = {(one.organisation_id, one.reference): one for one in rows}
    new = {name: Household(organisation_id=name[0], reference=name[1]) for name in sorted(names - set(found))}
    Household.objects.bulk_create(new.values())
    return found | new
