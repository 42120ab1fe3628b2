"""Who may know how persons are related."""

from tilts.access.reach import Reach, Rows, reaches, with_parent
from tilts.people.models import Person, Relation


@with_parent(Relation, key="person")
def relation_rows(reach: Reach, rows: Rows) -> Rows:
    """How two persons are related, for those who may know both."""
    return rows.filter(reaches(reach, Person, "other"))
