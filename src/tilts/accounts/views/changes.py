"""What was asked about colleagues: released by a second person, refused, withdrawn; and the link to hand over."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.accounts import staffing
from tilts.accounts.forms.members import ExceptionForm
from tilts.accounts.links import link_to
from tilts.accounts.models import WAITING, StaffChange
from tilts.accounts.panels import Told

MOST_SHOWN = 200


def _changes(request: Request) -> Any:
    return request.reach(StaffChange).select_related("organisation", "asked_by", "released_by", "site")


def _entry(request: Request, id: UUID, title: str, words: str, said: str, form: Any = None) -> Entry:
    """Ask before it is done; above it stands what was asked, of whom, and by whom."""
    asked = _changes(request).get(pk=id)
    back = reverse("accounts:change_list")
    return Entry(asked, form or Form(), title, back, said=said, words=words, items=Told(request, asked).facts)


def link_page(request: Request, asked: StaffChange, *, opens: bool) -> HttpResponse:
    """The link, shown once and kept nowhere; whether it opens anything it does not say."""
    link = request.build_absolute_uri(link_to(asked.user, opens=opens))
    return page(request, "accounts/member_link.html", asked=asked, link=link)


@door("staff.read")
def change_list(request: Request) -> HttpResponse:
    """What waits, and what was done last."""
    rows = _changes(request).exclude(user=request.reach.user)[:MOST_SHOWN]
    told = [Told(request, one) for one in rows]
    waits = [one for one in told if one.asked.state in WAITING]
    over = [one for one in told if one.asked.state not in WAITING]
    return page(request, "accounts/change_list.html", waits=waits, over=over)


@form_page(staffing.release, fresh=True)
def change_release(request: Request, id: UUID) -> Entry:
    """Release what somebody else asked for."""
    words = _(
        "Release it only if you know that it is right: ask the colleague whom it is about, in person or by phone."
    )
    return _entry(request, id, _("Release"), words, _("It is released."))


@form_page(staffing.release_alone, fresh=True)
def change_alone(request: Request, id: UUID) -> Entry:
    """Release it by a written exception."""
    words = _(
        "Nobody else works here who could release it. Your reason is kept with the day, and those responsible for "
        "data protection in the organisation that runs Tilts read it."
    )
    form = ExceptionForm(request.POST or None)
    return _entry(request, id, _("Release by exception"), words, _("It is released by exception."), form)


@form_page(staffing.refuse)
def change_refuse(request: Request, id: UUID) -> Entry:
    """Refuse it."""
    return _entry(
        request, id, _("Refuse"), _("Then it does not happen. It can be asked for anew."), _("It is refused.")
    )


@form_page(staffing.withdraw)
def change_withdraw(request: Request, id: UUID) -> Entry:
    """Take it back."""
    return _entry(
        request, id, _("Withdraw"), _("Then it does not happen. It can be asked for anew."), _("It is withdrawn.")
    )


@door("password.link_given", fresh=True)
def change_link(request: Request, id: UUID) -> HttpResponse:
    """A one-time link for a password, shown once."""
    asked = allowed(request, "password.link_given", _changes(request).get(pk=id))
    if request.method == "POST":
        return link_page(request, asked, opens=staffing.show_link(request.reach, asked))
    words = _("The link is shown once. Give it to your colleague in person or by phone.")
    entry = _entry(request, id, _("Show the link"), words, "")
    return entry.shown(request)
