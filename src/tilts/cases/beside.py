"""What hangs beside a case in a folder of its own: it is restricted, opened and handed over together with the case.

A room says which folders of its own hang there by answering `cases.asks.attached`.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_noop

from tilts.access.models import Folder, Organisation

CHILD_LAW = gettext_noop("law: protection of the rights of the child")
"""Everybody has the duty to tell of a child in danger (Law on the Protection of the Rights of the Child)."""
HANGS = "what hangs beside a case goes with it"
"""Why the folders beside a case are read whoever asks."""


@dataclass(frozen=True)
class Beside:
    """A folder beside a case: as what whoever leads the case reads it, and which supervisors do.

    `because` lets them in where that is not the work alone (`access.causes`); `author` keeps what they wrote by a grant
    of their own; `supervised` is empty where no supervisor reads it.
    """

    folder: Folder
    lead: str
    basis: str
    because: Model | None
    lead_zones: dict[str, int] | None = None
    author: UUID | None = None
    supervised: Organisation | None = None
    supervisor_zones: dict[str, int] | None = None
