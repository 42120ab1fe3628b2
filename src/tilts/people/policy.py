"""Who may know a person."""

from typing import Any

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, scope, through, with_child, with_parent
from tilts.people.models import ContactWay, FolderPerson, Household, HouseholdMember, NameKey, Person, Standing


@in_folder(FolderPerson, key="folder", zone="name")
def folder_person_rows(reach: Reach, rows: Rows) -> Rows:
    """Who belongs to a folder whose names are open to one."""
    return rows


@through(Person, FolderPerson, key="pk", zone="name")
def person_rows(reach: Reach, rows: Rows) -> Rows:
    """Persons who belong to a folder whose names are open to one."""
    return rows


@scope(NameKey, no_folder="keyed hashes that say nothing by themselves; who is found by them is asked of reach")
def name_key_rows(reach: Reach, rows: Rows) -> Rows:
    """Nobody: the search compares them, and shows only persons within reach."""
    return rows.none()


@through(ContactWay, FolderPerson, key="person", zone="contact")
def contact_rows(reach: Reach, rows: Rows) -> Rows:
    """Ways to reach a person one may know, where the folder opens the contact zone."""
    return rows


@with_parent(HouseholdMember, key="person")
def household_member_rows(reach: Reach, rows: Rows) -> Rows:
    """Where the persons one may know live together."""
    return rows


@with_child(Household, HouseholdMember, key="household")
def household_rows(reach: Reach, rows: Rows) -> Rows:
    """Households of the persons one may know."""
    return rows


@with_parent(Standing, key="person")
def standing_rows(reach: Reach, rows: Rows) -> Rows:
    """Status and support level of the persons one may know."""
    return rows


@rule("person.recorded")
def may_record_person(reach: Reach, record: Any = None) -> Decision:
    """Those who work with people write a person down."""
    return Decision(reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR))


@rule("household.joined")
def may_join_household(reach: Reach, record: Any = None) -> Decision:
    """Those who work with people say who lives with whom, of persons they may know."""
    known = record is None or reach(Person).filter(pk=record.pk).exists()
    return Decision(known and reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR))


@rule("person.placed")
def may_place_person(reach: Reach, record: Any = None) -> Decision:
    """Those who may write the names of a folder put a person in it."""
    return Decision(reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR))


@rule("register.imported")
def may_import(reach: Reach, record: Any = None) -> Decision:
    """Registers come in by the command of the installation's administrator only."""
    return Decision(False)
