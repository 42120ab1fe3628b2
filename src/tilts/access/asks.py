"""What `access` asks of the rooms above it: how folders are called, who works together, who carries letters."""

from collections.abc import Iterable
from uuid import UUID

from tilts.access.doors import Request
from tilts.access.models import Organisation, User
from tilts.access.reach import Reach
from tilts.kit.questions import question


@question
def folder_codes(reach: Reach, folders: set[UUID]) -> dict[UUID, str]:
    """How these folders are called, as far as this actor may know of them; never a name."""
    return {}


@question
def folder_by_code(organisation: Organisation, code: str) -> UUID | None:
    """The folder under this exact code in an organisation, whoever asks: what is told of it is for the caller."""
    return None


@question
def folder_url(folder: UUID) -> str:
    """The address at which a folder is opened."""
    return ""


@question
def folder_link(request: Request, folder: UUID) -> str:
    """The way from a room that knows only the folder back to what it is, as HTML; empty for who may not know it."""
    return ""


@question
def folder_shut(reach: Reach, folder: UUID) -> str:
    """The sentence that says why this folder takes nothing more; empty where it does."""
    return ""


@question
def folder_kept_only(reach: Reach, folder: UUID) -> str:
    """The sentence that says why nothing leaves this folder; empty where it may."""
    return ""


@question
def cooperating(reach: Reach) -> list[Organisation]:
    """The organisations with which one's own works together."""
    return []


@question
def tell(people: Iterable[User], kind: str, *, about: UUID, path: str) -> None:
    """Write each of these colleagues a letter of this kind about a record, inside the open transaction; to a page."""
