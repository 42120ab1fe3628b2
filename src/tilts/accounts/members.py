"""Verbs about who works here: end, close, end sessions; and the own account's PIN and role."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tilts.access.actions import action
from tilts.access.actor import JOB, acting
from tilts.access.colleagues import colleagues
from tilts.access.grants import end_grants
from tilts.access.models import Grant, Membership, Role, Site, User
from tilts.access.reach import Reach
from tilts.accounts.asks import work_left
from tilts.accounts.policy import may_change_membership, may_choose_role, may_keep_accounts, may_set_pin
from tilts.accounts.sessions import end_all, memberships_now
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
            supervisors = colleagues(membership.organisation, Role.SUPERVISOR)
            tell(supervisors, "work.left", about=membership.pk, path="/left-behind/")


def in_hand(membership: Membership) -> list[str]:
    """What somebody has still to do here, a line each, in numbers and words that name nobody."""
    with acting(JOB):
        return [line for lines in work_left.each(membership.organisation, membership.user) for line in lines]


def put_in_role(membership: Membership, *, role: str, profession: str = "", site: Site | None = None) -> Membership:
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


@action("member.sessions_ended", may=may_change_membership, says=gettext_lazy("Sessions here: ended"))
def end_sessions(reach: Reach, membership: Membership) -> Membership:
    """What is open in this role here is shut now, also of somebody who works elsewhere too; they sign in again."""
    membership.sessions_ended_at = timezone.now()
    membership.save(update_fields=["sessions_ended_at"])
    return membership


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
