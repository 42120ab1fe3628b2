"""Who may know a person."""

from typing import Any

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, Rows, in_folder, rule, scope, through, with_parent
from tilts.kit.panels import panels_for
from tilts.people.models import FolderPerson, NameKey, Person, Standing

WORKERS = (Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR)


def may_write_in(reach: Reach, folder: Any, zone: str) -> Decision:
    """Whether one writes in a zone of this folder; without one, whether one's role writes about persons at all."""
    if folder is None:
        return Decision(reach.is_one_of(*WORKERS))
    if not reach.is_one_of(*WORKERS) or getattr(reach.zones(folder.pk), zone) < 2:
        return Decision(False)
    sentence = next((said for lent in panels_for("folder_shut") if (said := lent.show(reach, folder.pk))), "")
    return Decision(not sentence, sentence)


@in_folder(FolderPerson, key="folder", zone="name")
def folder_person_rows(reach: Reach, rows: Rows) -> Rows:
    """Who belongs to a folder whose names are open to one."""
    return rows


@through(Person, FolderPerson, key="pk", zone="name")
def person_rows(reach: Reach, rows: Rows) -> Rows:
    """Persons who belong to a folder whose names are open to one."""
    return rows


@scope(NameKey, no_folder="keyed hashes that say nothing by themselves; who is found by them is asked of reach")
def name_key_rows(reach: Reach, rows: Rows) -> Rows:
    """Nobody: the search compares them, and shows only persons within reach."""
    return rows.none()


@with_parent(Standing, key="person")
def standing_rows(reach: Reach, rows: Rows) -> Rows:
    """Status and support level of the persons one may know."""
    return rows


@rule("person.recorded")
def may_record_person(reach: Reach, record: Any = None) -> Decision:
    """Those who work with people write a person down."""
    return Decision(reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR))


@rule("person.placed")
def may_place_person(reach: Reach, record: Any = None) -> Decision:
    """Those who may write the names of a folder put a person in it."""
    return Decision(reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR))


@rule("register.imported")
def may_import(reach: Reach, record: Any = None) -> Decision:
    """Registers come in by the command of the installation's administrator only."""
    return Decision(False)


@rule("person.changed")
def may_change_person(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file write what is known of the people in it."""
    return may_write_in(reach, record, "name")


@rule("standing.set")
def may_set_standing(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file write the status and support level of the people in it."""
    return may_write_in(reach, record, "name")
