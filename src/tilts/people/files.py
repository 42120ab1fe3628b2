"""What one file says of the people in it: for papers that leave it, and for lists drawn of it alone."""

from typing import Any
from uuid import UUID

from tilts.access.reach import Reach, Rows


def said_in(reach: Reach, table: Any, folder: UUID) -> Rows:
    """The rows about persons that lie in this file, as far as they are open.

    What leaves a file is taken from here: whoever sends it may read other files of the same people, and those stay.
    """
    return reach(table).filter(folder=folder)
