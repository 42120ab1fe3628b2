"""Verbs about what two people do: work given, roles that open files, links and second factors of accounts.

An administrator asks; somebody responsible for data protection or a supervisor releases; whoever holds the account
accepts, signed in and with a second factor. Of an account that is there already the asker learns nothing.
"""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import A_SENTENCE, Stale, action
from tilts.access.audit import write_entry
from tilts.access.colleagues import colleagues
from tilts.access.models import Membership, Role, Site, User
from tilts.access.reach import Reach, Refused, roles
from tilts.accounts.members import put_in_role
from tilts.accounts.models import WAITING, ChangeKind, ChangeState, StaffChange
from tilts.accounts.policy import (
    may_accept,
    may_change_membership,
    may_decline,
    may_keep_accounts,
    may_make_exception,
    may_refuse_change,
    may_release,
    may_show_link,
    may_withdraw,
)
from tilts.accounts.second_person import guardians, is_tied_elsewhere, opens_files, seconds
from tilts.accounts.sessions import end_all, memberships_now
from tilts.post.mail import post
from tilts.post.telling import tell

LIST = "/members/changes/"
UNPROVED = gettext_lazy(
    "Another organisation opened this account, and nobody has proved yet that the address is yours. "
    "Sign out, ask for a link on the page of signing in, set a new password by the letter that comes, and accept then."
)


def _held(change: StaffChange, *states: str) -> StaffChange:
    """The row, held while it is decided; a second one who decides is told."""
    held: StaffChange = StaffChange._base_manager.select_for_update(of=("self",)).get(pk=change.pk)
    if held.state not in states:
        raise Refused(_("This has been decided already. Look at the list of colleagues."))
    return held


def _keep(held: StaffChange, state: str, **facts: Any) -> StaffChange:
    for name, value in {**facts, "state": state, "version": held.version + 1}.items():
        setattr(held, name, value)
    held.save()
    return held


def _end(reach: Reach, held: StaffChange, state: str, **facts: Any) -> StaffChange:
    return _keep(held, state, ended_by=reach.user, ended_at=timezone.now(), **facts)


def _tell_data_protection(reach: Reach, change: StaffChange, kind: str = "staff.told") -> None:
    """Those who watch over it here; where nobody does, or it was released alone, those of the installation."""
    people = set(colleagues(change.organisation, Role.DATA_PROTECTION))
    people |= set(guardians()) if change.to_installation else set()
    tell(people - {reach.user}, kind, about=change.pk, path=LIST)


def _ask(reach: Reach, kind: str, user: User, *, needs_second: bool = True, **facts: Any) -> StaffChange:
    """Write down what is asked, and tell at once whoever it is for, who releases it, and data protection."""
    if reach.organisation is None or reach.user is None:
        raise Refused(_("Your role does not include this."))
    here = seconds(reach.organisation, reach.user, user)
    alone = needs_second and not here.exists()
    asked = StaffChange.objects.create(
        organisation=reach.organisation,
        kind=kind,
        state=ChangeState.ASKED if needs_second else ChangeState.RELEASED,
        user=user,
        to_installation=alone,
        asked_by=reach.user,
        **facts,
    )
    if needs_second:
        tell(set(here) | (set(guardians()) if alone else set()), "staff.waits", about=asked.pk, path=LIST)
    else:
        _tell_data_protection(reach, asked)
    if kind in (ChangeKind.LINK, ChangeKind.RESET):
        post(reach, to=user, kind="account.touched", about=asked.pk, path="/account/")
    return asked


@action("member.hire_asked", may=roles(Role.ADMINISTRATOR), says=gettext_lazy("Work here: asked for"))
def ask_hire(
    reach: Reach, *, email: str, name: str, role: str, profession: str = "", site: Site | None = None
) -> StaffChange:
    """Somebody is to work here: released where the role opens files, and begun when the person accepts.

    An account is made where there is none; whether there is one, and whose, the answer does not tell.
    """
    if reach.organisation is None:
        raise Refused(_("Your role does not include this."))
    address = User.objects.normalize_email(email).lower()
    user, made = User.objects.get_or_create(email=address, defaults={"name": name, "password": "!"})
    if any(one.organisation_id == reach.organisation.pk for one in memberships_now(user)):
        raise Refused(_("This person works here already: change the role instead."), "email")
    place = {"role": role, "profession": profession, "site": site}
    needs = opens_files(role)
    asked = _ask(reach, ChangeKind.HIRE, user, needs_second=needs, email=address, name=name, made_account=made, **place)
    if made and settings.SENDS_MAIL:
        post(reach, to=user, kind="account.password", about=asked.pk, path=reverse("account_reset_password"))
    elif not made:
        post(reach, to=user, kind="work.offered", about=asked.pk, path="/account/")
    return asked


def _same_words(user: User) -> dict[str, Any]:
    return {"email": user.email, "name": user.name}


@action("member.role_asked", may=may_change_membership, says=gettext_lazy("Role: another one asked for"))
def ask_role(
    reach: Reach,
    membership: Membership,
    *,
    role: str,
    profession: str = "",
    site: Site | None = None,
    seen: UUID | None = None,
) -> StaffChange:
    """Another role for a colleague: from now on; once it is released, where it is a new one that opens files.

    `Stale` where they have another one by now than was `seen`.
    """
    if seen not in {None, membership.pk}:
        raise Stale(membership)
    needs = role != membership.role and opens_files(role)
    place = {"role": role, "profession": profession, "site": site, "membership": membership}
    words = _same_words(membership.user)
    asked = _ask(reach, ChangeKind.ROLE, membership.user, needs_second=needs, **place, **words)
    return asked if needs else _go_on(reach, asked)


@action("password.link_asked", may=may_keep_accounts, says=gettext_lazy("Password: a link was asked for"))
def ask_link(reach: Reach, user: User) -> StaffChange:
    """A link for a new password of a colleague; it is given when somebody else has released it."""
    return _ask(reach, ChangeKind.LINK, user, **_same_words(user))


@action("second_factor.reset_asked", may=may_keep_accounts, says=gettext_lazy("Second factor: to be taken off"))
def ask_reset(reach: Reach, user: User) -> StaffChange:
    """A lost second factor is to be taken off, when somebody else has released it."""
    return _ask(reach, ChangeKind.RESET, user, **_same_words(user))


@action("staff.released", may=may_release, says=gettext_lazy("Change of colleagues: released"))
def release(reach: Reach, change: StaffChange) -> StaffChange:
    """What an administrator asked for goes on: somebody else agrees."""
    held = _held(change, ChangeState.ASKED)
    held.released_by, held.released_at = reach.user, timezone.now()
    return _go_on(reach, held)


@action("staff.excepted", may=may_make_exception, says=gettext_lazy("Change of colleagues: released by exception"))
def release_alone(reach: Reach, change: StaffChange, *, exception: str) -> StaffChange:
    """In an organisation of one or two people it goes on by a written exception, which the installation sees."""
    if len(exception.strip()) < A_SENTENCE:
        raise Refused(_("Say in a sentence why nobody else can release it."), "exception")
    held = _held(change, ChangeState.ASKED)
    held.exception, held.released_at = exception.strip(), timezone.now()
    return _go_on(reach, held)


def _go_on(reach: Reach, held: StaffChange) -> StaffChange:
    """It is released: what needs nobody else is done now."""
    user = held.user
    if held.kind == ChangeKind.ROLE:
        held.membership = _change_role(reach, held)
    elif held.kind == ChangeKind.RESET:
        Authenticator.objects.filter(user=user).delete()
        end_all(user)
        write_entry(reach, "account.reset", user)
    elif held.kind == ChangeKind.HIRE:
        _reopen(held)
        post(None, to=user, kind="work.offered", about=held.pk, path="/account/")
    done = held.kind in (ChangeKind.ROLE, ChangeKind.RESET)
    _keep(held, ChangeState.RELEASED) if not done else _end(reach, held, ChangeState.DONE)
    _tell_data_protection(reach, held)
    return held


def _change_role(reach: Reach, held: StaffChange) -> Membership:
    """The old role ends now and the new one begins; what has changed meanwhile is asked for anew."""
    old = held.membership
    if old is None or old.pk not in {one.pk for one in memberships_now(held.user)}:
        raise Refused(_("This person's role has changed meanwhile. Ask for it anew."))
    write_entry(reach, "member.role_changed", old)
    return put_in_role(old, role=held.role, profession=held.profession, site=held.site)


def _reopen(held: StaffChange) -> None:
    """An account that only we had, and closed, opens again; its old password does not."""
    user = held.user
    if not user.is_active and not user.guest and not is_tied_elsewhere(user, held.organisation):
        user.is_active = True
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])


@action("staff.refused", may=may_refuse_change, says=gettext_lazy("Change of colleagues: refused"))
def refuse(reach: Reach, change: StaffChange) -> StaffChange:
    """What an administrator asked for does not happen."""
    return _end(reach, _held(change, *WAITING), ChangeState.REFUSED)


@action("staff.withdrawn", may=may_withdraw, says=gettext_lazy("Change of colleagues: withdrawn"))
def withdraw(reach: Reach, change: StaffChange) -> StaffChange:
    """What waits is not wanted any more."""
    return _end(reach, _held(change, *WAITING), ChangeState.WITHDRAWN)


@action("password.link_given", may=may_show_link, says=gettext_lazy("Password: a link was given"))
def show_link(reach: Reach, change: StaffChange) -> bool:
    """A link for a password is handed over; whether it opens the account.

    That of a colleague ends the old password and all sessions. That of somebody who is to work here opens only an
    account that is nobody else's and has no password yet; of any other account it tells nothing.
    """
    held = _held(change, *WAITING)
    user = held.user
    if held.kind == ChangeKind.LINK:
        user.set_unusable_password()
        user.proved_at = None
        user.save(update_fields=["password", "proved_at"])
        write_entry(reach, "account.reset", user)
        _end(reach, held, ChangeState.DONE, link_at=timezone.now())
        return True
    fresh = user.is_active and not user.has_usable_password() and not is_tied_elsewhere(user, held.organisation)
    _keep(held, held.state, link_at=timezone.now() if fresh else held.link_at)
    return fresh


@action("work.accepted", may=may_accept, says=gettext_lazy("Work: accepted"))
def accept(reach: Reach, change: StaffChange) -> Membership:
    """Whoever holds the account accepts to work somewhere; from now on the role is theirs."""
    held = _held(change, ChangeState.RELEASED)
    user = held.user
    if is_tied_elsewhere(user, held.organisation) and user.proved_at is None:
        raise Refused(UNPROVED)
    if any(one.organisation_id == held.organisation_id for one in memberships_now(user)):
        raise Refused(_("You work there already."))
    begun = Membership.objects.create(
        user=user, organisation=held.organisation, role=held.role, profession=held.profession, site=held.site
    )
    write_entry(Reach(user, begun), "member.begun", begun)
    _end(reach, held, ChangeState.DONE, membership=begun)
    _tell_data_protection(reach, held)
    return begun


@action("work.declined", may=may_decline, says=gettext_lazy("Work: declined"))
def decline(reach: Reach, change: StaffChange) -> StaffChange:
    """Whoever holds the account does not want to work there."""
    return _end(reach, _held(change, *WAITING), ChangeState.DECLINED)
