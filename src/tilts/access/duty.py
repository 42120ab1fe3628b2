"""Who is on duty day and night, and what broken glass never opens. No verb is here: the rules ask these."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Breaking, Grant, GrantKind, Membership, Role, User
from tilts.access.reach import Decision, Reach, grants_to

ALWAYS_ON_DUTY = (Role.OPERATOR,)
"""Roles that serve day and night."""
ON_DUTY_WHEN_MARKED = (Role.POLICE, Role.CASE_WORKER, Role.SUPERVISOR)
"""Roles that do so while their membership is marked as on duty."""
SUSPENDED_AFTER = timedelta(days=5)


def is_on_duty(membership: Membership | None) -> bool:
    """Whether this work is done day and night."""
    if membership is None:
        return False
    return membership.role in ALWAYS_ON_DUTY or (membership.on_duty and membership.role in ON_DUTY_WHEN_MARKED)


def may_take_out(reach: Reach, folder: UUID) -> Decision:
    """Whether something of this folder may be exported or downloaded: never under broken glass alone."""
    kinds = {held["kind"] for held in reach.held(folder)}
    only_glass = GrantKind.BROKEN_GLASS in kinds and kinds <= {GrantKind.BROKEN_GLASS, GrantKind.AGENCY}
    return Decision(not only_glass, _("What is opened in an emergency is read here and not taken away."))


def is_suspended(user: User | None) -> bool:
    """Whether something this person opened lies unreviewed for five days: until then they open nothing more."""
    late = timezone.now() - SUSPENDED_AFTER
    return user is not None and Breaking.objects.filter(user=user, reviewed_at=None, at__lte=late).exists()


def has_opened(reach: Reach) -> bool:
    """Whether something that this actor opened in an emergency is open now; only those on duty are asked."""
    return is_on_duty(reach.membership) and grants_to(reach).filter(kind=GrantKind.BROKEN_GLASS).exists()


def known_otherwise(reach: Reach, folders: Iterable[UUID]) -> bool:
    """Whether names in one of these folders are open to this actor by more than broken glass."""
    open_names = grants_to(reach).filter(folder__in=list(folders), zone_name__gte=1)
    return open_names.exclude(kind=GrantKind.BROKEN_GLASS).exists()


BY_NAME = (GrantKind.ASSIGNED, GrantKind.SPECIALIST, GrantKind.REFERRED, GrantKind.SHARED)
"""Why somebody has something to do with a folder themselves: they work on it, it was referred to them or shared."""


def by_name(reach: Reach) -> QuerySet[Grant]:
    """The grants that let this actor in by name, because of what they do themselves."""
    return grants_to(reach).filter(to_user=reach.user, kind__in=BY_NAME)


def assigned(reach: Reach) -> QuerySet[Grant, Any]:
    """The folders on which this actor works by name."""
    return grants_to(reach).filter(kind=GrantKind.ASSIGNED, to_user=reach.user).values("folder")
