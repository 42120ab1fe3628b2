"""Who may know who lives with whom."""

from typing import Any

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, rule, with_child, with_parent
from tilts.people.models import Household, HouseholdMember, Person
from tilts.people.policy.persons import may_write_in


@with_parent(HouseholdMember, key="person")
def household_member_rows(reach: Reach, rows: Rows) -> Rows:
    """Where the persons one may know live together."""
    return rows


@with_child(Household, HouseholdMember, key="household")
def household_rows(reach: Reach, rows: Rows) -> Rows:
    """Households of the persons one may know."""
    return rows


@rule("household.joined")
def may_join_household(reach: Reach, record: Any = None) -> Decision:
    """Those who work with people say who lives with whom, of persons they may know."""
    known = record is None or reach(Person).filter(pk=record.pk).exists()
    return Decision(known and reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR))


@rule("household.left")
def may_leave_household(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file say that somebody in it lives elsewhere from a day on."""
    return may_write_in(reach, record, "name")
