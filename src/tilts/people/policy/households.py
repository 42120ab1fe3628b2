"""Who may know who lives with whom."""

from typing import Any

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, with_child, with_parent
from tilts.people.models import Household, HouseholdMember, Person

with_parent(HouseholdMember, key="person")


with_child(Household, HouseholdMember, key="household")


def may_join_household(reach: Reach, record: Any = None) -> Decision:
    """Those who work with people say who lives with whom, of persons they may know."""
    known = record is None or reach(Person).filter(pk=record.pk).exists()
    return Decision(known and reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR))
