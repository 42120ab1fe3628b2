"""Puts reach on the request, ends sessions that are over, and shows nothing of a locked one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from tilts.access import proof
from tilts.access.audit import write_entry_first
from tilts.access.doors import stands_outside
from tilts.access.drafts import has_arrived, keep_what_came, word_of
from tilts.access.reach import Reach
from tilts.accounts import sessions

CLEARED_ON_LEAVING = '"cache", "storage"'
"""Cookies stay: the session's own is gone anyway, and the language and the known browser belong to the browser."""


def _reach_of(request: HttpRequest) -> Reach:
    user = request.user
    if not user.is_authenticated:
        return Reach()
    return Reach(user=user, membership=sessions.acting_membership(request, sessions.memberships_now(user)))


def _sign_in_again(request: HttpRequest, why: str) -> HttpResponse:
    """End the session, whoever's it was, and say so at the door."""
    reach: Reach = request.reach  # type: ignore[attr-defined]
    if reach.user:
        write_entry_first(reach, "signed_out", reach.user.pk, basis=why)
    request.session.flush()
    if request.method == "POST":
        keep_what_came(request)
    request.user, request.reach = AnonymousUser(), Reach()  # type: ignore[attr-defined]
    messages.info(request, _("Your session has ended. Please sign in again."))
    return proof.away_to(request, reverse("account_login"))


def _word(request: HttpRequest) -> str:
    """For whom a page is drawn; before a lock or without a second factor a stranger may sit, and it says nothing."""
    proved = not sessions.is_locked(request) and sessions.has_second_factor(request)
    return word_of(request.reach) if proved else ""  # type: ignore[attr-defined]


class ReachMiddleware:
    """Every request carries its reach; a role taken away is gone at the next request, and so is the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in = SESSION_KEY in request.session
        request.reach = _reach_of(request)  # type: ignore[attr-defined]
        over = sessions.why_over(request) if was_in else ""
        if over:
            response = _sign_in_again(request, over)
        else:
            if was_in and sessions.note_use(request):
                reach: Reach = request.reach  # type: ignore[attr-defined]
                write_entry_first(reach, "session.locked", request.user.pk, basis="idle")
            request.drawn = SimpleLazyObject(lambda: _word(request))  # type: ignore[attr-defined]
            response = self.get_response(request)
            has_arrived(request, response)
            if was_in and SESSION_KEY in request.session:
                response = sessions.keep_answer(request, response)
        if was_in and SESSION_KEY not in request.session:
            response.headers["Clear-Site-Data"] = CLEARED_ON_LEAVING
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """After the forgery check: what stands behind the lock, or behind the second factor, is not entered."""
        if not request.user.is_authenticated:
            return None
        if sessions.is_locked(request) and sessions.confirmed_since_lock(request):
            sessions.unlock(request)
            write_entry_first(request.reach, "session.unlocked", request.user.pk)  # type: ignore[attr-defined]
        if sessions.is_locked(request) and not stands_outside(view, "lock"):
            proof.put_aside(request, before=float(request.session[sessions.LOCKED]))
            return proof.away_to(request, reverse("accounts:account_locked"))
        if not stands_outside(view, "second_factor") and not sessions.has_second_factor(request):
            proof.put_aside(request)
            return proof.away_to(request, reverse("mfa_index"))
        if request.path == "/" and request.reach.membership is None and not request.user.guest:  # type: ignore[attr-defined]
            return proof.away_to(request, reverse("accounts:account_page"))
        return sessions.kept_answer(request)
