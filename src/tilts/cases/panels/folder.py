"""What `cases` answers about the folders that are its cases: codes, addresses, whether one is shut."""

from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tilts.access.actor import JOB, acting
from tilts.access.asks import folder_by_code, folder_codes, folder_link, folder_shut, folder_url
from tilts.access.codes import code_of, code_words
from tilts.access.doors import Request
from tilts.access.models import Organisation
from tilts.access.reach import Reach, unscoped
from tilts.cases.models import Case
from tilts.cases.pages import SHUT
from tilts.kit.codes import typed_code


@folder_codes.answer
def codes(reach: Reach, folders: set[UUID]) -> dict[UUID, str]:
    """The codes of these cases, as far as this actor may know of them."""
    rows = reach(Case).filter(pk__in=folders).order_by().values_list("pk", "code", "organisation")
    return {pk: code_words(reach, code, organisation) for pk, code, organisation in rows}


@folder_by_code.answer
def by_code(organisation: Organisation, code: str) -> UUID | None:
    """The case under this code in an organisation, whoever asks: for emergencies and for oversight."""
    rows = unscoped(Case, reason="a case by its exact code, of which the asker is told nothing")
    cases = rows.filter(organisation=organisation, code=typed_code(code)).order_by("pk")
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
    return format_html('<a href="{}">{}</a>', url(case.pk), code_of(request.reach, case)) if case else ""


@folder_shut.answer
def shut(reach: Reach, folder: UUID) -> str:
    """A closed case takes nothing more; a page that has the case at hand has noted it."""
    closed = reach.found(SHUT, folder)
    if closed is None:
        closed = reach(Case).filter(pk=folder).exclude(closed_on=None).exists()
        reach.note(SHUT, folder, closed)
    return _("This case is closed.") if closed else ""
