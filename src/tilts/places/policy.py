"""Who reaches the tables of `places`."""

from tilts.access.reach import open_table
from tilts.places.models import Territory

open_table(Territory, reason="the public list of local governments; it names nobody")
