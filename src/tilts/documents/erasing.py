"""Emptying a document: its row stays, the paper goes."""

from django.db import transaction

from tilts.documents import files
from tilts.documents.models import Document, DocumentState


def empty_document(document: Document) -> Document:
    """Take the paper away when the transaction is committed (part of a wider action)."""
    before = document.file
    document.title, document.digest, document.file, document.key, document.size = "", "", "", "", 0
    document.state, document.reason = DocumentState.ERASED, "erased"
    document.voided_why = ""
    document.save()
    transaction.on_commit(lambda: files.remove(before))
    return document
