"""Who reaches documents, who adds them, takes them along, and withdraws them."""

from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from tilts.access.asks import folder_kept_only, folder_shut
from tilts.access.duty import may_take_out
from tilts.access.models import ZONES, Folder, Role
from tilts.access.reach import Decision, Reach, Rows, grants_to, in_folder, rule
from tilts.documents.models import Document, DocumentState, DocumentZone

KEEPERS = (Role.CASE_WORKER, Role.SPECIALIST, Role.SUPERVISOR)


@in_folder(Document, key="folder", zone="services")
def document_rows(reach: Reach, rows: Rows) -> Rows:
    """Documents of folders whose services zone and the document's own zone are open; own notes to their author only."""
    asked = ExpressionWrapper(OuterRef("zone"), output_field=CharField())
    how_far = Case(*(When(asked=Value(zone), then=F(f"zone_{zone}")) for zone in ZONES), default=Value(0))
    open_to_me = grants_to(reach).filter(folder=OuterRef("folder")).alias(asked=asked).alias(how_far=how_far)
    own = ~Q(zone=DocumentZone.PRIVILEGED) | Q(uploaded_by=reach.user, uploaded_by__isnull=False)
    return rows.filter(own, Exists(open_to_me.filter(how_far__gte=1)))


def zones_written(reach: Reach, folder: Folder) -> list[str]:
    """The zones of a folder in which one writes; none where its services are shut."""
    zones = reach.zones(folder.pk)
    return [zone for zone in ZONES if getattr(zones, zone) == 2] if zones.services else []


def folder_of(reach: Reach, id: UUID) -> UUID:
    """The file in which a document within reach lies; of another one nothing is said."""
    found: UUID | None = reach(Document).filter(pk=id).values_list("folder", flat=True).first()
    return found or id


@rule("documents.read", says=_("Documents: looked"))
def may_read_documents(reach: Reach, record: Any = None) -> Decision:
    """Those who work on cases see the documents of a folder whose services zone is open to them."""
    if record is None:
        return Decision(reach.is_one_of(*KEEPERS))
    return Decision(reach.is_one_of(*KEEPERS) and bool(reach.zones(record.pk).services))


def may_add_document(reach: Reach, record: Any = None) -> Decision:
    """Those who write a zone of a folder add documents to that zone, while the folder is open."""
    if record is None:
        return Decision(reach.is_one_of(*KEEPERS))
    if not (reach.is_one_of(*KEEPERS) and zones_written(reach, record)):
        return Decision(False)
    sentence = folder_shut.first(reach, record.pk)
    return Decision(not sentence, sentence)


@rule("document.downloaded", says=_("Document: downloaded"))
def may_download_document(reach: Reach, record: Any = None) -> Decision:
    """Those who read a document take it along, once it is examined; not what they opened in an emergency, and not
    what may only be kept."""
    if record is None:
        return Decision(reach.is_one_of(*KEEPERS))
    if record.state == DocumentState.CLEAN:
        if not reach.is_one_of(*KEEPERS):
            return Decision(False)
        kept = folder_kept_only.first(reach, record.folder_id)
        return Decision(False, kept) if kept else may_take_out(reach, record.folder_id)
    if record.state == DocumentState.QUARANTINE:
        return Decision(False, _("This file waits for the virus scanner. It can be downloaded once it is examined."))
    return Decision(False, _("This file was refused or erased; there is nothing to download."))


def may_void_document(reach: Reach, record: Any = None) -> Decision:
    """Those who write the zone of a document withdraw it, with a reason; what others brought, who runs the file."""
    if record is None or not reach.is_one_of(*KEEPERS):
        return Decision(reach.is_one_of(*KEEPERS))
    zones = reach.zones(record.folder_id)
    own = record.uploaded_by_id == getattr(reach.user, "pk", None)
    return Decision(getattr(zones, record.zone) == 2 and (own or zones.admin == 2))
