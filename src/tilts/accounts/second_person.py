"""Who is the second person: which roles open files, who may release, and whether an account belongs elsewhere too."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from tilts.access.colleagues import colleagues
from tilts.access.models import Membership, Organisation, Role, User
from tilts.accounts.models import StaffChange

SECONDS = (Role.SUPERVISOR, Role.DATA_PROTECTION)
OPENS_NO_FILE = (Role.ADMINISTRATOR, Role.PROJECT_MANAGER, Role.FUNDER)
"""Who sees accounts, or figures only."""
FEW = 2
"""So many people, and nobody can be asked to be the second one."""


def opens_files(role: str) -> bool:
    """Whether somebody in this role reads files of clients."""
    return role not in OPENS_NO_FILE


def seconds(organisation: Organisation, *without: User | None) -> QuerySet[User]:
    """Who may release in an organisation what one of these people asked for another of them."""
    return colleagues(organisation, *SECONDS).exclude(pk__in=[one.pk for one in without if one])


def guardians() -> QuerySet[User]:
    """Those responsible for data protection in the organisation that runs the installation."""
    own = Organisation.objects.filter(own=True).first()
    return colleagues(own, Role.DATA_PROTECTION) if own else User.objects.none()


def has_few_people(organisation: Organisation) -> bool:
    """Whether one or two people work here today."""
    now = timezone.now()
    rows = Membership.objects.filter(Q(ends=None) | Q(ends__gt=now), organisation=organisation, starts__lte=now)
    return rows.values("user").distinct().count() <= FEW


def is_tied_elsewhere(user: User, organisation: Organisation) -> bool:
    """Whether another organisation made this account, gave a link for it, or ever gave it work."""
    links = StaffChange._base_manager.filter(Q(made_account=True) | ~Q(link_at=None), user=user)
    return (
        user.memberships.exclude(organisation=organisation).exists()
        or links.exclude(organisation=organisation).exists()
    )
