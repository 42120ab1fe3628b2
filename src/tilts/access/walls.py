"""Walls: keep a colleague or an organisation out of a folder, whatever was granted.

A wall may follow from another one, about a person or a name; then it is lowered together with that one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access import asks
from tilts.access.actions import Stale, action
from tilts.access.colleagues import colleagues, not_walled
from tilts.access.models import Folder, Organisation, Role, User, Wall
from tilts.access.policy import OVERSIGHT, may_lower_wall
from tilts.access.reach import Reach, Refused, roles_here
from tilts.access.standing import is_walled


@action("wall.raised", may=roles_here(*OVERSIGHT), says=gettext_lazy("Wall: raised"))
def raise_wall(
    reach: Reach, folder: Folder, *, reason: str, user: User | None = None, unit: Organisation | None = None
) -> Wall:
    """Keep a person or an organisation out of a folder, whatever was granted."""
    if is_walled(folder, user=user, unit=unit):
        raise Refused(_("This wall stands already."))
    return Wall.objects.create(folder=folder, user=user, unit=unit, reason=reason, raised_by=reach.user)


@action("wall.lowered", may=may_lower_wall, says=gettext_lazy("Wall: lowered"))
def lower_wall(reach: Reach, wall: Wall, *, reason: str) -> Wall:
    """Let somebody in again; the wall stays on record with its end and the reason."""
    if wall.because:
        raise Refused(_("This wall follows from another one, about a person or a name. Lower that one."))
    now = timezone.now()
    if not Wall.objects.filter(pk=wall.pk, ends=None).update(ends=now, lowered_by=reach.user):
        raise Stale
    wall.refresh_from_db()
    wall.lowered_why = reason
    wall.save(update_fields=["lowered_why"])
    return wall


def follow(folder: Folder, cause: Any, *, writing: User | None = None) -> Wall | None:
    """Raise the wall of one folder that follows from a wall about a person or a name (part of a wider action).

    Who is `writing` the name down at this moment is not shut out of their own page; their supervisors are told instead.
    """
    if cause.unit_id and cause.unit_id in (folder.organisation_id, cause.organisation_id):
        return None
    if Wall.objects.filter(folder=folder, because=cause.pk, ends=None).exists():
        return None
    if writing and cause.user_id == writing.pk:
        tell_of_waiting(folder, cause)
        return None
    return Wall.objects.create(
        folder=folder,
        user=cause.user,
        unit=cause.unit,
        reason=cause.reason,
        because=cause.pk,
        raised_by=cause.raised_by,
    )


def tell_of_waiting(folder: Folder, cause: Any) -> None:
    """A wall should stand but would take somebody off their own work: those who oversee it decide."""
    told = colleagues(cause.organisation, Role.SUPERVISOR, Role.DATA_PROTECTION).exclude(pk=cause.user_id)
    asks.tell.each(not_walled(told, folder), "wall.waits", about=cause.pk, path="/walls/")


def lower_following(reach: Reach, cause: UUID, *, at: datetime) -> int:
    """Lower every wall that follows from this one (part of a wider action)."""
    return Wall.objects.filter(because=cause, ends=None).update(ends=at, lowered_by=reach.user)
