"""Who may know how persons are related."""

from typing import Any

from tilts.access.reach import Decision, Reach, Rows, reaches, rule, with_parent
from tilts.people.models import Person, Relation
from tilts.people.policy.persons import may_write_in


@with_parent(Relation, key="person")
def relation_rows(reach: Reach, rows: Rows) -> Rows:
    """How two persons are related, for those who may know both."""
    return rows.filter(reaches(reach, Person, "other"))


@rule("relation.added")
def may_add_relation(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file say how people in it are related."""
    return may_write_in(reach, record, "name")


@rule("relation.withdrawn")
def may_withdraw_relation(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file take back how people in it are related."""
    return may_write_in(reach, record, "name")
