"""Who reads and writes notes, and what a professional writes for themselves."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Role
from tilts.access.opened import ZoneIn
from tilts.access.reach import Decision, Reach, Rows, authored, in_folder, rule, scope
from tilts.cases.models import Note, NoteZone, PrivilegedNote, ProfessionalSupervision
from tilts.cases.policy.case import WORKERS, may_write_zone

NOT_YOURS = _("Only who wrote a note corrects it.")


@in_folder(Note, key="case", zone=ZoneIn("zone", tuple(NoteZone.values)))
def note_rows(reach: Reach, rows: Rows) -> Rows:
    """Notes of a case, each for those to whom the zone that it names is open."""
    return rows


@authored(PrivilegedNote, key="case", zone="privileged", author="author", supervision=ProfessionalSupervision)
def privileged_note_rows(reach: Reach, rows: Rows) -> Rows:
    """One's own privileged notes, and those of whom one supervises professionally; nobody else's, never past a wall."""
    return rows


@scope(ProfessionalSupervision, no_folder="who supervises whom, of nobody's case")
def supervision_rows(reach: Reach, rows: Rows) -> Rows:
    """By whom one is supervised and whom one supervises; data protection sees them all in its organisation."""
    if reach.is_one_of(Role.DATA_PROTECTION):
        return rows.filter(organisation=reach.organisation)
    return rows.filter(Q(user=reach.user) | Q(supervisor=reach.user), organisation=reach.organisation)


@rule("case.noted")
def may_note(reach: Reach, record: Any = None) -> Decision:
    """Those who write the services zone of a case write its notes."""
    return may_write_zone(reach, record, "services")


def _is_author(reach: Reach, record: Any) -> bool:
    return bool(reach.user and record.author_id == reach.user.pk)


@rule("case.note_corrected")
def may_correct_note(reach: Reach, record: Any = None) -> Decision:
    """Who wrote a note corrects it, while its zone of the case is theirs to write."""
    if record is None:
        return may_write_zone(reach, None, "services")
    if not _is_author(reach, record):
        return Decision(False, NOT_YOURS)
    return may_write_zone(reach, record.case, record.zone)


@rule("case.note_voided")
def may_void_note(reach: Reach, record: Any = None) -> Decision:
    """Who wrote a note, or leads its case, takes it out with a reason."""
    if record is None:
        return may_write_zone(reach, None, "services")
    leads = bool(reach.user and record.case.lead_id == reach.user.pk)
    if not (leads or _is_author(reach, record)):
        return Decision(False, _("Only who wrote a note, or leads the case, takes it out."))
    return may_write_zone(reach, record.case, record.zone)


@rule("privileged.read")
def may_read_privileged(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases keep notes of their own; professional supervisors read those of whom they supervise."""
    return Decision(reach.is_one_of(*WORKERS))


@rule("privileged.noted")
def may_write_privileged(reach: Reach, record: Any = None) -> Decision:
    """Those to whom the privileged zone of a case is theirs to write keep notes of their own there."""
    return may_write_zone(reach, record, "privileged")


def _own(reach: Reach, record: Any) -> Decision:
    if record is None:
        return may_write_zone(reach, None, "privileged")
    if not _is_author(reach, record):
        return Decision(False, NOT_YOURS)
    return may_write_zone(reach, record.case, "privileged")


@rule("privileged.corrected")
def may_correct_privileged(reach: Reach, record: Any = None) -> Decision:
    """The author alone corrects a privileged note."""
    return _own(reach, record)


@rule("privileged.voided")
def may_void_privileged(reach: Reach, record: Any = None) -> Decision:
    """The author alone takes a privileged note out."""
    return _own(reach, record)


@rule("supervision.named")
def may_name_supervisor(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases name their own professional supervisor; nobody names one for them."""
    return Decision(reach.is_one_of(*WORKERS))


@rule("supervision.ended")
def may_end_supervision(reach: Reach, record: Any = None) -> Decision:
    """Either of the two ends a professional supervision."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    return Decision(bool(reach.user) and reach.user.pk in (record.user_id, record.supervisor_id))  # type: ignore[union-attr]
