"""What is written down in a case: notes in a zone, and what a professional writes for themselves."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.sealing.fields import SealedJSONField, SealedTextField


class NoteZone(models.TextChoices):
    """The part of the file that a note belongs to: whoever reads that part reads the note."""

    SERVICES = "services", pgettext_lazy("NoteZone", "plan and services")
    RISK = "risk", pgettext_lazy("NoteZone", "risk")
    ADDRESS = "address", pgettext_lazy("NoteZone", "addresses")


class NoteVoided(models.TextChoices):
    """Why a note is taken out."""

    OTHER_CASE = "other_case", pgettext_lazy("NoteVoided", "it belongs to another case")
    TWICE = "twice", pgettext_lazy("NoteVoided", "it was written twice")
    NOT_TRUE = "not_true", pgettext_lazy("NoteVoided", "it turned out not to be true")
    TOO_MUCH = "too_much", pgettext_lazy("NoteVoided", "it says more than is needed")


class Written(Record):
    """A text by one author; what stood there before a correction is kept sealed, by the version it had."""

    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    text = SealedTextField()
    earlier = SealedJSONField(blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        base_manager_name = "every_row"


class Note(Written):
    """Something written in the case, in one zone."""

    # the index below begins with it
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    zone = models.CharField(max_length=20, choices=NoteZone, default=NoteZone.SERVICES)

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["case", "-at", "id"], name="notes_of_case_in_order")]

    def __str__(self) -> str:
        return f"note in {self.case_id}"


class PrivilegedNote(Written):
    """What a professional writes for themselves: read by the author and their named professional supervisor only."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["case", "-at"], name="privileged_notes_by_time")]

    def __str__(self) -> str:
        return f"privileged note in {self.case_id}"


class ProfessionalSupervision(Record):
    """Somebody names who supervises them professionally and so reads their privileged notes, from a moment on."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=F("supervisor")),
                name="supervised_by_somebody_else",
                violation_error_message=_("Nobody supervises themselves."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "user", "supervisor"],
                condition=Q(ends=None),
                name="supervised_once_by_each",
                violation_error_message=_("This colleague supervises you already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor_id} supervises {self.user_id}"
