"""Who learns of duplicates, merges them, undoes it, and links persons across organisations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.actor import JOB, acting
from tilts.access.models import Folder, Role
from tilts.access.reach import Decision, Reach, Rows, granted, rule, scope, with_parent
from tilts.people.models import FolderPerson, Merging, Person, SamePerson

OVERSIGHT = (Role.SUPERVISOR, Role.DATA_PROTECTION)


def wholly_known(reach: Reach, persons: Iterable[UUID]) -> set[UUID]:
    """Those of these persons all of whose files are open to this actor: no wall, no file kept to others.

    Who knows a person only in part neither merges nor hears of it: to them the other part does not exist.
    """
    ids = list(persons)
    with acting(JOB):
        links = list(FolderPerson.objects.filter(person__in=ids).values_list("person", "folder"))
        folders = Folder.objects.filter(pk__in={folder for _person, folder in links})
        shown = set(granted(reach, folders, folder="pk", zone="name").values_list("pk", flat=True))
    shut = {person for person, folder in links if folder not in shown}
    return {person for person, _folder in links} - shut


@with_parent(Merging, key="kept")
def merging_rows(reach: Reach, rows: Rows) -> Rows:
    """Which persons were merged, for supervisors and data protection who may know the one that was kept."""
    return rows if reach.is_one_of(*OVERSIGHT) else rows.none()


@scope(SamePerson, no_folder="names nobody: two ids and on which basis; who they are is asked of reach")
def same_person_rows(reach: Reach, rows: Rows) -> Rows:
    """Links across organisations, for data protection of either and for those who may know both persons."""
    known = reach(Person).order_by().values("pk")
    mine = Q(person__in=known, other__in=known)
    if reach.is_one_of(Role.DATA_PROTECTION):
        mine |= Q(organisation=reach.organisation) | Q(other_organisation=reach.organisation)
    return rows.filter(mine)


@rule("duplicates.read", says=_("Duplicates: looked"))
def may_read_duplicates(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection look for persons who are written down twice, among those they may know."""
    return Decision(reach.is_one_of(*OVERSIGHT))


def may_merge(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection, of persons of their own organisation all of whose files are open to them."""
    if record is None:
        return Decision(reach.is_one_of(*OVERSIGHT))
    mine = record.organisation_id == getattr(reach.organisation, "pk", None)
    return Decision(mine and reach.is_one_of(*OVERSIGHT) and record.pk in wholly_known(reach, [record.pk]))


def may_link(reach: Reach, record: Any = None) -> Decision:
    """Data protection of one of the two organisations, and whoever may know both persons, links them."""
    if record is None or reach.is_one_of(Role.DATA_PROTECTION):
        return Decision(reach.membership is not None)
    return Decision(reach(Person).filter(pk=record.pk).exists())
