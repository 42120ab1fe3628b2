"""What is kept beside the course of a case: its ends, that somebody looked for conflicts, what other rooms lend."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_of
from tilts.access.doors import Request, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.reach import NotAllowed
from tilts.cases import actions
from tilts.cases.form_pages import in_case
from tilts.cases.forms import CloseForm, EndForm, ReopenForm
from tilts.cases.models import ChildReport, Closing, ConflictCheck
from tilts.cases.pages import case_of, sheets

FILE = "cases:case_file"
MAY = ("conflict.checked", "child_report.written", "case.reopened")


@door("cases.read")
def case_file(request: Request, id: UUID) -> HttpResponse:
    """Everything of the file that is not its course."""
    case = case_of(request, id)
    if not request.reach.zones(case.folder_id).services:
        raise NotAllowed(_("You do not work on this case."))
    reach = request.reach
    return page(
        request,
        "cases/case_file.html",
        case=case,
        closings=reach(Closing).filter(case=case).select_related("closed_by", "reopened_by")[:20],
        checks=reach(ConflictCheck).filter(case=case).select_related("by")[:5],
        reports=reach(ChildReport).filter(case=case)[:20],
        acts=sheets(request, "case.papers.acts", case),
        papers=sheets(request, "case.papers", case),
        side=sheets(request, "case.papers.side", case),
        today=timezone.localdate(),
        may={name.replace(".", "_"): bool(reach.may(name, record=case)) for name in MAY},
    )


@form_page(actions.check_conflicts)
def case_check(request: Request, id: UUID) -> Entry:
    """Have the case compared with the others; the page says that it was done, never what was found."""
    return in_case(
        case_of(request, id),
        EndForm(request.POST if request.method == "POST" else None),
        _("Check for a conflict"),
        said=_("The check is done. If there is anything, those who answer for it are told."),
        words=_("Everybody in this case is compared with the other side of every case of the office."),
        back=FILE,
    )


@form_page(actions.close_case, at="closed_on")
def case_close(request: Request, id: UUID) -> Entry:
    """Close the case with its outcome; if somebody wrote in between, the second writer is told and keeps the text."""
    case, title = case_of(request, id), _("Close the case")
    items = [_("Still open: %(what)s") % {"what": words} for words in actions.obligations_of(case)]
    form = CloseForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    said = _("Case %(code)s is closed.") % {"code": code_of(request.reach, case)}
    return in_case(case, form, title, submit=title, said=said, items=items)


@form_page(actions.reopen_case, at="reason")
def case_reopen(request: Request, id: UUID) -> Entry:
    """Open a closed case again, with a reason."""
    case, form, title = case_of(request, id), ReopenForm(request.POST or None), _("Open the case again")
    said = _("Case %(code)s is open again.") % {"code": code_of(request.reach, case)}
    return in_case(case, form, title, submit=title, said=said)
