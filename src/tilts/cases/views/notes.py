"""Writing in a case: notes, and what a professional writes for themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, also_seen, door, page, reading
from tilts.access.told import done
from tilts.cases import actions
from tilts.cases.forms import CorrectForm, EndForm, NoteForm, OwnNoteForm, SupervisorForm, VoidForm
from tilts.cases.models import Case, Note, PrivilegedNote, ProfessionalSupervision
from tilts.cases.views.pages import back_to, case_of, colleagues_at, form_page, zones_written
from tilts.ui.paging import page_of


@door("case.noted")
def note_add(request: Request, id: UUID) -> HttpResponse:
    """Write a note; an empty one comes back with a sentence."""
    case = allowed(request, "case.noted", case_of(request, id))
    form = NoteForm(request.POST or None, zones=zones_written(request, case))
    if request.method == "POST" and form.is_valid():
        actions.write_note(request.reach, case, text=form.cleaned_data["text"], zone=form.chosen_zone)
        messages.success(request, _("The note is saved."))
        return redirect("cases:case_page", id=case.pk)
    return form_page(request, form, title=_("Write a note"), back=back_to(case), case=case)


def _mine(request: Request, rule: str, model: Any, case: Case, note: UUID) -> Any:
    """The note of the address, if one may do this with it; else 404 or 403. Its case is the one in the address."""
    found = request.reach(model).filter(case=case.pk).get(pk=note)
    found.case = case
    return allowed(request, rule, found)


def _correct(request: Request, case: Case, found: Any, verb: Any, back: str, void: str) -> HttpResponse:
    form = CorrectForm(request.POST or None, initial={"text": found.text, "version": found.version})
    if request.method == "POST" and form.is_valid():
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        if done(form, "text", verb, request.reach, found, text=text, seen_version=version):
            messages.success(request, _("The note is corrected. What stood there before is kept."))
            return redirect(back)
    away = {"other": _("Take it out"), "other_url": reverse(void, args=[case.pk, found.pk])}
    return form_page(request, form, title=_("Correct a note"), submit=_("Save"), back=back, case=case, **away)


def _void(request: Request, case: Case, found: Any, verb: Any, back: str) -> HttpResponse:
    form = VoidForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        why, version = form.cleaned_data["why"], form.cleaned_data["version"]
        if done(form, "why", verb, request.reach, found, why=why, seen_version=version):
            messages.success(request, _("The note is taken out."))
            return redirect(back)
    return form_page(request, form, title=_("Take a note out"), back=back, case=case)


@door("case.note_corrected")
def note_correct(request: Request, id: UUID, note: UUID) -> HttpResponse:
    """Put another text in the place of one's own note."""
    case = case_of(request, id)
    found = _mine(request, "case.note_corrected", Note, case, note)
    return _correct(request, case, found, actions.correct_note, back_to(case), "cases:note_void")


@door("case.note_voided")
def note_void(request: Request, id: UUID, note: UUID) -> HttpResponse:
    """Take a note out with a reason."""
    case = case_of(request, id)
    found = _mine(request, "case.note_voided", Note, case, note)
    return _void(request, case, found, actions.void_note, back_to(case))


@door("privileged.noted")
def own_notes(request: Request, id: UUID) -> HttpResponse:
    """One's own notes in a case, newest first, and the form for another one."""
    case = allowed(request, "privileged.noted", case_of(request, id))
    form = OwnNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_privileged(request.reach, case, text=form.cleaned_data["text"])
        messages.success(request, _("The note is saved."))
        return redirect("cases:own_notes", id=case.pk)
    mine = request.reach(PrivilegedNote).filter(case=case.pk, author=request.reach.user)
    notes = page_of(mine, request.GET.get("page"))
    status = 422 if form.errors else 200
    return page(request, "cases/own_notes.html", case=case, notes=notes, form=form, status=status)


@door("privileged.corrected")
def own_note_correct(request: Request, id: UUID, note: UUID) -> HttpResponse:
    """Put another text in the place of a note for oneself."""
    case = case_of(request, id)
    found = _mine(request, "privileged.corrected", PrivilegedNote, case, note)
    verb, back = actions.correct_privileged, back_to(case, "cases:own_notes")
    return _correct(request, case, found, verb, back, "cases:own_note_void")


@door("privileged.voided")
def own_note_void(request: Request, id: UUID, note: UUID) -> HttpResponse:
    """Take a note for oneself out."""
    case = case_of(request, id)
    found = _mine(request, "privileged.voided", PrivilegedNote, case, note)
    return _void(request, case, found, actions.void_privileged, back_to(case, "cases:own_notes"))


@door("privileged.read", long=True)
def supervision(request: Request) -> HttpResponse:
    """Who supervises one professionally; the notes of those whom one supervises, without the names of their cases."""
    with reading(request):
        found = _supervised(request)
        shown = page(request, "cases/supervision.html", **found)
    also_seen(request, "privileged.read", [line["note"].case_id for line in found["lines"]])
    return shown


def _supervised(request: Request) -> dict[str, Any]:
    reach = request.reach
    rows = list(reach(ProfessionalSupervision).filter(ends=None).select_related("user", "supervisor")[:100])
    theirs = reach(PrivilegedNote).exclude(author=reach.user).select_related("author")
    notes = page_of(theirs, request.GET.get("page"))
    codes = dict(reach(Case).filter(pk__in=[one.case_id for one in notes]).order_by().values_list("pk", "code"))
    return {
        "mine": [one for one in rows if reach.user and one.user_id == reach.user.pk],
        "supervised": [one for one in rows if reach.user and one.supervisor_id == reach.user.pk],
        "notes": notes,
        "lines": [{"note": one, "code": codes.get(one.case_id, "")} for one in notes],
    }


@door("supervision.named")
def supervisor_name(request: Request) -> HttpResponse:
    """Name one's professional supervisor."""
    form = SupervisorForm(request.POST or None, colleagues=colleagues_at(request).exclude(pk=request.reach.user.pk))  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["supervisor"]
        if done(form, "supervisor", actions.name_supervisor, request.reach, supervisor=who):
            messages.success(request, _("From now on they read the notes that you write for yourself."))
            return redirect("cases:supervision")
    words = _("They will read every note that you write for yourself, in every case, until one of you ends it.")
    return form_page(
        request, form, title=_("Name my professional supervisor"), back=reverse("cases:supervision"), words=words
    )


@door("supervision.ended")
def supervision_end(request: Request, supervision: UUID) -> HttpResponse:
    """End a professional supervision; either of the two does it."""
    rows = request.reach(ProfessionalSupervision).filter(ends=None).select_related("user", "supervisor")
    found = allowed(request, "supervision.ended", rows.get(pk=supervision))
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, None, actions.end_supervision, request.reach, found):
        messages.success(request, _("From this moment the notes are closed to them."))
        return redirect("cases:supervision")
    words = _("%(who)s will no longer read the notes of %(whose)s.") % {"who": found.supervisor, "whose": found.user}
    return form_page(request, form, title=_("End the supervision"), back=reverse("cases:supervision"), words=words)
