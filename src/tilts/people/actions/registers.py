"""Who of an office finds the people of its imported registers: let in one by one, by somebody else, with a reason."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, let_in
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues
from tilts.access.models import Folder, FolderKind, Grant, GrantKind, Organisation, Role, User
from tilts.access.reach import Reach, Refused, roles_here
from tilts.access.relationships import READ
from tilts.people.actions.persons import WHOLE
from tilts.people.policy import WORKERS

REGISTER = dict.fromkeys((*WHOLE, "admin"), READ)
"""What is opened: who they are. What was done for them is counted, and read in a case."""
WORK = "work"
"""On which basis: the work of one's own organisation."""
_may_let_in = roles_here(Role.SUPERVISOR, Role.DATA_PROTECTION)


def register_of(organisation: Organisation | None) -> Folder | None:
    """The folder in which the imported registers of an organisation lie; none before the first import."""
    return Folder.objects.filter(organisation=organisation, kind=FolderKind.REGISTER).order_by("pk").first()


def let_into(register: Folder) -> QuerySet[Grant]:
    """The grants to a register that hold now."""
    return Grant.objects.filter(Q(ends=None) | Q(ends__gt=timezone.now()), folder=register).order_by("-starts", "pk")


@action("register.opened", may=_may_let_in, says=gettext_lazy("Register: somebody let in"))
def open_register(reach: Reach, register: Folder, *, user: User, reason: str) -> Grant:
    """Let a colleague find the people of the imported registers; never oneself."""
    if user == reach.user:
        raise Refused(_("Somebody else lets you in: another supervisor, or data protection."), "user")
    if not colleagues(register.organisation, *WORKERS).filter(pk=user.pk).exists():
        raise Refused(_("Choose somebody who works with people in your organisation."), "user")
    if let_into(register).filter(to_user=user).exists():
        raise Refused(_("This colleague finds them already."), "user")
    return let_in(
        reach, register, GrantKind.AGENCY, basis=WORK, because=None, to_user=user, zones=REGISTER, reason=reason
    )


def _may_shut(reach: Reach, record: Any = None) -> Any:
    """Supervisors and data protection shut the registers of their own organisation to a colleague."""
    return _may_let_in(reach, record.folder if record is not None else None)


@action("register.shut", may=_may_shut, says=gettext_lazy("Register: shut to somebody"))
def shut_register(reach: Reach, grant: Grant) -> Grant:
    """From this moment a colleague finds the people of the registers no more."""
    if not let_into(grant.folder).filter(pk=grant.pk).update(ends=timezone.now()):
        raise Stale
    grant.refresh_from_db()
    return grant


def who_is_let_in(reach: Reach, grant: UUID) -> Grant:
    """One colleague who was let into the registers of one's own organisation; `Grant.DoesNotExist` for others."""
    of = {"folder__organisation": reach.organisation, "folder__kind": FolderKind.REGISTER}
    with acting(JOB):
        found: Grant = Grant.objects.select_related("folder").get(pk=grant, **of)
    return found
