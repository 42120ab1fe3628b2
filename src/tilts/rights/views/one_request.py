"""What the pages of a request share: finding it, a page with one form, a button."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, page
from tilts.access.told import done, pressed
from tilts.rights.models import RightsRequest

Do = Callable[[RightsRequest, Any], Any]


def request_of(request: Request, id: UUID) -> RightsRequest:
    """The request within reach, with everybody who had a hand in it."""
    rows = request.reach(RightsRequest).select_related(
        "organisation", "proposed_by", "confirmed_by", "seconded_by", "second", "ended_by", "released_by"
    )
    found: RightsRequest = rows.get(pk=id)
    return found


def step(request: Request, id: UUID, rule: str, form: Any, title: str, do: Do, said: str = "") -> HttpResponse:
    """A page with one form: a refusal stands in the form, nothing typed is lost."""
    asked = allowed(request, rule, request_of(request, id))
    if request.method == "POST" and form.is_valid() and done(form, None, do, asked, form):
        messages.success(request, said or _("Saved."))
        return redirect("rights:request_page", id=asked.pk)
    status = 422 if form.errors else 200
    return page(request, "rights/request_step.html", asked=asked, form=form, title=title, status=status)


def press(request: Request, id: UUID, rule: str, do: Callable[[RightsRequest], Any], said: str) -> HttpResponse:
    """A button: a refusal is said on the page of the request."""
    asked = allowed(request, rule, request_of(request, id))
    if request.method == "POST":
        pressed(request, said, do, asked)
    return redirect("rights:request_page", id=asked.pk)
