"""How somebody stands to one folder right now: by which relationships, under broken glass, for which purpose.

A door asks once for each record, before it writes the trace: a supervisor's reading carries the purpose they chose for
this session, and reading under broken glass says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tilts.access.models import Folder, GrantKind, Organisation, Role, User, Wall
from tilts.access.reach import Held, Reach

FROM_AFAR = {GrantKind.SUPERVISES, GrantKind.AGENCY, GrantKind.DESK, GrantKind.BROKEN_GLASS}
"""Relationships beside which supervision is still the closest one."""
MAY_STAND_SO = (Role.SUPERVISOR, Role.CASE_WORKER, Role.OPERATOR, Role.POLICE)
"""Roles of which a door asks this at all: those who supervise or may break the glass."""
GLASS = "broken_glass"
"""What lies in the trace of reads under broken glass."""


class Purpose(models.TextChoices):
    """Why a supervisor reads a case that somebody else works on."""

    SUPERVISION = "supervision", pgettext_lazy("Purpose", "supervision of the worker")
    COMPLAINT = "complaint", pgettext_lazy("Purpose", "a complaint is looked into")
    REPLACEMENT = "replacement", pgettext_lazy("Purpose", "the worker is replaced")
    QUALITY = "quality_check", pgettext_lazy("Purpose", "quality check")


@dataclass(frozen=True)
class Standing:
    """The relationships in force and, under broken glass alone, until when."""

    kinds: frozenset[str] = frozenset()
    glass_until: datetime | None = None

    @property
    def needs_purpose(self) -> bool:
        """Whether one reads as a supervisor, for want of anything closer."""
        return GrantKind.SUPERVISES in self.kinds and self.kinds <= FROM_AFAR

    @property
    def asks_purpose(self) -> bool:
        """Whether a supervisor says why before anything is shown: not under broken glass, of which one said it."""
        return self.needs_purpose and not self.glass_until

    @property
    def minutes_left(self) -> int:
        """Whole minutes until the glass closes again, the last one counted."""
        left = (self.glass_until or timezone.now()) - timezone.now()
        return max(0, -(-left // timedelta(minutes=1)))


NOWHERE = Standing()


def standing(reach: Reach, folder: UUID) -> Standing:
    """How this actor stands to a folder; nowhere behind a wall."""
    return _standing(reach.held(folder))


def standings(reach: Reach, folders: Iterable[UUID]) -> dict[UUID, Standing]:
    """The same for several folders, asked at once."""
    return {folder: _standing(held) for folder, held in reach.held_in(folders).items()}


def basis_of(standing: Standing, said: str) -> str:
    """What the trace of a look says of it: broken glass, or the purpose that a supervisor chose for this session."""
    if standing.glass_until:
        return GLASS
    return said if standing.needs_purpose and said in Purpose.values else ""


def _standing(held: list[Held]) -> Standing:
    given = [(one["kind"], one["ends"]) for one in held]
    kinds = frozenset(kind for kind, _ends in given)
    if GrantKind.BROKEN_GLASS not in kinds or not kinds <= FROM_AFAR:
        return Standing(kinds)
    ends = [moment for kind, moment in given if kind == GrantKind.BROKEN_GLASS and moment]
    return Standing(kinds, max(ends, default=None))


def is_walled(folder: Folder, *, user: User | None, unit: Organisation | None) -> bool:
    """Whether a wall stands before this colleague or this organisation."""
    now = timezone.now()
    against = Q(pk__in=[])
    if user:
        against |= Q(user=user)
    if unit:
        against |= Q(unit=unit)
    return Wall.objects.filter(against, Q(ends=None) | Q(ends__gt=now), folder=folder, starts__lte=now).exists()
