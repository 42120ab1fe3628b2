"""Who may know who lives with whom."""

from tilts.access.reach import in_folder, with_child
from tilts.people.models import Household, HouseholdMember

in_folder(HouseholdMember, key="folder", zone="name")


with_child(Household, HouseholdMember, key="household")
