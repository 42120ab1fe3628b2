"""What the pages of a request share: finding it, a page with one form, a button."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request
from tilts.access.form_pages import Entry, Press
from tilts.rights.models import RightsRequest


def request_of(request: Request, id: UUID) -> RightsRequest:
    """The request within reach, with everybody who had a hand in it."""
    rows = request.reach(RightsRequest).select_related(
        "organisation", "proposed_by", "confirmed_by", "seconded_by", "second", "ended_by", "released_by"
    )
    found: RightsRequest = rows.get(pk=id)
    return found


def page_of_request(asked: RightsRequest) -> str:
    """The address of the page of a request."""
    return reverse("rights:request_page", args=[asked.pk])


def step(asked: RightsRequest, form: Form, title: str, said: str = "", **more: Any) -> Entry:
    """A page with one form about a request: its title is its button."""
    lead = f"{asked.get_kind_display()} · {asked.shown_name}"
    more = {"back": page_of_request(asked), "lead": lead, "submit": title, **more}
    return Entry(asked, form, title, said=said or _("Saved."), **more)


def press(asked: RightsRequest, said: str, **values: Any) -> Press:
    """A button on the page of a request."""
    return Press(asked, page_of_request(asked), said, values)
