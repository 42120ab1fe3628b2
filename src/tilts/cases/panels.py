"""What `cases` lends to its own pages."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actor import JOB, acting
from tilts.access.models import Organisation
from tilts.access.reach import Reach, unscoped
from tilts.cases.models import Case, Note
from tilts.kit.panels import panel
from tilts.kit.timeline import Moment
from tilts.ui.rail import rail_item

rail_item("day", gettext_lazy("My day"), "sun", "cases:my_day", "day.read", order=10)
rail_item("inbox", gettext_lazy("Inbox"), "inbox", "cases:inbox", "inbox.read", order=20)
rail_item("cases", gettext_lazy("Cases"), "folders", "cases:case_list", "cases.read", order=30)
rail_item("search", gettext_lazy("Search"), "search", "cases:search", "people.searched", order=35)


@panel("folder_codes", title=gettext_lazy("Cases"))
def codes(reach: Reach, folders: set[UUID]) -> dict[UUID, str]:
    """The codes of these cases, as far as this actor may know of them."""
    return dict(reach(Case).filter(pk__in=folders).order_by().values_list("pk", "code"))


@panel("folder_by_code", title=gettext_lazy("Cases"))
def by_code(organisation: Organisation, code: str) -> UUID | None:
    """The case under this code in an organisation, whoever asks: for emergencies and for oversight."""
    rows = unscoped(Case, reason="a case by its exact code, of which the asker is told nothing")
    cases = rows.filter(organisation=organisation, code__iexact=code.strip()).order_by("pk")
    with acting(JOB):
        found: UUID | None = cases.values_list("pk", flat=True).first()
    return found


@panel("folder_url", title=gettext_lazy("Cases"))
def url(folder: UUID) -> str:
    """Where a case is opened."""
    return reverse("cases:case_page", kwargs={"id": folder})


@panel("case.timeline", title=gettext_lazy("Notes"), order=10)
def notes(request: Any, case: Case) -> list[Moment]:
    """Notes and the opening itself."""
    rows = request.reach(Note).filter(case=case).select_related("author")[:200]
    return [
        Moment(at=note.at, kind=_("Notes"), title=_("Note"), detail=note.text, by=str(note.author or ""))
        for note in rows
    ]


@panel("folder_link", title=gettext_lazy("Case"))
def link(request: Any, folder: UUID) -> str:
    """The way from a room that knows only the folder back to its case."""
    case = request.reach(Case).filter(pk=folder).first()
    return format_html('<a href="{}">{}</a>', reverse("cases:case_page", args=[case.pk]), case.code) if case else ""


@panel("folder_shut", title=gettext_lazy("Case"))
def shut(reach: Any, folder: UUID) -> str:
    """A closed case takes nothing more."""
    closed = reach(Case).filter(pk=folder).exclude(closed_on=None).exists()
    return _("This case is closed.") if closed else ""


@panel("day", title=gettext_lazy("My cases"), order=40)
def my_cases(request: Any, subject: Any) -> str:
    """The open cases that one leads."""
    if not request.reach.may("cases.read"):
        return ""
    rows = request.reach(Case).open().with_lead().filter(lead=request.reach.user)[:10]
    return render_to_string("cases/_my_cases.html", {"cases": rows}, request=request)
