"""While the letter about walls is true."""

from typing import Any

from tilts.access.actor import JOB, acting
from tilts.access.grants import in_force
from tilts.access.models import Folder
from tilts.access.policy import OVERSIGHT
from tilts.access.reach import Reach
from tilts.access.standing import is_walled
from tilts.people.models import NameInFolder, NameWall, PersonWall
from tilts.people.walls import standing_walls
from tilts.post.models import Letter
from tilts.post.truth import true_while


@true_while("wall.waits")
def wall_waits(reach: Reach, letter: Letter) -> bool:
    """What was declared stands, and whoever it keeps out still works on such a file; no wall keeps the reader out."""
    if not reach.is_one_of(*OVERSIGHT):
        return False
    with acting(JOB):
        return any(_waits(reach, cause, folder) for cause in _causes(reach, letter) for folder in _folders(cause))


def _causes(reach: Reach, letter: Letter) -> list[Any]:
    found: list[Any] = []
    for model in (NameWall, PersonWall):
        found += standing_walls(model.objects.filter(pk=letter.about, organisation=reach.organisation))
    return found


def _folders(cause: Any) -> Any:
    if isinstance(cause, PersonWall):
        return Folder.objects.filter(pk__in=cause.person.folder_persons.values("folder"))
    return Folder.objects.filter(pk__in=NameInFolder.objects.filter(key=cause.name_key).values("folder"))


def _waits(reach: Reach, cause: Any, folder: Folder) -> bool:
    if is_walled(folder, user=cause.user, unit=None) or is_walled(folder, user=reach.user, unit=reach.organisation):
        return False
    return in_force(folder).filter(to_user=cause.user).exists()
