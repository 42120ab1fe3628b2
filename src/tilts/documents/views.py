"""Pages of documents: list, add, download, withdraw."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.doors import Request, allowed, door, page, reading
from tilts.access.form_pages import Entry, form_page
from tilts.access.models import Folder
from tilts.access.told import told
from tilts.documents import files
from tilts.documents.actions import add_document, take_in, void_document
from tilts.documents.forms import DocumentForm, VoidForm
from tilts.documents.models import Document, DocumentState
from tilts.documents.panels import SUFFIXES, lines_of, nothing_in, way_back
from tilts.documents.policy import folder_of, zones_written
from tilts.kit.crypto import Unreadable
from tilts.ui.local import day_words

SANDBOX = "sandbox; default-src 'none'"


@door("documents.read")
def document_list(request: Request, id: UUID) -> HttpResponse:
    """Everything that was added to a folder, newest first."""
    folder = allowed(request, "documents.read", request.reach(Folder).get(pk=id))
    rows = request.reach(Document).filter(folder=folder).with_people()[:300]
    return page(
        request,
        "documents/document_list.html",
        folder=folder,
        lines=lines_of(request, rows),
        nothing=nothing_in(request.reach, folder.pk),
        may_add=request.reach.may("document.added", record=folder),
        back=way_back(request, folder.pk),
    )


@door("document.added", long=True)
def document_add(request: Request, id: UUID) -> HttpResponse:
    """Add a document. The file is examined outside of any transaction: nobody waits for it."""
    with reading(request):
        folder = allowed(request, "document.added", request.reach(Folder).get(pk=id))
        form = DocumentForm(
            request.POST or None,
            request.FILES or None,
            zones=zones_written(request.reach, folder),
            initial={"zone": "services", "kind": "statement"},
        )
        lead = way_back(request, folder.pk)
    if request.method == "POST" and form.is_valid() and _add(request, folder, form):
        return redirect("documents:document_list", id=folder.pk)
    back, title = reverse("documents:document_list", args=[folder.pk]), _("Add a document")
    with reading(request):
        return Entry(folder, form, title, back, lead=lead).shown(request, "documents/document_add.html")


def _add(request: Request, folder: Folder, form: DocumentForm) -> bool:
    facts: dict[str, Any] = dict(form.cleaned_data)
    brought = facts.pop("file")
    suffix = brought.name.rpartition(".")[2].lower()
    with told(form, "file"):
        received = take_in(request.reach, folder, brought.read(), suffix=suffix if suffix.isalnum() else "")
        _say(request, add_document(request.reach, folder, received=received, **facts))
    return not form.errors


def _say(request: Request, document: Document) -> None:
    if document.state == DocumentState.CLEAN:
        messages.success(request, _("The document is saved."))
    else:
        messages.warning(
            request, _("The document is saved. It can be downloaded once the virus scanner has examined it.")
        )


@door("document.downloaded", record_of=folder_of)
def document_file(request: Request, id: UUID) -> HttpResponse:
    """The file itself: opened here, given as a download under a name that says nothing."""
    document = allowed(request, "document.downloaded", request.reach(Document).get(pk=id))
    try:
        content = files.read(document.pk, document.file)
    except Unreadable:
        return page(request, "documents/unreadable.html", folder=document.folder_id, status=500)
    answer = HttpResponse(content, content_type=document.media_type)
    name = f"tilts-{secrets.token_hex(4)}.{SUFFIXES[document.media_type]}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


@form_page(void_document, record_of=folder_of, at="why")
def document_void(request: Request, id: UUID) -> Entry:
    """Withdraw a document, with a reason."""
    document = request.reach(Document).get(pk=id)
    return Entry(
        document,
        VoidForm(request.POST or None),
        _("Withdraw a document"),
        reverse("documents:document_list", args=[document.folder_id]),
        said=_("The document is withdrawn."),
        submit=_("Withdraw"),
        lead=f"{document.title} · {document.get_kind_display()} · {day_words(document.day)}",
    )
