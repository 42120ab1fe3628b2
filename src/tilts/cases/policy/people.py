"""Who reaches the people and the team of a case."""

from typing import Any

from tilts.access.duty import has_opened
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule
from tilts.cases.models import Party, TeamMember
from tilts.cases.policy.case import WORKERS, may_arrange, may_write_zone


@in_folder(Party, key="case", zone="name")
def party_rows(reach: Reach, rows: Rows) -> Rows:
    """The people of a case, for those to whom its names are open."""
    return rows


@in_folder(TeamMember, key="case", zone="admin")
def team_rows(reach: Reach, rows: Rows) -> Rows:
    """Who works on a case that one may know of."""
    return rows


@rule("person.read")
def may_read_person(reach: Reach, record: Any = None) -> Decision:
    """Those who open cases look at a person of a case whose names are open to them."""
    return Decision(reach.is_one_of(*WORKERS) or has_opened(reach))


@rule("case.party_added")
def may_add_party(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a case add people to it."""
    return may_write_zone(reach, record, "name")


@rule("case.team_joined")
def may_form_team(reach: Reach, record: Any = None) -> Decision:
    """Those who write the admin zone of a case form its team."""
    return may_write_zone(reach, record, "admin")


@rule("case.team_left")
def may_take_off_team(reach: Reach, record: Any = None) -> Decision:
    """Those who write the admin zone of a case take colleagues off its team, also when it is closed."""
    return may_arrange(reach, record)


@rule("case.lead_handed_over")
def may_hand_over(reach: Reach, record: Any = None) -> Decision:
    """Those who write the admin zone of a case hand it over: who leads it, and the supervisor."""
    return may_arrange(reach, record)
