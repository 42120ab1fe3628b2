"""Colleagues of one's own organisation: who works here, in which role, and what becomes of their accounts."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Membership, Site, User
from tilts.access.told import told
from tilts.accounts import members
from tilts.accounts.forms.members import HireForm, PlaceForm


def _now(request: Request) -> Any:
    """Who works in one's own organisation today."""
    now = timezone.now()
    rows = request.reach(Membership).filter(organisation=request.reach.organisation, starts__lte=now)
    return rows.filter(Q(ends=None) | Q(ends__gt=now)).select_related("user", "site")


def _sites(request: Request) -> Any:
    return request.reach(Site).filter(organisation=request.reach.organisation)


def _colleague(request: Request, id: UUID) -> User:
    user: User = request.reach(User).filter(memberships__organisation=request.reach.organisation).distinct().get(pk=id)
    return user


def _link(request: Request, user: User) -> str:
    """The one-time address where a password is set; it is shown once and kept nowhere."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _dash, rest = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": rest})
    return request.build_absolute_uri(path)


@door("members.read")
def member_list(request: Request) -> HttpResponse:
    """Who works here today, and who has left."""
    today = list(_now(request).order_by("user__name", "pk"))
    left = request.reach(User).filter(memberships__organisation=request.reach.organisation).distinct()
    left = left.exclude(pk__in=[one.user_id for one in today]).order_by("name")
    return page(request, "accounts/member_list.html", today=today, left=left)


@door("member.hired", fresh=True)
def member_new(request: Request) -> HttpResponse:
    """A new colleague: an account, a role, and a link for the first password."""
    form = HireForm(request.POST or None, sites=_sites(request))
    if request.method == "POST" and form.is_valid():
        with told(form, "email"):
            hired = members.hire(request.reach, **form.cleaned_data)
            link = _link(request, hired.user) if members.needs_link(request.reach, hired.user) else ""
            return page(request, "accounts/member_link.html", user_now=hired.user, link=link, hired=True)
    lead = _("The account begins with a link for the first password; at the first sign-in a second factor is set up.")
    back, submit = reverse("accounts:member_list"), _("Give the account")
    return Entry(None, form, _("New colleague"), back, submit=submit, lead=lead).shown(request)


@door("member.role_changed", fresh=True)
def member_page(request: Request, id: UUID) -> HttpResponse:
    """One colleague: the role today, what it was before, and what can be done."""
    user = _colleague(request, id)
    today = _now(request).filter(user=user).first()
    form = PlaceForm(
        request.POST or None,
        sites=_sites(request),
        initial={"role": today.role, "profession": today.profession, "site": today.site} if today else None,
    )
    if request.method == "POST" and today:
        allowed(request, "member.role_changed", today)
        if form.is_valid():
            members.change_role(request.reach, today, **form.cleaned_data)
            messages.success(request, _("The new role holds from now on."))
            return redirect("accounts:member_page", id=user.pk)
    before = request.reach(Membership).filter(user=user, organisation=request.reach.organisation)
    return page(
        request,
        "accounts/member_page.html",
        colleague=user,
        today=today,
        form=form,
        before=before.exclude(ends=None).order_by("-starts"),
        own=request.reach.may("member.role_changed", record=today) if today else None,
        second_factor=user.authenticator_set.exists(),  # type: ignore[attr-defined]
        may_account=request.reach.may("account.closed", record=user),
        status=422 if form.errors else 200,
    )


def _act(user: User, record: Any, title: str, words: str, said: str, then: str = "") -> Entry:
    """Ask before it is done: what becomes of a colleague's account."""
    back, lead = reverse("accounts:member_page", args=[user.pk]), f"{user.name} · {user.email}"
    return Entry(record, Form(), title, back, said=said, submit=_("Do it"), lead=lead, words=words, then=then)


@form_page(members.end_membership, fresh=True)
def member_end(request: Request, id: UUID) -> Entry:
    """End somebody's work here."""
    user = _colleague(request, id)
    today = _now(request).filter(user=user).latest("starts")
    words = _("What this person was let into here closes at once. The account stays.")
    said, then = _("The work here has ended."), reverse("accounts:member_list")
    if waiting := members.in_hand(today):
        words = " ".join((words, _("What waits stands on the day of the supervisors until a colleague has it:")))
    return replace(_act(user, today, _("End the work here"), words, said, then), items=waiting)


@form_page(members.close_account, fresh=True)
def member_close(request: Request, id: UUID) -> Entry:
    """Close an account."""
    user = _colleague(request, id)
    words = _("Nobody signs in with this account any more, and the work here ends at once.")
    said, then = _("The account is closed."), reverse("accounts:member_list")
    return _act(user, user, _("Close the account"), words, said, then)


@form_page(members.reset_second_factor, fresh=True)
def member_second_factor(request: Request, id: UUID) -> Entry:
    """Take a lost second factor off an account."""
    user = _colleague(request, id)
    words = _(
        "Make sure that it is really your colleague who asks. "
        "All their sessions end; at the next sign-in they set up a new one."
    )
    said = _("The second factor is off. At the next sign-in a new one is set up.")
    return _act(user, user, _("Take off the second factor"), words, said)


@door("password.link_given", fresh=True)
def member_link(request: Request, id: UUID) -> HttpResponse:
    """A one-time link for a new password, shown once."""
    user = allowed(request, "password.link_given", _colleague(request, id))
    if request.method == "POST":
        members.give_link(request.reach, user)
        user.refresh_from_db()
        return page(request, "accounts/member_link.html", user_now=user, link=_link(request, user), hired=False)
    words = _(
        "Make sure that it is really your colleague who asks. "
        "The password until now works no more, and all their sessions end."
    )
    return _act(user, user, _("Link for a new password"), words, "").shown(request)
