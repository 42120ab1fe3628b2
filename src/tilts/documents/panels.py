"""What `documents` lends: the papers of a case on its page. Of the page's owner it knows the folder alone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.asks import folder_link
from tilts.access.doors import Request
from tilts.access.models import Folder
from tilts.access.prepared import ask
from tilts.access.reach import Reach, Rows
from tilts.documents.models import Document, DocumentState, DocumentZone, MediaType
from tilts.documents.reasons import reason_words
from tilts.kit.panels import panel

SHOWN = 3
SUFFIXES = {
    MediaType.PDF: "pdf",
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.TEXT: "txt",
    MediaType.DOCX: "docx",
    MediaType.XLSX: "xlsx",
    MediaType.ODT: "odt",
    MediaType.ODS: "ods",
    MediaType.ASICE: "edoc",
}


def lines_of(request: Request, documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Each document with what one may do with it, and why it was refused.

    Whether a clean paper may be taken along is the same for all of a file: it is asked once.
    """
    taken: dict[UUID, bool] = {}

    def may_take(document: Document) -> bool:
        if document.state != DocumentState.CLEAN:
            return False
        if document.folder_id not in taken:
            taken[document.folder_id] = bool(request.reach.may("document.downloaded", record=document))
        return taken[document.folder_id]

    return [
        {
            "document": document,
            "waits": document.state == DocumentState.QUARANTINE,
            "refusal": "" if document.file else reason_words(document.reason),
            "may_download": may_take(document),
            "may_void": bool(request.reach.may("document.voided", record=document)),
        }
        for document in documents
    ]


def way_back(request: Request, folder: UUID) -> str:
    """The link to the file that this folder is, lent by the room that keeps it."""
    return folder_link.first(request, folder)


def newest_in(reach: Reach, *, folder: UUID) -> Rows:
    """The newest papers of a folder, one more than is shown."""
    return reach(Document).filter(folder=folder).with_people()[: SHOWN + 1]


def nothing_in(reach: Reach, folder: UUID) -> str:
    """What is said where no paper is shown: that there is none, where every zone is open; else that none is open."""
    zones = reach.zones(folder)
    sees_all = all(getattr(zones, zone) for zone in DocumentZone.values)
    return _("No document yet.") if sees_all else _("No document is open to you here.")


@panel("case.more", title=gettext_lazy("Documents"), order=30)
def documents(request: Request, subject: Any) -> str:
    """The newest papers, and the way to all of them."""
    if not request.reach.zones(subject.folder_id).services or not request.reach.may("documents.read"):
        return ""
    rows = ask(request.reach, newest_in, folder=subject.folder_id)
    folder = Folder(pk=subject.folder_id)
    return render_to_string(
        "documents/_panel.html",
        {
            "folder": folder,
            "lines": lines_of(request, rows[:SHOWN]),
            "more": len(rows) > SHOWN,
            "nothing": nothing_in(request.reach, folder.pk),
            "may_add": request.reach.may("document.added", record=folder),
        },
        request=request,
    )
