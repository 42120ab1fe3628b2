"""Who works in an organisation today, and before whom of them a wall stands."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from tilts.access.models import Folder, Membership, Organisation, User, Wall


def colleagues(organisation: Organisation, *roles: str) -> QuerySet[User]:
    """Who works in an organisation today in one of these roles."""
    now = timezone.now()
    works = Membership.objects.filter(Q(ends=None) | Q(ends__gt=now), organisation=organisation, starts__lte=now)
    return User.objects.filter(pk__in=works.filter(role__in=roles).values("user"), is_active=True).order_by("pk")


def not_walled(people: QuerySet[User], folder: Folder) -> QuerySet[User]:
    """Those of these people before whom no wall of their own stands: the others hear nothing of the folder."""
    now = timezone.now()
    standing = Wall.objects.filter(Q(ends=None) | Q(ends__gt=now), folder=folder, starts__lte=now)
    return people.exclude(pk__in=standing.filter(user__isnull=False).values("user"))
