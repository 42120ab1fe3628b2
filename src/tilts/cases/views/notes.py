"""Writing in a case: notes, and what a professional writes for themselves."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, also_seen, door, page, reading
from tilts.access.form_pages import Entry, form_page
from tilts.cases import actions
from tilts.cases.form_pages import in_case
from tilts.cases.forms import CorrectForm, EndForm, NoteForm, OwnNoteForm, SupervisorForm, VoidForm
from tilts.cases.models import Note, PrivilegedNote, ProfessionalSupervision
from tilts.cases.pages import case_of, colleagues_at, zones_written
from tilts.cases.panels.folder import codes
from tilts.ui.paging import page_of

OWN = "cases:own_notes"


@form_page(actions.write_note)
def note_add(request: Request, id: UUID) -> Entry:
    """Write a note; an empty one comes back with a sentence."""
    case = case_of(request, id)
    form = NoteForm(request.POST or None, zones=zones_written(request, case))
    title = _("Write a note")
    return in_case(case, form, title, submit=title, said=_("The note is saved."))


def _note(request: Request, model: Any, id: UUID, note: UUID) -> Any:
    """The note of the address; its case is the one in the address."""
    case = case_of(request, id)
    found = request.reach(model).filter(case=case.pk).get(pk=note)
    found.case = case
    return found


def _corrected(request: Request, note: Any, void: str, back: str = "") -> Entry:
    """The page on which a note is corrected, or taken out."""
    form, said = (
        CorrectForm(request.POST or None, initial={"text": note.text}),
        _("The note is corrected. What stood there before is kept."),
    )
    other = (reverse(void, args=[note.case_id, note.pk]), _("Take it out"))
    return in_case(note, form, _("Correct a note"), said=said, back=back, other=other)


def _taken_out(request: Request, note: Any, back: str = "") -> Entry:
    """The page on which a note is taken out, with a reason."""
    form, title = VoidForm(request.POST or None), _("Take a note out")
    return in_case(note, form, title, submit=title, said=_("The note is taken out."), back=back)


@form_page(actions.correct_note, at="text")
def note_correct(request: Request, id: UUID, note: UUID) -> Entry:
    """Put another text in the place of one's own note."""
    return _corrected(request, _note(request, Note, id, note), "cases:note_void")


@form_page(actions.void_note, at="why")
def note_void(request: Request, id: UUID, note: UUID) -> Entry:
    """Take a note out with a reason."""
    return _taken_out(request, _note(request, Note, id, note))


@form_page(actions.write_privileged, template="cases/own_notes.html")
def own_notes(request: Request, id: UUID) -> Entry:
    """One's own notes in a case, newest first, and the form for another one."""
    case = case_of(request, id)
    mine = request.reach(PrivilegedNote).filter(case=case.pk, author=request.reach.user)
    more = {"case": case, "notes": page_of(mine, request.GET.get("page"))}
    form, title = OwnNoteForm(request.POST or None), _("My own notes")
    return in_case(case, form, title, said=_("The note is saved."), back=OWN, more=more)


@form_page(actions.correct_privileged, at="text")
def own_note_correct(request: Request, id: UUID, note: UUID) -> Entry:
    """Put another text in the place of a note for oneself."""
    return _corrected(request, _note(request, PrivilegedNote, id, note), "cases:own_note_void", OWN)


@form_page(actions.void_privileged, at="why")
def own_note_void(request: Request, id: UUID, note: UUID) -> Entry:
    """Take a note for oneself out."""
    return _taken_out(request, _note(request, PrivilegedNote, id, note), OWN)


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
    known = codes(reach, {one.case_id for one in notes})
    return {
        "mine": [one for one in rows if reach.user and one.user_id == reach.user.pk],
        "supervised": [one for one in rows if reach.user and one.supervisor_id == reach.user.pk],
        "notes": notes,
        "lines": [{"note": one, "code": known.get(one.case_id, "")} for one in notes],
    }


@form_page(actions.name_supervisor, at="supervisor")
def supervisor_name(request: Request) -> Entry:
    """Name one's professional supervisor."""
    others = colleagues_at(request).exclude(pk=request.reach.user.pk)  # type: ignore[union-attr]
    return Entry(
        None,
        SupervisorForm(request.POST or None, colleagues=others),
        title := _("Name my professional supervisor"),
        reverse("cases:supervision"),
        submit=title,
        said=_("From now on they read the notes that you write for yourself."),
        words=_("They will read every note that you write for yourself, in every case, until one of you ends it."),
    )


@form_page(actions.end_supervision)
def supervision_end(request: Request, supervision: UUID) -> Entry:
    """End a professional supervision; either of the two does it."""
    rows = request.reach(ProfessionalSupervision).filter(ends=None).select_related("user", "supervisor")
    found = rows.get(pk=supervision)
    return Entry(
        found,
        EndForm(request.POST if request.method == "POST" else None),
        _("End the supervision"),
        reverse("cases:supervision"),
        said=_("From this moment the notes are closed to them."),
        words=_("%(who)s will no longer read the notes of %(whose)s.") % {"who": found.supervisor, "whose": found.user},
    )
