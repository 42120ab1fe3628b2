"""Who reads which kinds of violence were told of."""

from tilts.access.reach import in_folder
from tilts.cases.models import Violence

in_folder(Violence, key="folder", zone="risk")
