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


in_folder(Note, key="case", zone=ZoneIn("zone", tuple(NoteZone.values)))


authored(PrivilegedNote, key="case", zone="privileged", author="author", supervision=ProfessionalSupervision)


@scope(ProfessionalSupervision, no_folder="who supervises whom, of nobody's case")
def supervision_rows(reach: Reach, rows: Rows) -> Rows:
    """By whom one is supervised and whom one supervises; data protection sees them all in its organisation."""
    if reach.is_one_of(Role.DATA_PROTECTION):
        return rows.filter(organisation=reach.organisation)
    return rows.filter(Q(user=reach.user) | Q(supervisor=reach.user), organisation=reach.organisation)


def _is_author(reach: Reach, record: Any) -> bool:
    return bool(reach.user and record.author_id == reach.user.pk)


def may_correct_note(reach: Reach, record: Any = None) -> Decision:
    """Who wrote a note corrects it, while its zone of the case is theirs to write."""
    if record is None:
        return may_write_zone(reach, None, "services")
    if not _is_author(reach, record):
        return Decision(False, NOT_YOURS)
    return may_write_zone(reach, record.case, record.zone)


def may_void_note(reach: Reach, record: Any = None) -> Decision:
    """Who wrote a note, or leads its case, takes it out with a reason."""
    if record is None:
        return may_write_zone(reach, None, "services")
    leads = bool(reach.user and record.case.lead_id == reach.user.pk)
    if not (leads or _is_author(reach, record)):
        return Decision(False, _("Only who wrote a note, or leads the case, takes it out."))
    return may_write_zone(reach, record.case, record.zone)


@rule("privileged.read", says=_("Notes for oneself: looked"))
def may_read_privileged(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases keep notes of their own; professional supervisors read those of whom they supervise."""
    return Decision(reach.is_one_of(*WORKERS))


def is_own_note(reach: Reach, record: Any = None) -> Decision:
    """The author alone."""
    if record is None:
        return may_write_zone(reach, None, "privileged")
    if not _is_author(reach, record):
        return Decision(False, NOT_YOURS)
    return may_write_zone(reach, record.case, "privileged")


def may_end_supervision(reach: Reach, record: Any = None) -> Decision:
    """Either of the two ends a professional supervision."""
    if record is None:
        return Decision(reach.is_one_of(*WORKERS))
    return Decision(bool(reach.user) and reach.user.pk in (record.user_id, record.supervisor_id))  # type: ignore[union-attr]
