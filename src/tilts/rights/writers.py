"""Whether somebody writes the names of a file in which a person stands: they may mend what is written of them."""

from typing import Any

from django.db.models import Exists, OuterRef

from tilts.access.models import Grant
from tilts.access.reach import Reach, grants_to, walls_against
from tilts.people.models import FolderPerson


def writes_names(reach: Reach, person: Any) -> bool:
    """Whether one writes the names of a file in which the person stands."""
    links = FolderPerson._base_manager.filter(person=person, folder=OuterRef("folder"))
    walled = walls_against(reach).filter(folder=OuterRef("folder"))
    writing: Any = grants_to(reach).filter(Exists(links), ~Exists(walled), zone_name__gte=2)
    return bool(Grant.objects.filter(pk__in=writing.values("pk")).exists())
