"""Writing in a case: notes in a zone, and what a professional writes for themselves."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import Stale, action, save_over
from tilts.access.models import User
from tilts.access.reach import NotAllowed, Reach, Refused, roles
from tilts.cases.models import Case, Note, NoteVoided, NoteZone, PrivilegedNote, ProfessionalSupervision
from tilts.cases.policy.case import WORKERS, writes
from tilts.cases.policy.notes import is_own_note, may_correct_note, may_end_supervision, may_void_note


def _facts(reach: Reach, case: Case, text: str, at: datetime | None) -> dict[str, Any]:
    moment = at or timezone.now()
    return {
        "organisation": case.organisation,
        "case": case,
        "author": reach.user,
        "at": moment,
        "day": timezone.localdate(moment),
        "text": text,
    }


@action("case.noted", may=writes("services"), says=gettext_lazy("Case: note"))
def write_note(
    reach: Reach, case: Case, *, text: str, at: datetime | None = None, zone: str = NoteZone.SERVICES
) -> Note:
    """Write something down in one zone of the case that one writes oneself."""
    if zone not in NoteZone.values:
        raise Refused(_("Say to which part of the case the note belongs."))
    if reach.purpose != "job" and getattr(reach.zones(case.folder_id), zone) < 2:
        raise NotAllowed(_("This part of the case is not yours to write."))
    return Note.objects.create(**_facts(reach, case, text, at), zone=zone)


def _correct(note: Note | PrivilegedNote, text: str, seen_version: int) -> None:
    """The new text in place of the old one, which stays sealed under its version."""
    if not text.strip():
        raise Refused(_("A note is not emptied. Take it out with a reason."))
    if note.version != seen_version:
        raise Stale
    earlier = {**note.earlier, str(note.version): note.text}
    save_over(note, seen_version, text=text, earlier=earlier, corrected_at=timezone.now())


def _void(reach: Reach, note: Note | PrivilegedNote, why: str, seen_version: int) -> None:
    if why not in NoteVoided.values:
        raise Refused(_("Say why the note is taken out."))
    save_over(note, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)


@action("case.note_corrected", may=may_correct_note, says=gettext_lazy("Case: note corrected"))
def correct_note(reach: Reach, note: Note, *, text: str, seen_version: int) -> Note:
    """Put another text in its place; what stood there is kept sealed. `Stale` where somebody wrote first."""
    _correct(note, text, seen_version)
    return note


@action("case.note_voided", may=may_void_note, says=gettext_lazy("Case: note taken out"))
def void_note(reach: Reach, note: Note, *, why: str, seen_version: int) -> Note:
    """Take a note out that should not be there, with a reason of a list; nothing is deleted."""
    _void(reach, note, why, seen_version)
    return note


@action("privileged.noted", may=writes("privileged"), says=gettext_lazy("Note for oneself: written"))
def write_privileged(reach: Reach, case: Case, *, text: str, at: datetime | None = None) -> PrivilegedNote:
    """Write a note for oneself and one's professional supervisor."""
    return PrivilegedNote.objects.create(**_facts(reach, case, text, at))


@action("privileged.corrected", may=is_own_note, says=gettext_lazy("Note for oneself: corrected"))
def correct_privileged(reach: Reach, note: PrivilegedNote, *, text: str, seen_version: int) -> PrivilegedNote:
    """Put another text in its place; what stood there is kept sealed."""
    _correct(note, text, seen_version)
    return note


@action("privileged.voided", may=is_own_note, says=gettext_lazy("Note for oneself: taken out"))
def void_privileged(reach: Reach, note: PrivilegedNote, *, why: str, seen_version: int) -> PrivilegedNote:
    """Take a privileged note out, with a reason of a list."""
    _void(reach, note, why, seen_version)
    return note


@action("supervision.named", may=roles(*WORKERS), says=gettext_lazy("Professional supervision: named"))
def name_supervisor(reach: Reach, *, supervisor: User) -> ProfessionalSupervision:
    """Name who supervises one professionally: from now on they read one's privileged notes."""
    if reach.user is None or reach.organisation is None:
        raise Refused(_("A supervisor is named by somebody who works in an organisation."))
    return ProfessionalSupervision.objects.create(
        organisation=reach.organisation, user=reach.user, supervisor=supervisor, starts=timezone.now()
    )


@action("supervision.ended", may=may_end_supervision, says=gettext_lazy("Professional supervision: ended"))
def end_supervision(reach: Reach, supervision: ProfessionalSupervision) -> ProfessionalSupervision:
    """From this moment the notes are closed to them again."""
    if supervision.ends is not None:
        raise Stale
    save_over(supervision, supervision.version, ends=timezone.now())
    return supervision
