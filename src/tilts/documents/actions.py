"""Verbs that write documents and their files."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.actions import action, save_over
from tilts.access.actor import JOB, acting
from tilts.access.audit import write_entry_first
from tilts.access.models import Folder, Role
from tilts.access.reach import NotAllowed, Reach, Refused, nobody_by_hand, roles_here
from tilts.access.words import say_kinds
from tilts.documents import files
from tilts.documents.erasing import empty_document
from tilts.documents.models import Document, DocumentState, DocumentZone, VoidReason
from tilts.documents.policy import may_add_document, may_void_document, zones_written
from tilts.documents.preparing.wrong import BadFile
from tilts.documents.reasons import reason_words
from tilts.documents.receiving import Received, digest_of, receive, receive_again
from tilts.documents.scanning import IN_THE_BACKGROUND

say_kinds(
    {
        "document.infected": gettext_lazy("Document: a virus was found"),
        "document.not_taken": gettext_lazy("Document: not taken in"),
    }
)


class NoRoom(Refused):
    """The disk takes no more."""


def take_in(reach: Reach, folder: Folder, data: bytes, *, suffix: str = "") -> Received:
    """Examine what somebody brought, before any transaction; a file that is not taken leaves a trace and a sentence."""
    try:
        return receive(data, suffix=suffix)
    except BadFile as bad:
        kind = "document.infected" if bad.code == "virus" else "document.not_taken"
        write_entry_first(reach, kind, folder.pk, outcome="refused")
        raise Refused(reason_words(bad.code)) from bad


def _seal(document: Document, content: bytes) -> None:
    """Lay the file on the disk under a new name, before its row is written; taken away if the row is not."""
    document.file = files.new_name()
    try:
        document.key = files.put(document.pk, document.file, content)
    except OSError as full:
        raise NoRoom(_("The server has no room for this file. Nothing was saved; tell your administrator.")) from full
    document.size, document.digest = len(content), digest_of(content)


def _with_file(document: Document, content: bytes, write: Callable[[], Any]) -> None:
    _seal(document, content)
    try:
        write()
    except BaseException:
        files.remove(document.file)
        raise


@action("document.added", may=may_add_document, says=gettext_lazy("Document: added"))
def add_document(reach: Reach, folder: Folder, *, received: Received, title: str, kind: str, zone: str) -> Document:
    """Add a paper to a zone in which one writes. The file lies on the disk before the row says so."""
    if reach.purpose != "job" and zone not in zones_written(reach, folder):
        raise NotAllowed(_("You do not write in this part of the case."))
    if not title.strip():
        raise Refused(_("Say in a few words what this document is."))
    document = Document(
        organisation_id=folder.organisation_id,
        folder=folder,
        title=title.strip(),
        kind=kind,
        zone=DocumentZone(zone),
        media_type=received.media_type,
        signed=received.signed,
        state=DocumentState.CLEAN if received.scanned else DocumentState.QUARANTINE,
        scanned_at=timezone.now() if received.scanned else None,
        day=timezone.localdate(),
        uploaded_by=reach.user,
    )
    _with_file(document, received.content, lambda: document.save(force_insert=True))
    return document


@action("document.scanned", may=nobody_by_hand, says=gettext_lazy("Document: examined"))
def scan_document(reach: Reach, document: Document, *, received: Received | None, code: str = "") -> Document:
    """Put down what the examination found: the file is released, or gone."""
    before = document.file
    if received is None:
        document.state, document.reason, document.file, document.key = DocumentState.REFUSED, code, "", ""
        document.save()
    else:
        document.state, document.scanned_at = DocumentState.CLEAN, timezone.now()
        document.media_type, document.signed = received.media_type, received.signed
        _with_file(document, received.content, document.save)
    transaction.on_commit(lambda: files.remove(before))
    return document


def examine_waiting(reach: Reach, document: Document) -> Document:
    """Scan and take apart one document that waits; `ScannerDown` where it has to wait further."""
    data = files.read(document.pk, document.file)
    try:
        received = receive_again(data, document.media_type, seconds=IN_THE_BACKGROUND)
    except BadFile as bad:
        return scan_document(reach, document, received=None, code=bad.code)
    return scan_document(reach, document, received=received)


@action("document.voided", may=may_void_document, says=gettext_lazy("Document: withdrawn"))
def void_document(reach: Reach, document: Document, *, why: str, seen_version: int) -> Document:
    """Withdraw a document that should not be there; the paper stays for those who erase or correct."""
    if why not in VoidReason.values:
        raise Refused(_("Say why the document is withdrawn."))
    save_over(document, seen_version, voided_at=timezone.now(), voided_by=reach.user, voided_why=why)
    return document


@action("document.resealed", may=nobody_by_hand, says=gettext_lazy("Document: sealed with a new key"))
def reseal_document(reach: Reach, document: Document) -> Document:
    """Seal the file with the key now in use; it is replaced whole, so that a kill at any moment leaves it readable."""
    document.key = files.put(document.pk, document.file, files.read(document.pk, document.file))
    document.save(update_fields=["key"])
    return document


@action("document.erased", may=roles_here(Role.DATA_PROTECTION), says=gettext_lazy("Document: erased"))
def erase_document(reach: Reach, document: Document) -> Document:
    """The paper is gone: file, title, digest. That there was one stays."""
    with acting(JOB):  # whoever answers for data protection does not read what is erased
        return empty_document(document)
