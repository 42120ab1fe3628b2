"""What a case is called elsewhere, and what of it was taken out to be written there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.sealing.fields import SealedTextField


class ExternalKind(models.TextChoices):
    """In whose register a case has a number of its own."""

    SOPA = "sopa", pgettext_lazy("ExternalKind", "SOPA case")
    SPOLIS = "spolis", pgettext_lazy("ExternalKind", "SPOLIS service")
    POLICE = "police_event", pgettext_lazy("ExternalKind", "police event")
    COURT = "court_matter", pgettext_lazy("ExternalKind", "court matter")
    OTHER = "other", pgettext_lazy("ExternalKind", "other register")


class ExternalId(Record):
    """The number of a case in another register; sealed, because there it leads to the person."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ExternalKind)
    value = SealedTextField()

    class Meta:
        ordering = ["kind", "created_at", "id"]
        indexes = [models.Index(fields=["case"], condition=Q(voided_at=None), name="external_ids_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class SummaryFor(models.TextChoices):
    """For whom a summary is copied."""

    SOPA = "sopa", "SOPA"
    COURT = "court", pgettext_lazy("SummaryFor", "court")
    POLICE = "police", pgettext_lazy("SummaryFor", "police")


class CaseSummary(Record):
    """Somebody took a summary of the case out: which parts, for whom. The text itself is not kept."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=10, choices=SummaryFor)
    parts = models.JSONField(default=list, help_text="the codes of the parts that were chosen")

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"summary of {self.case_id}"
