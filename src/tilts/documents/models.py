"""Documents: what was brought, what kind of paper it is, how far its examination is. The file itself lies sealed."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Folder, Record, RecordRows, User
from tilts.access.sealed import SealedTextField


class DocumentKind(models.TextChoices):
    """What kind of paper it is."""

    STATEMENT = "statement", _("statement or report")
    DECISION = "decision", _("decision or court paper")
    MEDICAL = "medical", _("medical paper")
    PHOTO = "photo", _("photograph")
    CONSENT = "consent", _("consent")
    AGREEMENT = "agreement", _("agreement")
    OTHER = "other", _("other")


class DocumentZone(models.TextChoices):
    """The part of the folder that a document belongs to: who reads that part reads the document."""

    SERVICES = "services", _("services and course of the case")
    NAME = "name", _("names and persons")
    CONTACT = "contact", _("safe ways to reach")
    ADDRESS = "address", _("addresses")
    CODES = "codes", _("personal codes and numbers")
    RISK = "risk", _("danger and risk")
    PRIVILEGED = "privileged", _("my own notes")
    ADMIN = "admin", _("organisation of the case")


class DocumentState(models.TextChoices):
    """How far the examination is; only a clean file is given to anybody."""

    QUARANTINE = "quarantine", _("waits for the virus scanner")
    CLEAN = "clean", _("examined")
    REFUSED = "refused", _("refused")
    ERASED = "erased", _("erased")


class VoidReason(models.TextChoices):
    """Why a document is withdrawn: chosen, not written, for what is written here does not lie sealed."""

    WRONG_CASE = "wrong_case", _("it belongs to another case")
    WRONG_FILE = "wrong_file", _("it is the wrong file")
    TWICE = "twice", _("it was added twice")
    NOT_NEEDED = "not_needed", _("it should not be kept")


class MediaType(models.TextChoices):
    """What a file is, found by its content."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WebP"
    TEXT = "text/plain", _("text")
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
