"""Work in the background: what waits for the scanner, files nobody names, files under an old key."""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from tilts.access.actor import acting
from tilts.access.models import Membership
from tilts.access.reach import Reach, unscoped
from tilts.documents import files
from tilts.documents.actions import examine_waiting, reseal_document
from tilts.documents.models import Document, DocumentState
from tilts.documents.scanning import ScannerDown
from tilts.kit.crypto import Unreadable
from tilts.kit.jobs import recurring
from tilts.sealing.keys import ring
from tilts.sealing.rotation import reseals

JOB = Reach(purpose="job")


@dataclass
class Scanned:
    """What became of the documents that waited."""

    clean: int = 0
    refused: int = 0
    waiting: int = 0
    unreadable: int = 0


def _job_for(document: Document) -> Reach:
    """A job of the machine whose trace stands in the chain of the document's organisation."""
    return Reach(purpose="job", membership=Membership(organisation=document.organisation))


def _documents(reason: str, **which: object) -> list[Document]:
    with transaction.atomic(), acting(JOB):
        rows = unscoped(Document, reason=reason).filter(**which).select_related("organisation")
        return list(rows.order_by("created_at", "id"))


@recurring(name="documents.scan", minutes=1)
def scan_waiting() -> Scanned:
    """Examine every document that waits; what the scanner does not answer for goes on waiting."""
    told = Scanned()
    waiting = _documents("the scanner's queue", state=DocumentState.QUARANTINE)
    for number, document in enumerate(waiting):
        try:
            done = examine_waiting(_job_for(document), document)
        except ScannerDown:
            told.waiting += len(waiting) - number
            break
        except Unreadable:
            told.unreadable += 1
            continue
        told.clean += done.state == DocumentState.CLEAN
        told.refused += done.state == DocumentState.REFUSED
    return told


def reseal_files(limit: int | None = None) -> int:
    """Seal with the current key what lies under another; may be stopped and begun again. How many were sealed."""
    current = ring().current
    old = [one for one in _documents("rotation of keys") if one.file and one.key != current]
    sealed = 0
    for document in old[:limit]:
        with suppress(Unreadable):
            reseal_document(_job_for(document), document)
            sealed += 1
    return sealed


def files_under_old_keys() -> int:
    """How many files are not sealed with the current key."""
    return sum(bool(one.file) and one.key != ring().current for one in _documents("rotation of keys"))


reseals("documents.files", reseal=reseal_files, left=files_under_old_keys)


@recurring(name="documents.sweep", minutes=24 * 60)
def sweep_orphans() -> int:
    """Take away files that no document names (a crash between file and row leaves one). How many."""
    left = files.orphans({one.file for one in _documents("the sweep of files") if one.file})
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def missing_files() -> list[Document]:
    """Documents whose file is not on the disk."""
    named = [one for one in _documents("the sweep of files") if one.file]
    return [one for one in named if not files.path_of(one.file).exists()]
