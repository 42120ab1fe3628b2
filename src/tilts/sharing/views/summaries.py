"""The numbers of a case elsewhere, and the summary that is copied there."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.codes import code_for_all
from tilts.access.doors import Request, allowed, door, page
from tilts.access.form_pages import Entry, form_page
from tilts.access.told import done
from tilts.cases.form_pages import in_case
from tilts.cases.forms import EndForm
from tilts.cases.models import Case
from tilts.cases.pages import case_of
from tilts.sharing import actions
from tilts.sharing.asks import summary
from tilts.sharing.forms import ExternalForm, SummaryForm
from tilts.sharing.models import ExternalId, SummaryFor
from tilts.ui.local import day_words as local_date

FILE = "cases:case_file"


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
            return page(request, "sharing/case_summary.html", case=case, text=text)
    words = _("What you choose is written in the trace. Only what you may read yourself is offered.")
    return in_case(case, form, _("Summary to copy"), submit=_("Show"), words=words, back=FILE).shown(request)


def _text(request: Request, case: Case, purpose: str, chosen: list[tuple[Any, list[str]]]) -> str:
    who = f"{request.reach.user}, {local_date(timezone.localdate())}"
    head = [_("Case %(code)s") % {"code": code_for_all(case)}, _("For: %(whom)s") % {"whom": SummaryFor(purpose).label}]
    head.append(_("Chosen by: %(who)s") % {"who": who})
    blocks = ["\n".join([f"{title}:", *lines]) for title, lines in chosen]
    return "\n\n".join(["\n".join(head), *blocks])
