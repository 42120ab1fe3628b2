"""Colleagues of one's own organisation: who works here, in which role, and what becomes of their accounts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access import members
from tilts.access.doors import Request, allowed, door, page
from tilts.access.forms.members import HireForm, PlaceForm
from tilts.access.models import Membership, Site, User
from tilts.access.told import told


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
    return page(request, "access/member_list.html", today=today, left=left)


@door("member.hired", fresh=True)
def member_new(request: Request) -> HttpResponse:
    """A new colleague: an account, a role, and a link for the first password."""
    form = HireForm(request.POST or None, sites=_sites(request))
    if request.method == "POST" and form.is_valid():
        with told(form, "email"):
            hired = members.hire(request.reach, **form.cleaned_data)
            link = _link(request, hired.user) if members.needs_link(request.reach, hired.user) else ""
            return page(request, "access/member_link.html", user_now=hired.user, link=link, hired=True)
    return page(request, "access/member_new.html", form=form, status=422 if form.errors else 200)


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
            return redirect("access:member_page", id=user.pk)
    before = request.reach(Membership).filter(user=user, organisation=request.reach.organisation)
    return page(
        request,
        "access/member_page.html",
        colleague=user,
        today=today,
        form=form,
        before=before.exclude(ends=None).order_by("-starts"),
        own=request.reach.may("member.role_changed", record=today) if today else None,
        second_factor=user.authenticator_set.exists(),  # type: ignore[attr-defined]
        may_account=request.reach.may("account.closed", record=user),
        status=422 if form.errors else 200,
    )


def _act(
    request: Request, user: User, record: Any, verb: Callable[..., Any], template: str, done: str
) -> HttpResponse | None:
    """Ask, explain, and do it when it is confirmed; nothing to answer with where it is done."""
    if record is None:
        raise User.DoesNotExist
    allowed(request, template, record)
    if request.method != "POST":
        return page(request, "access/member_act.html", colleague=user, act=template)
    verb(request.reach, record)
    if done:
        messages.success(request, done)
    return None


@door("member.ended", fresh=True)
def member_end(request: Request, id: UUID) -> HttpResponse:
    """End somebody's work here."""
    user = _colleague(request, id)
    today = _now(request).filter(user=user).first()
    asked = _act(request, user, today, members.end_membership, "member.ended", _("The work here has ended."))
    return asked or redirect("access:member_list")


@door("account.closed", fresh=True)
def member_close(request: Request, id: UUID) -> HttpResponse:
    """Close an account."""
    user = _colleague(request, id)
    asked = _act(request, user, user, members.close_account, "account.closed", _("The account is closed."))
    return asked or redirect("access:member_list")


@door("second_factor.reset", fresh=True)
def member_second_factor(request: Request, id: UUID) -> HttpResponse:
    """Take a lost second factor off an account."""
    user = _colleague(request, id)
    done = _("The second factor is off. At the next sign-in a new one is set up.")
    asked = _act(request, user, user, members.reset_second_factor, "second_factor.reset", done)
    return asked or redirect("access:member_page", id=user.pk)


@door("password.link_given", fresh=True)
def member_link(request: Request, id: UUID) -> HttpResponse:
    """A one-time link for a new password, shown once."""
    user = _colleague(request, id)
    asked = _act(request, user, user, members.give_link, "password.link_given", "")
    if asked:
        return asked
    user.refresh_from_db()
    return page(request, "access/member_link.html", user_now=user, link=_link(request, user), hired=False)
