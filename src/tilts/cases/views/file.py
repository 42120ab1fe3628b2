"""What is kept beside the course of a case: numbers elsewhere, summaries, ends, that somebody looked for conflicts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page
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
from tilts.cases.views.pages import back_to, case_of, form_page
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


@door("case.external_kept")
def external_add(request: Request, id: UUID) -> HttpResponse:
    """Write down the number of the case in another register."""
    case = allowed(request, "case.external_kept", case_of(request, id))
    form = ExternalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done(form, "value", actions.keep_external, request.reach, case, **form.cleaned_data):
            messages.success(request, _("The number is written down."))
            return redirect(FILE, id=case.pk)
    return form_page(request, form, title=_("Number in another register"), back=back_to(case, FILE), case=case)


@door("case.external_voided")
def external_remove(request: Request, id: UUID, number: UUID) -> HttpResponse:
    """Take a wrong number out."""
    case = case_of(request, id)
    found = request.reach(ExternalId).select_related("case").filter(case=case).get(pk=number)
    known = allowed(request, "case.external_voided", found)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, None, actions.void_external, request.reach, known):
        messages.success(request, _("The number is taken out."))
        return redirect(FILE, id=case.pk)
    words = f"{known.get_kind_display()}: {known.value}"
    title = _("Take the number out")
    return form_page(request, form, title=title, back=back_to(case, FILE), case=case, words=words)


@door("conflict.checked")
def case_check(request: Request, id: UUID) -> HttpResponse:
    """Have the case compared with the others; the page says that it was done, never what was found."""
    case = allowed(request, "conflict.checked", case_of(request, id))
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, None, actions.check_conflicts, request.reach, case):
        messages.success(request, _("The check is done. If there is anything, those who answer for it are told."))
        return redirect(FILE, id=case.pk)
    words = _("Everybody in this case is compared with the other side of every case of the office.")
    return form_page(request, form, title=_("Check for a conflict"), back=back_to(case, FILE), case=case, words=words)


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
    title, back = _("Summary to copy"), back_to(case, FILE)
    return form_page(request, form, title=title, submit=_("Show"), back=back, case=case, words=words)


def _text(request: Request, case: Case, purpose: str, chosen: list[tuple[Any, list[str]]]) -> str:
    who = f"{request.reach.user}, {local_date(timezone.localdate())}"
    head = [_("Case %(code)s") % {"code": case.code}, _("For: %(whom)s") % {"whom": SummaryFor(purpose).label}]
    head.append(_("Chosen by: %(who)s") % {"who": who})
    blocks = ["\n".join([f"{title}:", *lines]) for title, lines in chosen]
    return "\n\n".join(["\n".join(head), *blocks])


@door("case.closed")
def case_close(request: Request, id: UUID) -> HttpResponse:
    """Close the case with its outcome; if somebody wrote in between, the second writer is told and keeps the text."""
    case = allowed(request, "case.closed", case_of(request, id))
    today = timezone.localdate().isoformat()
    items = [_("Still open: %(what)s") % {"what": words} for words in actions.obligations_of(case)]
    form = CloseForm(request.POST or None, initial={"closed_on": today, "version": case.version})
    if request.method == "POST" and form.is_valid():
        facts = {**form.facts(), "seen_version": form.cleaned_data["version"]}
        if done(form, form.refused_at(bool(items)), actions.close_case, request.reach, case, **facts):
            messages.success(request, _("Case %(code)s is closed.") % {"code": case.code})
            return redirect("cases:case_page", id=case.pk)
    return form_page(request, form, title=_("Close the case"), back=back_to(case), case=case, items=items)


@door("case.reopened")
def case_reopen(request: Request, id: UUID) -> HttpResponse:
    """Open a closed case again, with a reason."""
    case = allowed(request, "case.reopened", case_of(request, id))
    form = ReopenForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        facts = {"reason": form.cleaned_data["reason"], "seen_version": form.cleaned_data["version"]}
        if done(form, "reason", actions.reopen_case, request.reach, case, **facts):
            messages.success(request, _("Case %(code)s is open again.") % {"code": case.code})
            return redirect("cases:case_page", id=case.pk)
    return form_page(request, form, title=_("Open the case again"), back=back_to(case), case=case)
