"""Who works in an organisation today, and before whom of them a wall stands."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from tilts.access.models import Folder, Membership, Organisation, User, Wall


def at_work(memberships: Any) -> Any:
    """Of these memberships those that run at this moment: a last day that is planned has not come yet."""
    now = timezone.now()
    return memberships.filter(Q(ends=None) | Q(ends__gt=now), starts__lte=now)


def colleagues(organisation: Organisation, *roles: str) -> QuerySet[User]:
    """Who works in an organisation today in one of these roles."""
    works = at_work(Membership.objects.filter(organisation=organisation))
    return User.objects.filter(pk__in=works.filter(role__in=roles).values("user"), is_active=True).order_by("pk")


def roles_held(organisations: Any, roles: Iterable[str]) -> dict[Any, set[str]]:
    """In which of these roles somebody works today, by the id of the organisation (ids, or a query of them)."""
    works = at_work(Membership.objects.filter(organisation__in=organisations, role__in=list(roles)))
    found: dict[Any, set[str]] = {}
    for organisation, role in works.filter(user__is_active=True).values_list("organisation", "role").distinct():
        found.setdefault(organisation, set()).add(role)
    return found


def works_at(user: User, organisation: Organisation) -> bool:
    """Whether somebody works in an organisation at this moment, in whichever role."""
    return bool(at_work(user.memberships.filter(organisation=organisation)).exists())


def not_walled(people: QuerySet[User], folder: Folder) -> QuerySet[User]:
    """Those of these people before whom no wall of their own stands: the others hear nothing of the folder."""
    now = timezone.now()
    standing = Wall.objects.filter(Q(ends=None) | Q(ends__gt=now), folder=folder, starts__lte=now)
    return people.exclude(pk__in=standing.filter(user__isnull=False).values("user"))
