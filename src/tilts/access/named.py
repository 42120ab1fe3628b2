"""Whose names, and what of which files, an answer shows: each file tells of it before a byte of the answer is sent.

A name reaches a page by a function of the room that holds it, and that function says so (`access.heard`); what puts an
answer together out of several files says which. The door listens: what lies in the file of its address is told by its
own entry, everything else by one entry a file. Who reads as a supervisor says why first, as at the door of the file
itself.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tilts.access.heard import Named
from tilts.access.reach import Reach
from tilts.access.standing import MAY_STAND_SO, Standing, standings
from tilts.access.words import say_kinds

NAMED = "person.named"
"""The kind of these entries: no file was opened by them."""
say_kinds({NAMED: _("Name shown")})

FILES_OF: dict[type[Model], tuple[type[Model], str]] = {}
"""Model whose rows bear a name: the links that say in which files they stand, and the key of the link."""


def files_of(model: type[Model], link: type[Model], *, key: str) -> None:
    """Declare a table whose rows bear the name of somebody, and the links by which they stand in files."""
    FILES_OF[model] = link, key


@dataclass(frozen=True)
class Shown:
    """The files whose names an answer shows, and how one stands to each of them."""

    standings: dict[UUID, Standing]
    opened: set[UUID]
    """Those of which more than a name is shown."""
    needs_purpose: bool
    """Whether of somebody every file is open to one as a supervisor alone."""


def files_shown(reach: Reach, heard: Named, *, besides: UUID | None) -> Shown:
    """The files in which one knows those who were named, all but those who stand in the file `besides`.

    Who stands in none that is open to one is told by their own id.
    """
    each = [{folder} for folder in heard.folders | heard.opened]
    for model, bearers in heard.bearers.items():
        link, key = FILES_OF[model]
        found: dict[UUID, set[UUID]] = {pk: set() for pk in bearers}
        for bearer, folder in reach(link).filter(**{f"{key}__in": bearers}).order_by().values_list(key, "folder"):
            found[bearer].add(folder)
        each += [folders or {bearer} for bearer, folders in found.items()]
    each = [files for files in each if besides not in files]
    told = sorted(set().union(*each))
    stands = standings(reach, told) if told and reach.is_one_of(*MAY_STAND_SO) else dict.fromkeys(told, Standing())
    return Shown(stands, heard.opened, any(all(stands[one].asks_purpose for one in files) for files in each))
