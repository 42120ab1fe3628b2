"""Who may know a person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.access.asks import folder_shut
from tilts.access.models import Role
from tilts.access.named import files_of
from tilts.access.reach import Decision, Reach, Rows, Rule, in_folder, rule, scope, through
from tilts.access.relationships import WRITE
from tilts.people.models import FolderPerson, Lending, NameChanges, Person, Standing

WORKERS = (Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR)


def writes_in(zone: str) -> Rule:
    """Those who write this zone of the folder, while it takes anything."""

    def may(reach: Reach, record: Any = None) -> Decision:
        return may_write_in(reach, record, zone)

    may.__doc__ = f"Those who write the zone `{zone}` of the file, while it is open."
    return may


def puts_right(zone: str) -> Rule:
    """Those who write this zone of the file in which an act lies, while it is open; supervisors also afterwards."""

    def may(reach: Reach, record: Any = None) -> Decision:
        if record is None:
            return may_write_in(reach, None, zone)
        here = record.organisation_id == getattr(reach.organisation, "pk", None)
        if here and reach.is_one_of(Role.SUPERVISOR) and getattr(reach.zones(record.folder_id), zone):
            return Decision(True)
        return may_write_in(reach, record.folder, zone)

    may.__doc__ = (
        f"Those who write the zone `{zone}` of the file, while it is open; supervisors who read it, also afterwards."
    )
    return may


def may_write_in(reach: Reach, folder: Any, zone: str) -> Decision:
    """Whether one writes in a zone of this folder; without one, whether one's role writes about persons at all."""
    if folder is None:
        return Decision(reach.is_one_of(*WORKERS))
    level = getattr(reach.zones(folder.pk), zone)
    if not reach.is_one_of(*WORKERS) or not level:
        return Decision(False)
    sentence = folder_shut.first(reach, folder.pk)  # whoever only reads a closed file hears why, too
    return Decision(level == WRITE and not sentence, sentence)


in_folder(FolderPerson, key="folder", zone="name")


through(Person, FolderPerson, key="pk", zone="name")
files_of(Person, FolderPerson, key="person")


@scope(NameChanges, no_folder="random marks and keys of persons; which names a process holds is compared with them")
def name_changes_rows(reach: Reach, rows: Rows) -> Rows:
    """Nobody: the search looks there, and shows only persons within reach."""
    return rows.none()


in_folder(Standing, key="folder", zone="services", lent=Lending)


@rule("register.read", says=_("Register: looked who finds its people"))
def may_read_register_access(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection see who finds the people of imported registers."""
    return Decision(reach.is_one_of(Role.SUPERVISOR, Role.DATA_PROTECTION))


@rule("register.imported", says=_("Register: imported"))
def may_import(reach: Reach, record: Any = None) -> Decision:
    """Registers come in by the command of the installation's administrator only."""
    return Decision(False)
