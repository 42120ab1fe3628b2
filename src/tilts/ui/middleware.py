"""Headers that every answer wears, word for word, static files and error pages included; and words for bare errors."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONCE
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

EVERYWHERE = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
}
"""The same on every answer. The policy of contents stands in the settings: its nonce is another one each time."""
HSTS = f"max-age={31_536_000}"
"""Only behind https."""


def policy_of_contents(nonce: str) -> str:
    """The policy of the settings in their order, so that it reads the same in every process."""
    directives: Any = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    words = {
        name: " ".join(f"'nonce-{nonce}'" if one is NONCE else one for one in told) for name, told in directives.items()
    }
    return "; ".join(f"{name} {told}" for name, told in words.items())


def worn(nonce: str) -> dict[str, str]:
    """What every page wears; an answer that no middleware sees puts it on by itself."""
    always = {"Content-Security-Policy": policy_of_contents(nonce), "Server": "Tilts", **EVERYWHERE}
    secure = {"Strict-Transport-Security": HSTS} if settings.HTTPS else {}
    return always | secure | {"Cache-Control": "no-store"}


class HeadersMiddleware:
    """Pages are never kept by a browser or a proxy; static files may be. A file that came in keeps its sandbox."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # one for every answer, whether or not a page asks
        response = self.get_response(request)
        if not response.headers.get("Content-Security-Policy", "").startswith("sandbox"):
            response.headers["Content-Security-Policy"] = policy_of_contents(nonce)
        response.headers["Server"] = "Tilts"
        for name, words in EVERYWHERE.items():
            response.headers[name] = words
        if settings.HTTPS:
            response.headers["Strict-Transport-Security"] = HSTS
        if not request.path_info.startswith(settings.STATIC_URL) or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
            if "Expires" in response.headers:
                del response.headers["Expires"]
        return response


METHODS = ("GET", "HEAD", "POST")
"""What pages are opened and forms are sent with."""


class MethodsMiddleware:
    """Whatever else somebody sends is turned away before anything runs: no session, no look, no limit, no view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class WordsForErrorsMiddleware:
    """An error that Django answers with an empty page gets a sentence in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            said = render(request, "405.html", status=405)
            said.headers["Allow"] = response.headers.get("Allow", "")
            return said
        return response
