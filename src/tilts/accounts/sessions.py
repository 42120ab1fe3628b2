"""What a session remembers: since when, last used, locked, in which role, and where somebody wanted to go.

Everything lies sealed in the table of sessions (`accounts.session_store`); nothing of it travels in addresses.
"""

import time
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tilts.access.models import Membership, User
from tilts.access.prepared import look_up
from tilts.access.proof import BACK_TO, CAME_FROM, FRESH, KEPT
from tilts.accounts.models import ChangeKind, ChangeState, StaffChange

BEGUN, USED, LOCKED = "begun", "used", "locked"
MEMBERSHIP, ROLE = "membership", "role"
SECOND_FACTOR = "second_factor"
ANSWER = "answer"
STEP_SECONDS = 30
"""How exactly use is noted: a session is not written at every request."""
POLL_HEADER = "X-Tilts-Poll"
"""A request that a page makes by itself carries it; such a request is no use."""
MOST_ANSWERED = 1_000_000
"""Letters of a page that answers a form."""


def working(*, user: UUID, now: datetime) -> QuerySet[Membership]:
    """The memberships of a user that run at a moment, longest first."""
    mine = Membership.objects.filter(Q(ends=None) | Q(ends__gt=now), user=user, starts__lte=now)
    return mine.select_related("organisation", "site", "user")


class SignedIn(AuthenticationBackend):
    """Who a session is: the account is read together with where it works, for every request asks both."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, if it is open."""
        mine = look_up(working, user=UUID(str(user_id)), now=timezone.now())
        user = mine[0].user if mine else User.objects.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.read_with_it = mine  # type: ignore[attr-defined]
        return user


def memberships_now(user: User) -> list[Membership]:
    """Where somebody works today, longest first."""
    read: list[Membership] | None = getattr(user, "read_with_it", None)
    return look_up(working, user=user.pk, now=timezone.now()) if read is None else read


def open_to(request: HttpRequest, mine: list[Membership]) -> list[Membership]:
    """Those in which this session may act: an organisation ended the sessions of its own people that are older."""
    begun = float(request.session.get(BEGUN, time.time()))
    return [one for one in mine if one.sessions_ended_at is None or one.sessions_ended_at.timestamp() < begun]


def is_offered_work(user: Any) -> bool:
    """Whether this account has a work to accept."""
    rows = StaffChange._base_manager.filter(user=user.pk, kind=ChangeKind.HIRE, state=ChangeState.RELEASED)
    return bool(rows.exists())


def act_as(request: HttpRequest, membership: Membership) -> None:
    """Remember the organisation and the role in which this session acts."""
    request.session[MEMBERSHIP], request.session[ROLE] = str(membership.pk), membership.role


def acting_membership(request: HttpRequest, mine: list[Membership]) -> Membership | None:
    """The membership of this session; the first one is chosen at the first request, none if the chosen one is over."""
    mine = open_to(request, mine)
    if MEMBERSHIP in request.session:
        seen = request.session[MEMBERSHIP], request.session.get(ROLE)
        return next((one for one in mine if (str(one.pk), one.role) == seen), None)
    if mine:
        act_as(request, mine[0])
        return mine[0]
    return None


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in."""
    now = time.time()
    request.session[BEGUN] = request.session[USED] = request.session[FRESH] = now


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session proved more than a password, or set up what does so, or need not.

    What the account has proves nothing of whoever sits here: a session that was begun by a password alone before the
    owner set up a second factor is not the owner's.
    """
    return settings.DEMO or bool(request.session.get(SECOND_FACTOR))


def end_all(user: User) -> None:
    """Every session of this account is over at its next request, on every machine."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])


def set_up_second_factor(request: HttpRequest) -> None:
    """A second factor was set up in this session: it counts as proved here, and every other session is over."""
    user: Any = request.user
    end_all(user)
    update_session_auth_hash(request, user)
    request.session[SECOND_FACTOR] = True


def _is_unproved(request: HttpRequest) -> bool:
    """Whether the account has a second factor that this session never saw."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return not has_second_factor(request) and Authenticator.objects.filter(user=request.user, type__in=kinds).exists()


def why_over(request: HttpRequest) -> str:
    """Why this session ends now: `closed` (the account), `moved` (the job), `long` (the working day); or nothing.

    `unproved`: it was begun by a password alone, and the account has a second factor by now. A guest's session is not
    locked, for a guest has nothing to unlock it with: left alone it ends (`left`).
    """
    session = request.session
    if not request.user.is_authenticated:
        return "closed"
    if request.user.guest and time.time() - session.get(USED, 0) > settings.SESSION_IDLE_SECONDS:
        return "left"
    if MEMBERSHIP in session and request.reach.membership is None:  # type: ignore[attr-defined]
        return "moved"
    begun = session.setdefault(BEGUN, time.time())
    if time.time() - begun > settings.SESSION_WHOLE_SECONDS:
        return "long"
    return "unproved" if _is_unproved(request) else ""


def note_use(request: HttpRequest) -> bool:
    """Note that the session is used; True if it has been left alone for so long that it is locked now."""
    session, now = request.session, time.time()
    if LOCKED in session:
        return False
    used = session.setdefault(USED, now)
    if now - used > settings.SESSION_IDLE_SECONDS:
        lock(request)
        return True
    if now - used > min(STEP_SECONDS, settings.SESSION_IDLE_SECONDS / 4) and POLL_HEADER not in request.headers:
        session[USED] = now
    return False


def lock(request: HttpRequest) -> None:
    """Nothing more is shown until it is unlocked; what was proved before counts no more."""
    request.session[LOCKED], request.session[FRESH] = time.time(), 0


def is_locked(request: HttpRequest) -> bool:
    """Whether the session is locked."""
    return LOCKED in request.session


def unlock(request: HttpRequest) -> None:
    """Go on where it was locked."""
    request.session.pop(LOCKED, None)
    request.session[USED] = time.time()


def confirmed_since_lock(request: HttpRequest) -> bool:
    """Whether somebody proved who they are after the session was locked."""
    return float(request.session.get(FRESH, 0)) > float(request.session.get(LOCKED, 0))


def put_back(request: HttpRequest) -> tuple[str, str]:
    """Where somebody wanted to go when they were stopped, and the page before."""
    session = request.session
    session.pop(KEPT, None)
    return session.pop(BACK_TO, "") or "/", session.pop(CAME_FROM, "")


def keep_answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that answers a form is opened by an address of its own.

    Browsers write the body of a form into their files together with the page that answered it: what was searched for,
    a refused form. So the page is put aside and the browser is sent to the same address to open it. Only where a
    person sends a form from a page (`Sec-Fetch-Mode`); scripts and programs get their answer at once.
    """
    asked = request.method == "POST" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if not asked or response.streaming or response.status_code not in (200, 422):
        return response
    words = response.content.decode(errors="replace")
    if not response.headers.get("Content-Type", "").startswith("text/html") or len(words) > MOST_ANSWERED:
        return response
    path = request.get_full_path()
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
    request.session[ANSWER] = {"path": path, "page": words, "status": response.status_code, "nonce": nonce}
    sent = HttpResponse(status=303)
    sent["Location"] = path
    return sent


def kept_answer(request: HttpRequest) -> HttpResponse | None:
    """The page that was put aside for this address, once."""
    kept = request.session.pop(ANSWER, None) if ANSWER in request.session else None
    if not kept or request.method != "GET" or kept["path"] != request.get_full_path():
        return None
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
    return HttpResponse(kept["page"].replace(kept["nonce"], nonce), status=kept["status"])
