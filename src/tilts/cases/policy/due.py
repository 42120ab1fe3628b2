"""Who reads what is due."""

from tilts.access.opened import ZoneIn
from tilts.access.reach import in_folder
from tilts.cases.models import Due

in_folder(Due, key="folder", zone=ZoneIn("zone", ("contact", "risk", "services")))
