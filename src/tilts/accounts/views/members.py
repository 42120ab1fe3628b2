"""Colleagues of one's own organisation: who works here, in which role, and what becomes of their accounts."""

from dataclasses import replace
from typing import Any
from uuid import UUID

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
from tilts.access.told import go_on, told
from tilts.accounts import members, staffing
from tilts.accounts.forms.members import HireForm, OtherPlaceForm
from tilts.accounts.models import StaffChange
from tilts.accounts.panels import Told
from tilts.accounts.views.changes import link_page


def _now(request: Request) -> Any:
    """Who works in one's own organisation today."""
    now = timezone.now()
    rows = request.reach(Membership).filter(organisation=request.reach.organisation, starts__lte=now)
    return rows.filter(Q(ends=None) | Q(ends__gt=now)).select_related("user", "site")


def _waiting(request: Request, **whose: Any) -> list[Told]:
    """What was asked for here and waits."""
    rows = request.reach(StaffChange).filter(organisation=request.reach.organisation, **whose).waiting()
    return [Told(request, one) for one in rows.select_related("organisation", "asked_by", "released_by")]


def _sites(request: Request) -> Any:
    return request.reach(Site).filter(organisation=request.reach.organisation)


def _colleague(request: Request, id: UUID) -> User:
    user: User = request.reach(User).filter(memberships__organisation=request.reach.organisation).distinct().get(pk=id)
    return user


@door("members.read")
def member_list(request: Request) -> HttpResponse:
    """Who works here today, and who has left."""
    today = list(_now(request).order_by("user__name", "pk"))
    left = request.reach(User).filter(memberships__organisation=request.reach.organisation).distinct()
    left = left.exclude(pk__in=[one.user_id for one in today]).order_by("name")
    return page(request, "accounts/member_list.html", today=today, left=left, waiting=_waiting(request))


@door("member.hire_asked", fresh=True)
def member_new(request: Request) -> HttpResponse:
    """A new colleague: a role, and a link for whoever has no account yet."""
    form = HireForm(request.POST or None, sites=_sites(request))
    if request.method == "POST" and form.is_valid():
        with told(form, "email"):
            asked = staffing.ask_hire(request.reach, **form.cleaned_data)
            return link_page(request, asked, opens=staffing.show_link(request.reach, asked))
    lead = _("A role that opens files is released by a second person. The work begins when your colleague accepts it.")
    back, submit = reverse("accounts:member_list"), _("Ask for it")
    return Entry(None, form, _("New colleague"), back, submit=submit, lead=lead).shown(request)


def _role_asked(request: Request, form: OtherPlaceForm, today: Membership) -> bool:
    """Ask for it, and say on the next page whether it holds already."""
    with told(form, "role"):
        asked = staffing.ask_role(request.reach, today, **form.cleaned_data)
        holds, waits = (
            _("The new role holds from now on."),
            _("The new role holds as soon as a second person releases it."),
        )
        messages.success(request, waits if asked.waits else holds)
    go_on(form)
    return not form.errors


@door("member.role_asked", fresh=True)
def member_page(request: Request, id: UUID) -> HttpResponse:
    """One colleague: the role today, what it was before, and what can be done."""
    user = _colleague(request, id)
    today = _now(request).filter(user=user).first()
    form = OtherPlaceForm(
        request.POST or None,
        sites=_sites(request),
        initial={"role": today.role, "profession": today.profession, "site": today.site, "seen": today.pk}
        if today
        else None,
    )
    if request.method == "POST" and today:
        allowed(request, "member.role_asked", today)
        if form.is_valid() and _role_asked(request, form, today):
            return redirect("accounts:member_page", id=user.pk)
    before = request.reach(Membership).filter(user=user, organisation=request.reach.organisation)
    return page(
        request,
        "accounts/member_page.html",
        colleague=user,
        today=today,
        form=form,
        before=before.exclude(ends=None).order_by("-starts"),
        own=request.reach.may("member.role_asked", record=today) if today else None,
        second_factor=user.authenticator_set.exists(),  # type: ignore[attr-defined]
        may_account=request.reach.may("account.closed", record=user),
        waiting=_waiting(request, user=user),
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


@form_page(members.end_sessions, fresh=True)
def member_sessions(request: Request, id: UUID) -> Entry:
    """End what a colleague has open here."""
    user = _colleague(request, id)
    today = _now(request).filter(user=user).latest("starts")
    words = _("What your colleague has open here, on every machine, is shut at once. They sign in again.")
    return _act(user, today, _("End the sessions"), words, _("The sessions here have ended."))


@form_page(staffing.ask_reset, fresh=True)
def member_second_factor(request: Request, id: UUID) -> Entry:
    """Ask that a lost second factor is taken off an account."""
    user = _colleague(request, id)
    words = _(
        "Make sure that it is really your colleague who asks. A second person releases it, "
        "and your colleague is told at once. "
        "Then all their sessions end; at the next sign-in they set up a new one."
    )
    said = _("It waits for a second person.")
    return _act(user, user, _("Take off the second factor"), words, said)


@form_page(staffing.ask_link, fresh=True)
def member_link(request: Request, id: UUID) -> Entry:
    """Ask for a link for a new password."""
    user = _colleague(request, id)
    words = _(
        "Make sure that it is really your colleague who asks. A second person releases it, "
        "and your colleague is told at once. "
        "Then you are shown the link, and the password until now works no more."
    )
    said = _("It waits for a second person.")
    return _act(user, user, _("Link for a new password"), words, said)
