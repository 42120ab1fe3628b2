"""What every verb about a person in a folder begins with, and how a row about a person is taken back."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.actions import Stale, save_over
from tilts.access.models import Folder
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.people.models import FolderPerson, OfFile, Person


def stands_in(folder: Folder, person: Person) -> None:
    """`NotAllowed` unless the person belongs to the folder: one file does not write about another's people."""
    if not FolderPerson.objects.filter(folder=folder, person=person).exists():
        raise NotAllowed("")


def writable(folder: Folder, person: Person) -> None:
    """`NotAllowed` for a person of another file, `Refused` for one whose data may only be kept, or are gone."""
    stands_in(folder, person)
    held = Person._base_manager.filter(pk=person.pk).values_list("erased_at", "restricted_at", "voided_at").first()
    erased, restricted, voided = held or (None, None, None)
    if voided:
        raise Stale
    if erased or restricted:
        raise Refused(_("The data of this person are kept and not used. Nothing is added to them."))


def not_ahead(day: date | None) -> None:
    """`Refused` for a day that has not come yet."""
    if day and day > timezone.localdate():
        raise Refused(_("This day lies in the future."))


def written_here(folder: Folder, row: OfFile) -> None:
    """`NotAllowed` for a row of another file: who writes in one does not change what another one says."""
    if row.folder_id != folder.pk:
        raise NotAllowed("")
    writable(folder, row.person)


def known_to(reach: Reach, table: Any) -> Any:
    """The rows about persons that whoever writes may read; a job reads them all."""
    return table._base_manager.filter(voided_at=None) if reach.purpose == "job" else reach(table)


def take_back(reach: Reach, folder: Folder, record: Any, seen_version: int, why: str) -> None:
    """Void what this file says of a person, once: who comes second is told by `Stale` (part of a wider action)."""
    written_here(folder, record)
    if record.voided_at:
        raise Stale
    save_over(record, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why[:200])
