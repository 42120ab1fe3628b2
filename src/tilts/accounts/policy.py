"""Who keeps whose account."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.reach import Decision, Reach, rule
from tilts.access.words import say_kinds

say_kinds(
    {
        "sign_in.failed": _("Sign-in failed"),
        "signed_out": _("Signed out"),
        "session.locked": _("Session: locked"),
        "session.unlocked": _("Session: unlocked"),
        "password.changed": _("Password: changed"),
        "second_factor.added": _("Second factor: added"),
        "second_factor.removed": _("Second factor: removed"),
    }
)


@rule("account.kept", says=_("Own account: looked"))
def may_keep_account(reach: Reach, record: Any = None) -> Decision:
    """Whoever is signed in keeps their own account: password, second factor, PIN, lock, and in which role they act.

    A guest of a meeting has no account.
    """
    return Decision(reach.user is not None and not reach.user.guest)


def may_set_pin(reach: Reach, record: Any = None) -> Decision:
    """Everybody sets the PIN of their own account, nobody another's; a guest has none."""
    mine = reach.user is not None and not reach.user.guest
    return Decision(mine and (record is None or record.pk == getattr(reach.user, "pk", None)))


def may_choose_role(reach: Reach, record: Any = None) -> Decision:
    """Everybody chooses among the roles that they hold today."""
    return Decision(reach.user is not None and (record is None or record.user_id == reach.user.pk))


@rule("members.read", says=_("Colleagues: looked"))
def may_read_members(reach: Reach, record: Any = None) -> Decision:
    """The system administrator sees who works in their own organisation, and in which role."""
    return Decision(reach.is_one_of(Role.ADMINISTRATOR))


def may_change_membership(reach: Reach, membership: Any = None) -> Decision:
    """The system administrator, for colleagues of their own organisation, never for themselves."""
    if membership is not None and membership.user_id == getattr(reach.user, "pk", None):
        return Decision(False, _("Nobody changes their own role. Ask another administrator of your organisation."))
    mine = membership is None or membership.organisation_id == getattr(reach.organisation, "id", None)
    return Decision(mine and reach.is_one_of(Role.ADMINISTRATOR))


def may_keep_accounts(reach: Reach, user: Any = None) -> Decision:
    """The system administrator, for the account of a colleague who works nowhere else, never for their own."""
    if not reach.is_one_of(Role.ADMINISTRATOR) or user is None:
        return Decision(reach.is_one_of(Role.ADMINISTRATOR))
    if user.pk == getattr(reach.user, "pk", None):
        return Decision(False, _("This cannot be done to one's own account. Ask another administrator."))
    now = timezone.now()
    elsewhere = user.memberships.exclude(organisation=reach.organisation).filter(Q(ends=None) | Q(ends__gt=now))
    if elsewhere.exists():
        return Decision(False, _("This person also works elsewhere. End the work here; the account is not yours."))
    return Decision(user.memberships.filter(organisation=reach.organisation).exists())
