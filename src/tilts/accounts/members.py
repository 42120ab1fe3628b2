"""Verbs about who works here: hire, change, end, close; and the own account's PIN and role."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues
from tilts.access.grants import end_grants
from tilts.access.models import Grant, Membership, Role, Site, User
from tilts.access.reach import Reach, Refused, roles
from tilts.accounts.asks import work_left
from tilts.accounts.policy import may_change_membership, may_choose_role, may_keep_accounts, may_set_pin
from tilts.accounts.sessions import end_all, memberships_now
from tilts.post.mail import post
from tilts.post.telling import tell


def _end(membership: Membership) -> datetime:
    """The work ends now, but never before it began."""
    membership.ends = end = max(timezone.now(), membership.starts)
    membership.save(update_fields=["ends"])
    return end


def _shut_files(membership: Membership) -> None:
    """What was opened here is shut; the supervisors hear that something is left to hand over."""
    with acting(JOB):
        end_grants(Grant.objects.filter(to_user=membership.user_id, at=membership.organisation_id))
        if in_hand(membership):
            tell(colleagues(membership.organisation, Role.SUPERVISOR), "work.left", path="/left-behind/")


def in_hand(membership: Membership) -> list[str]:
    """What somebody has still to do here, a line each, in numbers and words that name nobody."""
    with acting(JOB):
        return [line for lines in work_left.each(membership.organisation, membership.user) for line in lines]


def _worked_only_here(reach: Reach, user: User) -> bool:
    return not user.memberships.exclude(organisation=reach.organisation).exists()


def needs_link(reach: Reach, user: User) -> bool:
    """Whether this account has no password yet and is one's own organisation's to give."""
    return not user.has_usable_password() and _worked_only_here(reach, user)


@action("member.hired", may=roles(Role.ADMINISTRATOR), says=gettext_lazy("Role: given"))
def hire(
    reach: Reach, *, email: str, name: str, role: str, profession: str = "", site: Site | None = None
) -> Membership:
    """Somebody begins to work here; an account is made where there is none, opened where it was ours and closed."""
    if reach.organisation is None:
        raise Refused(_("Your role does not include this."))
    address = User.objects.normalize_email(email).lower()
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, name=name)
    if any(one.organisation_id == reach.organisation.pk for one in memberships_now(user)):
        raise Refused(_("This person works here already: change the role instead."))
    if not user.is_active:
        if not _worked_only_here(reach, user):
            raise Refused(_("This account is closed. Ask the organisation that closed it."))
        user.is_active = True
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
    hired = Membership.objects.create(
        user=user, organisation=reach.organisation, role=role, profession=profession, site=site
    )
    if settings.SENDS_MAIL and needs_link(reach, user):
        post(reach, to=user, kind="account.password", path=reverse("account_reset_password"))
    return hired


@action("member.role_changed", may=may_change_membership, says=gettext_lazy("Role: changed"))
def change_role(
    reach: Reach, membership: Membership, *, role: str, profession: str = "", site: Site | None = None
) -> Membership:
    """The old role ends now and the new one begins; grants given to the old one by name stay with the person."""
    end = _end(membership)
    return Membership.objects.create(
        user=membership.user,
        organisation=membership.organisation,
        role=role,
        profession=profession,
        site=site,
        starts=end,
    )


@action("member.ended", may=may_change_membership, says=gettext_lazy("Role: ended"))
def end_membership(reach: Reach, membership: Membership) -> Membership:
    """Somebody stops working here: now. What was opened to them here is shut for good, also if they come back."""
    _end(membership)
    _shut_files(membership)
    return membership


@action("account.closed", may=may_keep_accounts, says=gettext_lazy("Account: closed"))
def close_account(reach: Reach, user: User) -> User:
    """The account signs in no more; work here ends, sessions too."""
    for membership in memberships_now(user):
        _end(membership)
        _shut_files(membership)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all(user)
    return user


@action("second_factor.reset", may=may_keep_accounts, says=gettext_lazy("Second factor: taken off by an administrator"))
def reset_second_factor(reach: Reach, user: User) -> User:
    """A lost second factor is taken off; at the next sign-in the colleague sets up a new one."""
    Authenticator.objects.filter(user=user).delete()
    end_all(user)
    return user


@action("password.link_given", may=may_keep_accounts, says=gettext_lazy("Password: a link was given"))
def give_link(reach: Reach, user: User) -> User:
    """The old password ends with the link that is given for a new one, and all sessions with it."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return user


@action("pin.set", may=may_set_pin, says=gettext_lazy("PIN: set"))
def set_pin(reach: Reach, user: User, *, pin: str) -> User:
    """The number that unlocks a locked session; empty: none."""
    user.pin = make_password(pin) if pin else ""
    user.save(update_fields=["pin"])
    return user


@action("role.chosen", may=may_choose_role, says=gettext_lazy("Role: chosen for this session"))
def choose_role(reach: Reach, membership: Membership) -> Membership:
    """In which organisation and role somebody acts from now on; the session keeps it, the trace tells it."""
    return membership
