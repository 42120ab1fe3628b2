"""Pages for what went wrong: in the reader's language, with no word about what is inside."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _said(request: HttpRequest, template: str, status: int, **told: Any) -> HttpResponse:
    """A page without any data: it must stand when everything else is broken."""
    return HttpResponse(render_to_string(template, {"request": None, "sentence": "", **told}), status=status)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came is no request of ours."""
    return _said(request, "400.html", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 outside our doors."""
    return _said(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours; the same words. What was typed comes back to whoever typed it."""
    return _said(request, "404.html", 404, typed=getattr(exception, "typed", ()))


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    return _said(request, "500.html", 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from a page of ours, or from one that is too old."""
    return _said(request, "csrf.html", 403)
