"""Taking grants back, and keeping a folder to named people."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action
from tilts.access.models import Folder, Grant, GrantKind
from tilts.access.policy import may_end_grant
from tilts.access.reach import Reach, Refused


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
