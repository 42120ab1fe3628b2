"""What is kept beside the course of a case: numbers elsewhere, summaries, ends, that somebody looked for conflicts."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.reach import NotAllowed
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.asks import summary
from tilts.cases.forms import CloseForm, EndForm, ExternalForm, ReopenForm, SummaryForm
from tilts.cases.models import (
    Case,
    CaseSummary,
    ChildReport,
    Closing,
    ConflictCheck,
    ExternalId,
    SummaryFor,
    Transfer,
)
from tilts.cases.views.one_form import in_case
from tilts.cases.views.pages import case_of
from tilts.ui.local import day_words as local_date

FILE = "cases:case_file"
MAY = (
    "case.external_kept",
    "case.summarised",
    "conflict.checked",
    "child_report.written",
    "transfer.offered",
    "case.reopened",
)


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
        numbers=reach(ExternalId).filter(case=case)[:50],
        summaries=reach(CaseSummary).filter(case=case).select_related("by")[:10],
        closings=reach(Closing).filter(case=case).select_related("closed_by", "reopened_by")[:20],
        checks=reach(ConflictCheck).filter(case=case).select_related("by")[:5],
        reports=reach(ChildReport).filter(case=case)[:20],
        offers=reach(Transfer).filter(case=case.pk).select_related("to")[:10],
        today=timezone.localdate(),
        may={name.replace(".", "_"): bool(reach.may(name, record=case)) for name in MAY},
    )


@form_page(actions.keep_external, at="value")
def external_add(request: Request, id: UUID) -> Entry:
    """Write down the number of the case in another register."""
    form, said = ExternalForm(request.POST or None), _("The number is written down.")
    return in_case(case_of(request, id), form, _("Number in another register"), said=said, back=FILE)


@form_page(actions.void_external)
def external_remove(request: Request, id: UUID, number: UUID) -> Entry:
    """Take a wrong number out."""
    found = request.reach(ExternalId).filter(case=case_of(request, id)).select_related("case").get(pk=number)
    form, words = (
        EndForm(request.POST if request.method == "POST" else None),
        f"{found.get_kind_display()}: {found.value}",
    )
    return in_case(found, form, _("Take the number out"), said=_("The number is taken out."), back=FILE, words=words)


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


def _parts(request: Request, case: Case) -> dict[str, tuple[Any, list[str]]]:
    """The parts that one may read, with their lines."""
    lent = {part.slug: (part.title, part.given(request, case)) for part in summary.parts}
    return {slug: part for slug, part in lent.items() if part[1]}


@door("case.summarised", fresh=True)
def case_summary(request: Request, id: UUID) -> HttpResponse:
    """Choose for whom and what; then a block of plain text to be copied, so that nobody types twice."""
    case = allowed(request, "case.summarised", case_of(request, id))
    parts = _parts(request, case)
    form = SummaryForm(request.POST or None, parts=[(slug, title) for slug, (title, _lines) in parts.items()])
    if request.method == "POST" and form.is_valid():
        if done(form, None, actions.summarise, request.reach, case, **form.cleaned_data):
            chosen = [parts[slug] for slug in form.cleaned_data["parts"]]
            text = _text(request, case, form.cleaned_data["purpose"], chosen)
            return page(request, "cases/case_summary.html", case=case, text=text)
    words = _("What you choose is written in the trace. Only what you may read yourself is offered.")
    return in_case(case, form, _("Summary to copy"), submit=_("Show"), words=words, back=FILE).shown(request)


def _text(request: Request, case: Case, purpose: str, chosen: list[tuple[Any, list[str]]]) -> str:
    who = f"{request.reach.user}, {local_date(timezone.localdate())}"
    head = [_("Case %(code)s") % {"code": case.code}, _("For: %(whom)s") % {"whom": SummaryFor(purpose).label}]
    head.append(_("Chosen by: %(who)s") % {"who": who})
    blocks = ["\n".join([f"{title}:", *lines]) for title, lines in chosen]
    return "\n\n".join(["\n".join(head), *blocks])


@form_page(actions.close_case, at="closed_on")
def case_close(request: Request, id: UUID) -> Entry:
    """Close the case with its outcome; if somebody wrote in between, the second writer is told and keeps the text."""
    case, title = case_of(request, id), _("Close the case")
    items = [_("Still open: %(what)s") % {"what": words} for words in actions.obligations_of(case)]
    form = CloseForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    said = _("Case %(code)s is closed.") % {"code": case.code}
    return in_case(case, form, title, submit=title, said=said, items=items)


@form_page(actions.reopen_case, at="reason")
def case_reopen(request: Request, id: UUID) -> Entry:
    """Open a closed case again, with a reason."""
    case, form, title = case_of(request, id), ReopenForm(request.POST or None), _("Open the case again")
    said = _("Case %(code)s is open again.") % {"code": case.code}
    return in_case(case, form, title, submit=title, said=said)
