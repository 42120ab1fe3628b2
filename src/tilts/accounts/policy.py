"""Who keeps whose account."""

from typing import Any

from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, Role
from tilts.access.reach import Decision, Reach, Rows, roles_here, rule, scope
from tilts.access.words import say_kinds
from tilts.accounts.models import WAITING, ChangeKind, ChangeState, StaffChange
from tilts.accounts.second_person import SECONDS, has_few_people

say_kinds(
    {
        "sign_in.failed": _("Sign-in failed"),
        "signed_out": _("Signed out"),
        "session.locked": _("Session: locked"),
        "session.unlocked": _("Session: unlocked"),
        "password.changed": _("Password: changed"),
        "second_factor.added": _("Second factor: added"),
        "second_factor.removed": _("Second factor: removed"),
        "account.reset": _("Account: opened anew by the organisation"),
        "member.begun": _("Work here: begun"),
        "member.role_changed": _("Role: changed"),
    }
)


@scope(StaffChange, no_folder="who works where, and whose account was opened anew")
def change_rows(reach: Reach, rows: Rows) -> Rows:
    """What is about oneself; administrators, supervisors and data protection: all of their own organisation.

    Data protection of the installation's own organisation sees what nobody elsewhere may release, and each exception.
    """
    mine = Q(user=reach.user)
    if reach.is_one_of(Role.ADMINISTRATOR, *SECONDS):
        mine |= Q(organisation=reach.organisation)
    if reach.is_one_of(Role.DATA_PROTECTION):
        runs = Organisation.objects.filter(Q(pk=getattr(reach.organisation, "pk", None)), own=True)
        mine |= Q(Exists(runs), to_installation=True)
    return rows.filter(mine)


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


@rule("staff.read", says=_("Changes of colleagues: looked"))
def may_read_changes(reach: Reach, record: Any = None) -> Decision:
    """Administrators, supervisors and data protection see who is to work here and whose account was opened anew."""
    return Decision(reach.is_one_of(Role.ADMINISTRATOR, *SECONDS))


def _is_second(reach: Reach, change: StaffChange | None) -> Decision:
    if change is None or not reach.is_one_of(*SECONDS):
        return Decision(reach.is_one_of(*SECONDS))
    if getattr(reach.user, "pk", None) in (change.asked_by_id, change.user_id):
        return Decision(False, _("Somebody else must release this: neither who asked nor whom it is about."))
    if change.organisation_id == getattr(reach.organisation, "pk", None):
        return Decision(True)
    runs = reach.organisation is not None and reach.organisation.own
    return Decision(change.to_installation and runs and reach.is_one_of(Role.DATA_PROTECTION))


def may_release(reach: Reach, change: Any = None) -> Decision:
    """Data protection or a supervisor of the organisation, neither who asked nor whom it is about.

    Where nobody there can, data protection of the organisation that runs the installation.
    """
    return _is_second(reach, change)


def may_refuse_change(reach: Reach, change: Any = None) -> Decision:
    """Whoever may release it."""
    return _is_second(reach, change)


_administrator = roles_here(Role.ADMINISTRATOR)


def may_make_exception(reach: Reach, change: Any = None) -> Decision:
    """The system administrator, in an organisation of one or two people in which nobody else could release it."""
    if change is None or not _administrator(reach, change):
        return _administrator(reach, change)
    if change.user_id == getattr(reach.user, "pk", None):
        return Decision(False, _("This cannot be done to one's own account. Ask another administrator."))
    alone = change.to_installation and has_few_people(change.organisation)
    return Decision(
        alone, _("A second person releases this: somebody responsible for data protection, or a supervisor.")
    )


def may_withdraw(reach: Reach, change: Any = None) -> Decision:
    """The system administrator of the organisation that asked."""
    return _administrator(reach, change)


def may_show_link(reach: Reach, change: Any = None) -> Decision:
    """The system administrator of the organisation: for whoever is to work here, and for a link that was released."""
    if change is None or not _administrator(reach, change):
        return _administrator(reach, change)
    ready = change.kind == ChangeKind.HIRE and change.state in WAITING
    ready |= change.kind == ChangeKind.LINK and change.state == ChangeState.RELEASED
    return Decision(ready, _("There is no link to give: it is not released yet, or was given already."))


def _is_mine(reach: Reach, change: Any) -> Decision:
    me = reach.user
    if me is None or me.guest:
        return Decision(False)
    return Decision(change is None or change.user_id == me.pk and change.kind == ChangeKind.HIRE)


def may_accept(reach: Reach, change: Any = None) -> Decision:
    """Whoever holds the account that is to work somewhere, and nobody for them."""
    return _is_mine(reach, change)


def may_decline(reach: Reach, change: Any = None) -> Decision:
    """Whoever holds the account that was to work somewhere."""
    return _is_mine(reach, change)
