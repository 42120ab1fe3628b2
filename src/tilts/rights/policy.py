"""Who sees requests about data, holds, purges and registers, and who may take which step."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.actor import JOB, acting
from tilts.access.models import Role
from tilts.access.named import files_of
from tilts.access.reach import Decision, Reach, Rows, reaches, roles_here, rule, scope, walls_against, with_parent
from tilts.people.models import FolderPerson, Person
from tilts.rights.models import (
    Breach,
    Correction,
    ErasureProof,
    LegalHold,
    ProcessingActivity,
    ProcessingPartner,
    Purge,
    PurgeItem,
    RequestFolder,
    RequestKind,
    RequestState,
    RetentionClass,
    RightsRequest,
    TextDecision,
)
from tilts.rights.writers import writes_names

OFFICE = (Role.DATA_PROTECTION, Role.SUPERVISOR)
PREPARERS = (Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR)
ABOUT_RIGHTS = "about a person's rights: read by those who answer for them, without opening a file"
NO_CLIENT = "names no client"


def _walled(reach: Reach) -> Rows:
    """The requests about somebody in a file that is kept from this actor."""
    return RequestFolder.objects.filter(folder__in=walls_against(reach).values("folder")).values("request")


@scope(RightsRequest, no_folder=ABOUT_RIGHTS)
def request_rows(reach: Reach, rows: Rows) -> Rows:
    """The data protection role: all of its organisation; others: about persons they know, or where they are asked."""
    rows = rows.filter(organisation=reach.organisation).exclude(pk__in=_walled(reach))
    if reach.is_one_of(Role.DATA_PROTECTION):
        return rows
    if not reach.is_one_of(*PREPARERS):
        return rows.none()
    return rows.filter(Q(reaches(reach, Person, "person")) | Q(second=reach.user))


with_parent(RequestFolder, key="request")
files_of(RightsRequest, RequestFolder, key="request")


with_parent(TextDecision, key="request")


def _of_office(reach: Reach, rows: Rows, *roles: str) -> Rows:
    if not reach.is_one_of(*roles):
        return rows.none()
    return rows.filter(organisation=reach.organisation)


@scope(Correction, no_folder=ABOUT_RIGHTS)
def correction_rows(reach: Reach, rows: Rows) -> Rows:
    """Corrections of persons one may know; all of the organisation for the data protection role."""
    if reach.is_one_of(Role.DATA_PROTECTION):
        return rows.filter(organisation=reach.organisation).exclude(request__in=_walled(reach))
    return rows.filter(reaches(reach, Person, "person"))


@scope(RetentionClass, no_folder=NO_CLIENT)
def class_rows(reach: Reach, rows: Rows) -> Rows:
    """Keeping times of one's own organisation."""
    return rows.filter(organisation=reach.organisation)


@scope(LegalHold, no_folder=ABOUT_RIGHTS)
def hold_rows(reach: Reach, rows: Rows) -> Rows:
    """Holds of one's own organisation, for the data protection role and supervisors, but for files kept from them."""
    return _of_office(reach, rows, *OFFICE).exclude(folder__in=walls_against(reach).values("folder"))


@scope(Purge, no_folder=NO_CLIENT)
def purge_rows(reach: Reach, rows: Rows) -> Rows:
    """Purges of one's own organisation, for the data protection role and supervisors."""
    return _of_office(reach, rows, *OFFICE)


@with_parent(PurgeItem, key="purge")
def purge_item_rows(reach: Reach, rows: Rows) -> Rows:
    """What a purge one may see is about: codes, never names, and nothing of a file kept from one."""
    folders, people = kept_from(reach)
    return rows.exclude(folder__in=folders).exclude(person__in=people)


def kept_from(reach: Reach) -> tuple[set[UUID], set[UUID]]:
    """The files kept from this actor and who stands in them: they are not even counted before them."""
    folders = set(walls_against(reach).values_list("folder", flat=True))
    with acting(JOB):  # whoever is kept out of a file does not see who is in it, and would be shown them here
        people = set(FolderPerson._base_manager.filter(folder__in=folders).values_list("person", flat=True))
    return folders, people


@scope(ErasureProof, no_folder="says that something is gone, and nothing of it")
def proof_rows(reach: Reach, rows: Rows) -> Rows:
    """Proofs of one's own organisation, for the data protection role and supervisors."""
    return _of_office(reach, rows, *OFFICE)


@scope(Breach, no_folder="about an event in the organisation, not in a file")
def breach_rows(reach: Reach, rows: Rows) -> Rows:
    """Breaches of one's own organisation, for the data protection role."""
    return _of_office(reach, rows, Role.DATA_PROTECTION)


@scope(ProcessingActivity, no_folder=NO_CLIENT)
def activity_rows(reach: Reach, rows: Rows) -> Rows:
    """The register of processing of one's own organisation."""
    return _of_office(reach, rows, *OFFICE)


@scope(ProcessingPartner, no_folder=NO_CLIENT)
def partner_rows(reach: Reach, rows: Rows) -> Rows:
    """With whom one's own organisation processes data."""
    return _of_office(reach, rows, *OFFICE)


def _mine(reach: Reach, record: Any) -> bool:
    return record is None or record.organisation_id == getattr(reach.organisation, "pk", None)


_officer, _either = roles_here(Role.DATA_PROTECTION), roles_here(*OFFICE)


@rule("rights.read", says=_("Requests about data: looked"))
def may_read(reach: Reach, record: Any = None) -> Decision:
    """The data protection role and supervisors see requests about data, by their dates and kinds."""
    return _either(reach, record)


@rule("rights.person_sought", says=_("Request about data: person sought"))
def may_seek(reach: Reach, record: Any = None) -> Decision:
    """The data protection role finds the person of a request by exact name and birth date or case; traced."""
    return _officer(reach, record)


def may_prepare(reach: Reach, record: Any = None) -> Decision:
    """Those who work with the person look through the texts they may read; nobody else does."""
    if record is None:
        return Decision(reach.is_one_of(*PREPARERS))
    known = reach(Person).filter(pk=record.person_id).exists()
    return Decision(_mine(reach, record) and known and reach.is_one_of(*PREPARERS))


def may_propose(reach: Reach, record: Any = None) -> Decision:
    """A copy is proposed by who prepared its texts; a statement and an erasure by the data protection role."""
    if record is None:
        return Decision(reach.is_one_of(Role.DATA_PROTECTION, *PREPARERS))
    if record.kind == RequestKind.ACCESS:
        return may_prepare(reach, record=record)
    return _officer(reach, record)


def may_second(reach: Reach, record: Any = None) -> Decision:
    """Where a refusal by default was lifted, a supervisor who did not prepare the copy agrees too."""
    if not _mine(reach, record) or not reach.is_one_of(Role.SUPERVISOR):
        return Decision(False)
    return _another(reach, record)


def _another(reach: Reach, record: Any) -> Decision:
    """Nobody is their own second person."""
    if record is None or record.proposed_by_id != getattr(reach.user, "pk", None):
        return Decision(True)
    return Decision(False, _("You proposed this yourself: somebody else must confirm it."))


def may_confirm(reach: Reach, record: Any = None) -> Decision:
    """The data protection role confirms a copy, a supervisor a statement or an erasure: never the proposer."""
    if record is None:
        return _either(reach, record)
    role = Role.DATA_PROTECTION if record.kind == RequestKind.ACCESS else Role.SUPERVISOR
    if not _mine(reach, record) or not reach.is_one_of(role):
        return Decision(False, _("Another role confirms this."))
    return _another(reach, record)


def may_hand_over(reach: Reach, record: Any = None) -> Decision:
    """After both have agreed, the one who proposed and the one who confirmed show it in person and write that down."""
    if record is None:
        return Decision(reach.is_one_of(Role.DATA_PROTECTION, *PREPARERS))
    both = (record.proposed_by_id, record.confirmed_by_id)
    ready = record.state == RequestState.CONFIRMED
    return Decision(_mine(reach, record) and ready and getattr(reach.user, "pk", None) in both)


@rule("rights.exported", says=_("Request about data: taken out as a file"))
def may_export(reach: Reach, record: Any = None) -> Decision:
    """Who may hand it over may take the paper out, where it is safe for the person to hold a paper."""
    if record is not None and record.paper_is_safe is False:
        return Decision(False, _("A paper is not safe for this person: show it on the screen, in person."))
    return may_hand_over(reach, record=record)


def may_correct(reach: Reach, record: Any = None) -> Decision:
    """Those who write the names of a file in which the person stands correct what is written of them."""
    if not reach.is_one_of(Role.CASE_WORKER, Role.SPECIALIST):
        return Decision(False)
    return Decision(record is None or _mine(reach, record) and writes_names(reach, record.pk))


@rule("retention.read", says=_("Keeping times: looked"))
def may_read_retention(reach: Reach, record: Any = None) -> Decision:
    """The data protection role and supervisors see keeping times, holds and what falls due."""
    return _either(reach, record)


def may_confirm_purge(reach: Reach, record: Any = None) -> Decision:
    """A supervisor confirms a purge that somebody else proposed."""
    if not _mine(reach, record) or not reach.is_one_of(Role.SUPERVISOR):
        return Decision(False, _("A supervisor confirms this."))
    return _another(reach, record)


@rule("breach.read", says=_("Breaches: looked"))
def may_read_breaches(reach: Reach, record: Any = None) -> Decision:
    """The data protection role keeps the register of breaches."""
    return _officer(reach, record)


@rule("processing.read", says=_("Register of processing: looked"))
def may_read_processing(reach: Reach, record: Any = None) -> Decision:
    """The data protection role and supervisors read the register of processing."""
    return _either(reach, record)
