"""A fresh proof of who somebody is: whether it was given a moment ago, and what waits until it is."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tilts.access.drafts import keep_what_came

FRESH = "fresh"
KEPT, BACK_TO, CAME_FROM = "kept", "back_to", "came_from"


def confirm(request: HttpRequest) -> None:
    """Somebody has just proved who they are."""
    request.session[FRESH] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    """Whether that was a moment ago."""
    return time.time() - float(request.session.get(FRESH, 0)) < settings.FRESH_SECONDS


def page_before(request: HttpRequest) -> str:
    """The page of ours on which a link was pressed."""
    referrer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure())
    return "/" + referrer.split("/", 3)[3].lstrip("/\\") if ours and referrer.count("/") > 2 else ""


def put_aside(request: HttpRequest, *, before: float | None = None) -> None:
    """Remember where somebody wanted to go, and what they typed; it is shown again, never sent by itself.

    A form is kept if its page was drawn `before` the session was locked; files never are.
    """
    request.put_aside = True  # type: ignore[attr-defined]
    session, came_from = request.session, page_before(request)
    if request.method != "POST":
        session[BACK_TO], session[CAME_FROM] = request.get_full_path(), came_from
        return
    kept = keep_what_came(request, before=before)
    session[BACK_TO], session[CAME_FROM] = request.get_full_path() if kept else came_from or "/", ""
    session[KEPT] = {"whole": kept is not None, "files": bool(request.FILES)}


def away_to(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect, for pages and for fragments of pages alike."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def ask_again(request: HttpRequest) -> HttpResponse:
    """Send to the page that asks who it is; afterwards what was asked for goes on."""
    put_aside(request)
    back = reverse("accounts:account_back")
    return away_to(request, f"{reverse('account_reauthenticate')}?next={back}")
