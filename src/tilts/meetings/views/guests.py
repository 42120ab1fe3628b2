"""Passes for guests, and the door by which a guest comes in."""

from uuid import UUID

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, open_page, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.access.told import told
from tilts.accounts.guessing import counted_by
from tilts.accounts.limits import Limit, Waiting, take_all
from tilts.accounts.sessions import SECOND_FACTOR, begin
from tilts.meetings import actions
from tilts.meetings.forms import EnterForm, GuestForm, SureForm
from tilts.meetings.models import GuestPass
from tilts.meetings.views.pages import consents_about, meeting_of, meeting_url

OF_LINK = Limit("guest.link", 10, 10 * 60)
OF_ADDRESS = Limit("guest.address", 30, 10 * 60)


@door("meeting.pass_given")
def pass_give(request: Request, id: UUID) -> HttpResponse:
    """Give a guest a pass: link and code are shown once, and handed over apart."""
    meeting = allowed(request, "meeting.pass_given", meeting_of(request, id))
    form = GuestForm(request.POST or None, consents=consents_about(request, meeting))
    if request.method == "POST" and form.is_valid():
        with told(form):
            given = actions.give_pass(request.reach, meeting, **form.cleaned_data)
            link = request.build_absolute_uri(reverse("meetings:guest_enter", args=[given.token]))
            return page(request, "meetings/pass_given.html", meeting=meeting, given=given, link=link)
    entry = Entry(meeting, form, _("Pass for a guest"), meeting_url(id), submit=_("Make a pass"))
    return entry.shown(request)


@form_page(actions.end_pass)
def pass_end(request: Request, id: UUID, passed: UUID) -> Entry:
    """End a pass; asked once."""
    rows = request.reach(GuestPass).select_related("meeting", "invitation", "user")
    found = rows.get(pk=passed, meeting=meeting_of(request, id))
    words = _("From this moment the link opens nothing, and whoever is in by it is out. Another pass can be made.")
    form, lead = SureForm(request.POST or None), f"{found.user.name} · {found.invitation.institution}"
    said, there = _("The pass has ended."), meeting_url(id)
    return Entry(
        found,
        form,
        _("End the pass"),
        there,
        said=said,
        submit=_("End the pass"),
        lead=lead,
        words=words,
        without=["version"],
    )


@open_page("a guest of a meeting has no account: a link with a random token, and a code handed over apart")
def guest_enter(request: HttpRequest, token: str) -> HttpResponse:
    """The code is asked for; a wrong one, a wrong link and a pass that has ended get the same answer."""
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_all((OF_LINK, token), (OF_ADDRESS, counted_by(request)))
        except Waiting as waiting:
            form.add_error("code", _("Too many tries. Wait %(n)s min.") % {"n": waiting.minutes})
            return _answer(request, form, 429)
        passed = _passed(token, form.cleaned_data["code"])
        if passed is not None:
            _sign_in(request, passed)
            return redirect("meetings:meeting_page", id=passed.meeting_id)
        form.add_error("code", _("This link and this code do not open a meeting now."))
    return _answer(request, form, 422 if form.errors else 200)


def _answer(request: HttpRequest, form: EnterForm, status: int) -> HttpResponse:
    """The page that asks for the code, but not in the log of the server: the address is a secret that is in use."""
    answer = render(request, "meetings/guest_enter.html", {"form": form}, status=status)
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _passed(token: str, code: str) -> GuestPass | None:
    with transaction.atomic():
        return actions.find_pass(token, code)


def _sign_in(request: HttpRequest, passed: GuestPass) -> None:
    """The pass stands for a password and a second factor; whoever was signed in here before is not any more."""
    user: User = passed.user
    request.session.flush()
    login(request, user, backend="tilts.accounts.sessions.SignedIn")
    begin(request)
    request.session[SECOND_FACTOR] = True
    actions.enter_by(Reach(user=user), passed)
