"""Taking grants back, with whatever they followed from, and keeping a folder to named people."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.actor import JOB, acting
from tilts.access.causes import standing_on
from tilts.access.models import Folder, Grant, GrantKind
from tilts.access.policy import may_end_grant
from tilts.access.reach import Reach, Refused

Fall = Callable[[Reach, list[Any], datetime], None]
FALLS: dict[type[Model], Fall] = {}
"""What a room does with its own records once what they stand on ends."""


def falls(model: type[Model]) -> Callable[[Fall], Fall]:
    """Declare what becomes of the records of a cause when one above them ends: `(reach, records, moment)`, as a job."""

    def declare(function: Fall) -> Fall:
        FALLS[model] = function
        return function

    return declare


def in_force(folder: Folder) -> QuerySet[Grant]:
    """The grants of a folder that hold now or later, whoever asks."""
    return Grant.objects.filter(Q(ends=None) | Q(ends__gt=timezone.now()), folder=folder)


def is_last_worker(grant: Grant) -> bool:
    """Whether nobody else would work on the folder once this grant is taken back."""
    if grant.kind != GrantKind.ASSIGNED:
        return False
    others = in_force(grant.folder).filter(kind=GrantKind.ASSIGNED, to_user__isnull=False).exclude(pk=grant.pk)
    return not others.filter(to_user__is_active=True).exists()


@action("grant.ended", may=may_end_grant, says=gettext_lazy("Access: ended"))
def end_grant(reach: Reach, grant: Grant) -> Grant:
    """Take a grant back: from this moment it opens nothing."""
    if is_last_worker(grant):
        raise Refused(_("Nobody else would work on this case. Hand it over first."))
    if grant.to_unit_id and grant.to_unit_id == grant.folder.organisation_id:
        raise Refused(_("This belongs to the way your organisation works. Restrict the case to named people instead."))
    now = timezone.now()
    if not Grant.objects.filter(Q(ends=None) | Q(ends__gt=now), pk=grant.pk).update(ends=now):
        raise Stale
    grant.refresh_from_db()
    return grant


def end_grants(grants: QuerySet[Grant]) -> int:
    """End all of these that still hold (part of a wider action)."""
    now = timezone.now()
    return grants.filter(Q(ends=None) | Q(ends__gt=now)).update(ends=now)


def end_what_follows(reach: Reach, *causes: Model, on: datetime | None = None) -> int:
    """End every grant that follows from these causes, however far down the chain; how many (part of a wider action).

    `on` is the moment from which the causes no longer hold; now where none is said, and never earlier than now. What
    ends before that stays as it is, so a cause that ends twice changes nothing.
    """
    moment = max(on or timezone.now(), timezone.now())
    with acting(JOB):
        known: dict[Any, Model] = {}
        wave = list(causes)
        while wave := [one for one in wave if one.pk not in known]:
            known |= {one.pk: one for one in wave}
            wave = list(standing_on(wave))
        fallen = [one for one in known.values() if one not in causes]
        for model, fall in FALLS.items():
            if theirs := [one for one in fallen if type(one) is model]:
                fall(reach, theirs, moment)
        rows = Grant.objects.filter(Q(ends=None) | Q(ends__gt=moment), because__in=list(known))
        return rows.update(ends=moment)


def keep_to_named(folder: Folder, reason: str) -> None:
    """No organisation, no role and nobody from an emergency sees the folder any more, only people by name.

    Nor does whoever sits at a table for another organisation, or as a guest. Part of a wider action.
    """
    elsewhere = Q(at=None) | ~Q(at=folder.organisation_id)
    unnamed = Q(to_unit__isnull=False) | Q(kind=GrantKind.BROKEN_GLASS) | Q(elsewhere, kind=GrantKind.MEETING)
    end_grants(Grant.objects.filter(unnamed, folder=folder))
    folder.restricted, folder.restricted_why = True, reason
    folder.save(update_fields=["restricted", "restricted_why"])


def open_to_office(folder: Folder, reason: str) -> None:
    """The folder is as any other again; who is let in, the action around this says."""
    folder.restricted, folder.restricted_why = False, reason
    folder.save(update_fields=["restricted", "restricted_why"])
