"""Documents: what was brought, what kind of paper it is, how far its examination is. The file itself lies sealed."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Folder, Record, RecordRows, User
from tilts.sealing.fields import SealedTextField


class DocumentKind(models.TextChoices):
    """What kind of paper it is."""

    STATEMENT = "statement", pgettext_lazy("DocumentKind", "statement or report")
    DECISION = "decision", pgettext_lazy("DocumentKind", "decision or court paper")
    MEDICAL = "medical", pgettext_lazy("DocumentKind", "medical paper")
    PHOTO = "photo", pgettext_lazy("DocumentKind", "photograph")
    CONSENT = "consent", pgettext_lazy("DocumentKind", "consent")
    AGREEMENT = "agreement", pgettext_lazy("DocumentKind", "agreement")
    OTHER = "other", pgettext_lazy("DocumentKind", "other")


class DocumentZone(models.TextChoices):
    """The part of the folder that a document belongs to: who reads that part reads the document."""

    SERVICES = "services", pgettext_lazy("DocumentZone", "services and course of the case")
    NAME = "name", pgettext_lazy("DocumentZone", "names and persons")
    CONTACT = "contact", pgettext_lazy("DocumentZone", "safe ways to reach")
    ADDRESS = "address", pgettext_lazy("DocumentZone", "addresses")
    CODES = "codes", pgettext_lazy("DocumentZone", "personal codes and numbers")
    RISK = "risk", pgettext_lazy("DocumentZone", "danger and risk")
    PRIVILEGED = "privileged", pgettext_lazy("DocumentZone", "my own notes")
    ADMIN = "admin", pgettext_lazy("DocumentZone", "organisation of the case")


class DocumentState(models.TextChoices):
    """How far the examination is; only a clean file is given to anybody."""

    QUARANTINE = "quarantine", pgettext_lazy("DocumentState", "waits for the virus scanner")
    CLEAN = "clean", pgettext_lazy("DocumentState", "examined")
    REFUSED = "refused", pgettext_lazy("DocumentState", "refused")
    ERASED = "erased", pgettext_lazy("DocumentState", "erased")


class VoidReason(models.TextChoices):
    """Why a document is withdrawn: chosen, not written, for what is written here does not lie sealed."""

    WRONG_CASE = "wrong_case", pgettext_lazy("VoidReason", "it belongs to another case")
    WRONG_FILE = "wrong_file", pgettext_lazy("VoidReason", "it is the wrong file")
    TWICE = "twice", pgettext_lazy("VoidReason", "it was added twice")
    NOT_NEEDED = "not_needed", pgettext_lazy("VoidReason", "it should not be kept")


class MediaType(models.TextChoices):
    """What a file is, found by its content."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WebP"
    TEXT = "text/plain", pgettext_lazy("MediaType", "text")
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"
    ODT = "application/vnd.oasis.opendocument.text", "ODT"
    ODS = "application/vnd.oasis.opendocument.spreadsheet", "ODS"
    ASICE = "application/vnd.etsi.asic-e+zip", "EDOC"


class DocumentRows(RecordRows):
    """Documents."""

    def waiting(self) -> Self:
        """Those that the scanner has not seen."""
        return self.filter(state=DocumentState.QUARANTINE)

    def with_people(self) -> Self:
        """With who brought them, in the same query."""
        return self.select_related("uploaded_by")


class Document(Record):
    """One paper in a folder. `day` is the local day on which it was added; `file` names what lies on the disk."""

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="+")
    title = SealedTextField(blank=True)
    kind = models.CharField(max_length=20, choices=DocumentKind)
    zone = models.CharField(max_length=20, choices=DocumentZone, default=DocumentZone.SERVICES)
    media_type = models.CharField(max_length=80, choices=MediaType)
    size = models.PositiveIntegerField(help_text="bytes of what is kept")
    digest = models.CharField(max_length=64, blank=True, help_text="keyed hash of what is kept")
    signed = models.BooleanField(default=False, help_text="bears signatures and is kept byte for byte")
    state = models.CharField(max_length=20, choices=DocumentState, default=DocumentState.QUARANTINE)
    reason = models.CharField(max_length=40, blank=True, help_text="code of why it was refused")
    day = models.DateField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    scanned_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=32, blank=True, help_text="random name under the data folder")
    key = models.CharField(max_length=20, blank=True, help_text="id of the key that sealed the file")

    objects: ClassVar[Any] = DocumentRows.as_manager()

    class Meta:
        ordering = ["-day", "-created_at", "id"]
        indexes = [
            models.Index(fields=["folder", "-day"]),
            models.Index(fields=["state"], name="documents_that_wait", condition=Q(state="quarantine")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("refused", "erased"), file="")
                | Q(state__in=("quarantine", "clean")) & ~Q(file=""),
                name="document_has_its_file_or_none",
                violation_error_message=_("A document that is kept has its file."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
