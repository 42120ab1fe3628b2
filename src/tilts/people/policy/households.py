"""Who may know who lives with whom."""

from tilts.access.reach import in_folder, with_child
from tilts.people.models import Household, HouseholdMember, Lending

in_folder(HouseholdMember, key="folder", zone="name", lent=Lending)


with_child(Household, HouseholdMember, key="household")
