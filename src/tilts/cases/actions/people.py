"""Who a case is about."""

from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.reach import Reach
from tilts.cases.models import Case, Party, PartyRole
from tilts.cases.policy.case import writes
from tilts.cases.sides import look_for_conflicts
from tilts.people.actions import place_person
from tilts.people.models import Person


@action("case.party_added", may=writes("name"), says=gettext_lazy("Case: person added"))
def add_party(reach: Reach, case: Case, *, person: Person, role: str = PartyRole.CLIENT) -> Party:
    """Give a person a role in the case."""
    place_person(reach, case.folder, person)
    party = Party.objects.create(organisation=case.organisation, case=case, person=person, role=role)
    look_for_conflicts(reach, case, party)
    return party
