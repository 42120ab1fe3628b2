"""Lending a row about a person to another file of the same person, and taking that back."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import A_SENTENCE, Stale, action, save_over
from tilts.access.asks import folder_shut
from tilts.access.models import Folder
from tilts.access.reach import IN_FOLDER, NotAllowed, Reach, Refused
from tilts.people.models import FolderPerson, Lending, OfFile, Person, Relation
from tilts.people.policy.lending import may_end_lending, may_lend
from tilts.people.policy.persons import may_write_in
from tilts.people.writing import known_to, written_here


@action("row.lent", may=may_lend, says=gettext_lazy("Row about a person: lent to another file"))
def lend_row(reach: Reach, folder: Folder, *, row: OfFile, to: Folder, reason: str) -> Lending:
    """Let what this file says of a person be read in another file of the same person, on a basis in a sentence."""
    zone = str(IN_FOLDER[type(row)][1])
    if reach.purpose != "job" and not may_write_in(reach, folder, zone):
        raise NotAllowed("")
    written_here(folder, row)
    if row.voided_at:
        raise Stale
    if len(reason.strip()) < A_SENTENCE:
        raise Refused(_("Write in a sentence on which basis it is lent."), "reason")
    if to.organisation_id != folder.organisation_id or not _stand_in(reach, to, row):
        raise Refused(_("This is no file of the same people that is open to you."), "to")
    if shut := folder_shut.first(reach, to.pk):
        raise Refused(shut, "to")
    facts = {"kind": row._meta.label_lower, "row": row.pk, "zone": zone, "reason": reason.strip()}
    of = {"organisation": folder.organisation, "folder": folder, "to": to, "person": row.person}
    return Lending.objects.create(**of, **facts, lent_by=reach.user)


def _stand_in(reach: Reach, to: Folder, row: OfFile) -> bool:
    """Whether everybody whom the row names belongs to that file, as far as whoever lends knows."""
    named = {row.person_id, row.other_id} if isinstance(row, Relation) else {row.person_id}  # type: ignore[attr-defined]
    links = FolderPerson.objects.all() if reach.purpose == "job" else reach(FolderPerson)
    return links.filter(folder=to, person__in=named).count() == len(named)


@action("lending.ended", may=may_end_lending, says=gettext_lazy("Row about a person: no longer lent"))
def end_lending(reach: Reach, lending: Lending, *, seen_version: int, why: str) -> Lending:
    """From this moment the other file does not read the row any more; that it was lent stays on record."""
    if lending.voided_at:
        raise Stale
    save_over(lending, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why[:200])
    return lending


def end_astray(*persons: Person) -> None:
    """After persons were taken apart: end what was lent to a file in which they do not stand (part of an action)."""
    for lending in Lending._base_manager.filter(person__in=persons, voided_at=None):
        there = FolderPerson.objects.filter(folder=lending.to_id, person=lending.person_id)
        if _person_of(lending) != lending.person_id or not there.exists():
            save_over(lending, lending.version, voided_at=timezone.now(), voided_why="merging undone")


def _person_of(lending: Lending) -> UUID | None:
    rows: Any = apps.get_model(lending.kind)
    found: UUID | None = rows._base_manager.filter(pk=lending.row).values_list("person", flat=True).first()
    return found


def lent_rows(reach: Reach, folder: UUID, person: UUID) -> Any:
    """What this file lends of a person, and what is lent to it, as far as one may know it."""
    return known_to(reach, Lending).filter(Q(folder=folder) | Q(to=folder), person=person)
