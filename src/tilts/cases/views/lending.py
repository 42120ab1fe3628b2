"""Lending what this file says of a person to another file of the same person, and taking that back."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed
from tilts.access.form_pages import Entry, form_page
from tilts.cases.form_pages import in_case
from tilts.cases.forms import person as forms
from tilts.cases.lent import files_beside, row_of
from tilts.cases.pages import case_of
from tilts.cases.views.person import BACK, PARTS, person_of
from tilts.people import actions
from tilts.people.models import Lending, Standing

LENDABLE: dict[str, Any] = {**{what: back.model for what, back in BACK.items()}, "status": Standing}
"""By the word of its address, every table of rows that lie in a file."""


@form_page(actions.lend_row)
def row_lend(request: Request, id: UUID, person: UUID, what: str, row: UUID) -> Entry:
    """Let a row be read in another file of the same person."""
    case = case_of(request, id)
    if what not in LENDABLE:
        raise Http404
    allowed(request, request.door, case.folder)
    allowed(request, PARTS[what].rule, case.folder)
    found = person_of(request, case, person)
    held = row_of(request, case, found, LENDABLE[what], row)
    files = {str(one.pk): one for one in files_beside(request, case, found.pk).select_related("folder")}
    form = forms.LendForm(request.POST or None, files=[(key, one.code) for key, one in files.items()])
    return in_case(
        case.folder,
        form,
        _("Lend to another file"),
        case=case,
        said=_("It is lent: whoever reads that file reads it there."),
        words=_(
            "It stays written in this file, and only here it is taken back. What leaves the other file (a summary, a "
            "letter, a referral) does not take it along."
        ),
        values=lambda typed: {**typed, "to": files[typed["to"]].folder},
        also={"row": held},
        then=reverse("cases:person_page", args=[case.pk, found.pk]),
    )


@form_page(actions.end_lending)
def lending_end(request: Request, id: UUID, lending: UUID) -> Entry:
    """From this moment the other file reads it no more."""
    case = case_of(request, id)
    allowed(request, request.door, case.folder)
    held = request.reach(Lending).get(pk=lending, folder=case.folder_id)
    there, form = reverse("cases:person_page", args=[case.pk, held.person_id]), forms.TakeBackForm(request.POST or None)
    said = _("It is lent no more.")
    return in_case(held, form, _("No longer lent"), case=case, said=said, then=there)
