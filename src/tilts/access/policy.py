"""Who reaches the tables of `access` itself."""

from typing import Any

from django.db.models import Q

from tilts.access.models import (
    AuditEntry,
    Folder,
    Grant,
    Membership,
    Organisation,
    Role,
    Site,
    User,
    Wall,
)
from tilts.access.reach import Decision, Reach, Rows, granted, open_table, rule, scope

open_table(Organisation, reason="names of institutions; everyone who works here must be able to refer")
open_table(Site, reason="places of work, never a shelter's address")


@scope(User)
def user_rows(reach: Reach, rows: Rows) -> Rows:
    """Colleagues of one's own organisation, and oneself."""
    return rows.filter(
        Q(pk=getattr(reach.user, "pk", None)) | Q(memberships__organisation=reach.organisation)
    ).distinct()


@scope(Membership)
def membership_rows(reach: Reach, rows: Rows) -> Rows:
    """Who works in one's own organisation, and in which role."""
    return rows.filter(Q(user=reach.user) | Q(organisation=reach.organisation))


@scope(Folder)
def folder_rows(reach: Reach, rows: Rows) -> Rows:
    """Folders of which one may at least know that they exist."""
    return granted(reach, rows, folder="pk", zone="admin")


@scope(Grant)
def grant_rows(reach: Reach, rows: Rows) -> Rows:
    """Who was let into a folder that one may see oneself."""
    return granted(reach, rows, folder="folder", zone="admin")


@scope(Wall)
def wall_rows(reach: Reach, rows: Rows) -> Rows:
    """Walls are known to supervisors and the data protection role of the same organisation."""
    if not reach.is_one_of(Role.SUPERVISOR, Role.DATA_PROTECTION):
        return rows.none()
    return rows.filter(folder__organisation=reach.organisation)


@scope(AuditEntry)
def audit_rows(reach: Reach, rows: Rows) -> Rows:
    """The data protection role reads its own organisation's log; administrators never do."""
    if not reach.is_one_of(Role.DATA_PROTECTION) or not reach.organisation:
        return rows.none()
    return rows.filter(organisation=reach.organisation.id)


@rule("wall.raised")
def may_raise_wall(reach: Reach, record: Any = None) -> Decision:
    """Supervisors and the data protection role raise walls in their own organisation."""
    mine = record is None or record.organisation_id == getattr(reach.organisation, "id", None)
    return Decision(mine and reach.is_one_of(Role.SUPERVISOR, Role.DATA_PROTECTION))


@rule("signed_in")
def may_when_signed_in(reach: Reach, record: Any = None) -> Decision:
    """Whoever is signed in and works somewhere."""
    return Decision(reach.membership is not None)
