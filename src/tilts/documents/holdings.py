"""What `documents` holds: papers, their titles, and the files that lie on the disk."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tilts.documents.erasing import empty_document
from tilts.documents.models import Document, DocumentState, DocumentZone
from tilts.kit.holdings import Gone, Piece, Rows, Subject, Texts, holding

NOT_TOLD = (DocumentState.REFUSED, DocumentState.ERASED)


def _told(rows: Any, subject: Subject) -> Any:
    return rows.filter(folder__in=subject.folders).exclude(zone=DocumentZone.PRIVILEGED).order_by("day", "pk")


def _own_notes(rows: Any, subject: Subject) -> Any:
    return rows.filter(folder__in=subject.folders, zone=DocumentZone.PRIVILEGED).order_by("pk")


def _facts(rows: Rows, subject: Subject) -> Iterable[Piece]:
    """That there is a paper, of what kind and since when; the paper itself is shown by whoever gives the copy."""
    for one in _told(rows(Document), subject).exclude(state__in=NOT_TOLD):
        yield Piece(_("Document"), str(one.get_kind_display()), one.day)


def _empty(rows: Rows, subject: Subject) -> Iterable[Gone]:
    """The papers of the person's own files go whole; in other files they belong to somebody who is still here."""
    for one in rows(Document).filter(folder__in=subject.own).exclude(state=DocumentState.ERASED):
        empty_document(one)
        yield Gone("documents.file", one.pk)


holding(
    "documents",
    _("Documents"),
    tables=[Document],
    texts=(
        Texts(Document, _("What a document is"), ("title",), "folder_id", "day", within=_told),
        Texts(Document, _("What a document is"), ("title",), "folder_id", "day", shown=False, within=_own_notes),
    ),
    facts=_facts,
    empty=_empty,
    stays=_("That there was a document, of what kind and from which day: without its title and its file."),
)
