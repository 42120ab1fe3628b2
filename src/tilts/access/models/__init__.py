"""The tables of `access`, by noun."""

from tilts.access.models.drafts import Draft
from tilts.access.models.folders import (
    ZONES,
    Breaking,
    BreakingCategory,
    Folder,
    FolderKind,
    Grant,
    GrantKind,
    Wall,
)
from tilts.access.models.jobs import JobMark
from tilts.access.models.record import Act, Record, RecordRows, TakenOut
from tilts.access.models.sendings import Sending
from tilts.access.models.trace import AuditEntry, AuditHead
from tilts.access.models.work import (
    Membership,
    Organisation,
    OrganisationKind,
    Profession,
    Role,
    Site,
    User,
    UserManager,
)

__all__ = [
    "ZONES",
    "Act",
    "AuditEntry",
    "AuditHead",
    "Breaking",
    "BreakingCategory",
    "Draft",
    "Folder",
    "FolderKind",
    "Grant",
    "GrantKind",
    "JobMark",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Profession",
    "Record",
    "RecordRows",
    "Role",
    "Sending",
    "Site",
    "TakenOut",
    "User",
    "UserManager",
    "Wall",
]
