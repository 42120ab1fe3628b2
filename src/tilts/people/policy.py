"""Who may know a person."""

from typing import Any

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, granted, rule, scope
from tilts.people.models import ContactWay, FolderPerson, Household, HouseholdMember, Person, Standing


@scope(Person)
def person_rows(reach: Reach, rows: Rows) -> Rows:
    """Persons who belong to a folder whose names are open to one."""
    mine = granted(reach, FolderPerson.objects.all(), folder="folder", zone="name")
    return rows.filter(pk__in=mine.values("person"))


@scope(FolderPerson)
def folder_person_rows(reach: Reach, rows: Rows) -> Rows:
    """Who belongs to a folder whose names are open to one."""
    return granted(reach, rows, folder="folder", zone="name")


@scope(ContactWay)
def contact_rows(reach: Reach, rows: Rows) -> Rows:
    """Ways to reach a person, where the folder opens the contact zone."""
    mine = granted(reach, FolderPerson.objects.all(), folder="folder", zone="contact")
    return rows.filter(person__in=mine.values("person"))


@scope(Household)
def household_rows(reach: Reach, rows: Rows) -> Rows:
    """Households of the persons one may know."""
    spells = reach(HouseholdMember)
    return rows.filter(pk__in=spells.values("household"))


@scope(HouseholdMember)
def household_member_rows(reach: Reach, rows: Rows) -> Rows:
    """Where the persons one may know live together."""
    return rows.filter(person__in=reach(Person).values("pk"))


@scope(Standing)
def standing_rows(reach: Reach, rows: Rows) -> Rows:
    """Status and support level of the persons one may know."""
    return rows.filter(person__in=reach(Person).values("pk"))


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
