"""The tabs of this room, as far as the rules open them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tilts.access.doors import Request

TABS = (
    ("requests", _("Requests"), "rights:request_list", "rights.read"),
    ("keeping", _("Keeping and erasing"), "rights:keeping_page", "retention.read"),
    ("breaches", _("Breaches"), "rights:breach_list", "breach.read"),
    ("processing", _("Register of processing"), "rights:processing_list", "processing.read"),
)


@dataclass(frozen=True)
class Tab:
    """One tab."""

    label: str | Promise
    url: str
    here: bool


def tabs_for(request: Request, here: str) -> list[Tab]:
    """The tabs that this actor may enter."""
    return [Tab(label, reverse(url), key == here) for key, label, url, rule in TABS if request.reach.may(rule)]
