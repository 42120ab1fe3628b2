"""Who may know how persons are related."""

from tilts.access.reach import in_folder
from tilts.people.models import Lending, Relation

in_folder(Relation, key="folder", zone="name", lent=Lending)
