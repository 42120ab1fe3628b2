"""A fresh proof of who somebody is: whether it was given a moment ago, and what waits until it is."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FRESH = "fresh"
KEPT, BACK_TO, CAME_FROM = "kept", "back_to", "came_from"
MOST_KEPT = 300_000
"""Letters of a form that are kept while somebody proves who they are."""


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


def put_aside(request: HttpRequest) -> None:
    """Remember what was asked: the page, or the form with all that was typed. Files cannot be kept."""
    if request.method != "POST":
        request.session[BACK_TO], request.session[CAME_FROM] = request.get_full_path(), page_before(request)
        return
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
        if isinstance(value, str)
    ]
    whole = sum(len(name) + len(value) for name, value in fields) <= MOST_KEPT
    request.session[KEPT] = {
        "path": request.get_full_path(),
        "fields": fields if whole else [],
        "whole": whole,
        "files": bool(request.FILES),
    }


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
