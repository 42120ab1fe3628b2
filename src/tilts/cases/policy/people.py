"""Who reaches the people and the team of a case."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.duty import has_opened
from tilts.access.reach import Decision, Reach, in_folder, rule
from tilts.cases.models import Party, TeamMember
from tilts.cases.policy.case import WORKERS

in_folder(Party, key="case", zone="name")


in_folder(TeamMember, key="case", zone="admin")


@rule("person.read", says=_("Person: looked"))
def may_read_person(reach: Reach, record: Any = None) -> Decision:
    """Those who open cases look at a person of a case whose names are open to them."""
    return Decision(reach.is_one_of(*WORKERS) or has_opened(reach))
