"""Who knows and who raises walls about persons and names."""

from typing import Any

from django.db.models import Q

from tilts.access.models import Role, Wall
from tilts.access.reach import Decision, Reach, Rows, scope, walls_against
from tilts.people.models import NameInFolder, NameWall, Person, PersonWall

OVERSIGHT = (Role.SUPERVISOR, Role.DATA_PROTECTION)


def _not_before_oneself(reach: Reach, rows: Rows) -> Rows:
    """Without what keeps this actor out, and what stands around a folder from which they are kept out."""
    beside = Wall.objects.filter(folder__in=walls_against(reach).values("folder"), because__isnull=False)
    hidden = Q(pk__in=beside.values("because")) | Q(user=reach.user) | Q(unit=reach.organisation)
    return rows.exclude(hidden, ~Q(raised_by=reach.user))


@scope(PersonWall, no_folder="about a person in many folders, for those who oversee them")
def person_wall_rows(reach: Reach, rows: Rows) -> Rows:
    """Walls about persons are known to supervisors and data protection of the organisation, not to the one kept out."""
    if not reach.is_one_of(*OVERSIGHT):
        return rows.none()
    return _not_before_oneself(reach, rows.filter(organisation=reach.organisation))


@scope(NameWall, no_folder="about a name before there is a folder")
def name_wall_rows(reach: Reach, rows: Rows) -> Rows:
    """Everybody sees what they declared themselves; supervisors and data protection see all but what is before them."""
    mine = Q(raised_by=reach.user)
    if reach.is_one_of(*OVERSIGHT):
        mine |= Q(pk__isnull=False)
    return _not_before_oneself(reach, rows.filter(mine, organisation=reach.organisation))


@scope(NameInFolder, no_folder="keyed hashes, by which walls about names find their folders")
def name_in_folder_rows(reach: Reach, rows: Rows) -> Rows:
    """Nobody: only the verbs that raise walls look here."""
    return rows.none()


def may_wall_person(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection keep somebody out of all files of a person whom they may know."""
    known = record is None or reach(Person).filter(pk=record.pk).exists()
    return Decision(known and reach.is_one_of(*OVERSIGHT))


def may_lower_person_wall(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection lower a wall about a person, never one before themselves."""
    return Decision(reach.is_one_of(*OVERSIGHT) and (record is None or reach(PersonWall).filter(pk=record.pk).exists()))


WORKING_WITH_PEOPLE = (
    Role.CASE_WORKER,
    Role.SPECIALIST,
    Role.SUPERVISOR,
    Role.OPERATOR,
    Role.MENTOR,
    Role.POLICE,
    Role.COORDINATOR,
    Role.DATA_PROTECTION,
)


def may_lower_name_wall(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and data protection take a declaration back, never one before themselves."""
    if not reach.is_one_of(*OVERSIGHT):
        return Decision(False)
    mine = record is None or (reach(NameWall).filter(pk=record.pk).exists() and record.user_id != reach.user.pk)  # type: ignore[union-attr]
    return Decision(mine)
