"""What `cases` lends to its own pages."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import tilts.cases.due_panels  # noqa: F401 - what is due is lent from there
import tilts.cases.referral_panels  # noqa: F401 - lends its own
from tilts.access.actor import JOB, acting
from tilts.access.asks import folder_by_code, folder_codes, folder_link, folder_shut, folder_url
from tilts.access.doors import Request
from tilts.access.models import Organisation
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows, unscoped
from tilts.cases.lent import beside, course, dates, day, summary
from tilts.cases.models import Case, Party, PartyRole
from tilts.cases.sides import look_again_for
from tilts.kit.panels import panel
from tilts.people.asks import known_anew, merge_shut
from tilts.people.models import Person
from tilts.ui.rail import rail_item

SHUT = "case.closed"
"""Under this a page notes whether a case is closed."""
LENT = (beside, course, dates, day, summary)
"""What is lent by noun."""

rail_item("day", gettext_lazy("My day"), "sun", "cases:my_day", "day.read", order=10)
rail_item("inbox", gettext_lazy("Inbox"), "inbox", "cases:inbox", "inbox.read", order=20)
rail_item("cases", gettext_lazy("Cases"), "folders", "cases:case_list", "cases.read", order=30)
rail_item("search", gettext_lazy("Search"), "search", "cases:search", "people.searched", order=35)


@folder_codes.answer
def codes(reach: Reach, folders: set[UUID]) -> dict[UUID, str]:
    """The codes of these cases, as far as this actor may know of them."""
    return dict(reach(Case).filter(pk__in=folders).order_by().values_list("pk", "code"))


@folder_by_code.answer
def by_code(organisation: Organisation, code: str) -> UUID | None:
    """The case under this code in an organisation, whoever asks: for emergencies and for oversight."""
    rows = unscoped(Case, reason="a case by its exact code, of which the asker is told nothing")
    cases = rows.filter(organisation=organisation, code__iexact=code.strip()).order_by("pk")
    with acting(JOB):
        found: UUID | None = cases.values_list("pk", flat=True).first()
    return found


@folder_url.answer
def url(folder: UUID) -> str:
    """Where a case is opened."""
    return reverse("cases:case_page", kwargs={"id": folder})


@folder_link.answer
def link(request: Request, folder: UUID) -> str:
    """The way from a room that knows only the folder back to its case."""
    case = request.reach(Case).filter(pk=folder).first()
    return format_html('<a href="{}">{}</a>', reverse("cases:case_page", args=[case.pk]), case.code) if case else ""


@folder_shut.answer
def shut(reach: Reach, folder: UUID) -> str:
    """A closed case takes nothing more; a page that has the case at hand has noted it."""
    closed = reach.found(SHUT, folder)
    if closed is None:
        closed = reach(Case).filter(pk=folder).exclude(closed_on=None).exists()
        reach.note(SHUT, folder, closed)
    return _("This case is closed.") if closed else ""


def led_by_me(reach: Reach) -> Rows:
    """The newest open cases that this colleague leads."""
    return reach(Case).open().with_lead().filter(lead=reach.user)[:10]


@panel("day", title=gettext_lazy("My cases"), order=40)
def my_cases(request: Request, subject: Any) -> str:
    """The open cases that one leads."""
    if not request.reach.may("cases.read"):
        return ""
    return render_to_string("cases/_my_cases.html", {"cases": ask(request.reach, led_by_me)}, request=request)


@merge_shut.answer
def opposite_sides(one: UUID, other: UUID) -> str:
    """Two who stand on opposite sides of one case are not one human being. Ask as a job, after the rule said yes."""
    rows = unscoped(Party, reason="two persons who stand against each other are not merged").filter(voided_at=None)
    accused = rows.filter(role=PartyRole.ALLEGED)
    for left, right in ((one, other), (other, one)):
        cases = accused.filter(person=left).values("case")
        if rows.filter(case__in=cases, person=right).exclude(role=PartyRole.ALLEGED).exists():
            return _("They stand on opposite sides of one case. Look again who is who.")
    return ""


@known_anew.answer
def sides_of_known(reach: Reach, person: Person) -> dict[str, list[str]]:
    """Whoever bears another name, birth date or code from now on may stand against somebody under it."""
    return look_again_for(reach, person)
