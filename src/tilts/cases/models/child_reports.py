"""A child may be in danger: what is told to the police or to the orphan's court the same day, from any role."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models import Folder, Record, RecordRows, User
from tilts.cases.models.case import Case
from tilts.sealing.fields import SealedTextField


class ToldTo(models.TextChoices):
    """Whom the law lets one tell of a child in danger."""

    POLICE = "police", pgettext_lazy("ToldTo", "police")
    ORPHANS_COURT = "orphans_court", pgettext_lazy("ToldTo", "Orphan's and Custody Court")


class ToldHow(models.TextChoices):
    """How it was sent."""

    PHONE = "phone", pgettext_lazy("ToldHow", "by phone, then in writing")
    EADDRESS = "eaddress", pgettext_lazy("ToldHow", "e-address")
    IN_PERSON = "in_person", pgettext_lazy("ToldHow", "handed over")
    POST = "post", pgettext_lazy("ToldHow", "by post")


class ChildReportRows(RecordRows):
    """Reports of a child at risk."""

    def unsent(self) -> Self:
        """Written and not sent yet."""
        return self.filter(sent_at=None)


@cause()
class ChildReport(Record):
    """What is known of a child in danger, to whom it goes and when it was sent; a folder of its own, with this id.

    It is told at once: on the local day on which it was written down (`day`).
    """

    folder = models.OneToOneField(Folder, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    told_to = models.CharField(max_length=20, choices=ToldTo)
    which = models.CharField(max_length=200, help_text="which station or court: the name of an institution")
    child = SealedTextField(help_text="who the child is, as far as it is known")
    place = SealedTextField(blank=True)
    known = SealedTextField(help_text="what was seen or told, by whom and when")
    sent_how = models.CharField(max_length=20, choices=ToldHow, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    number = SealedTextField(blank=True, help_text="the number under which it was received there")

    objects: ClassVar[Any] = ChildReportRows.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["author", "sent_at"], name="child_reports_unsent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_on=None, sent_how="")
                | Q(sent_at__isnull=False, sent_on__isnull=False) & ~Q(sent_how=""),
                name="child_report_sent_somehow",
                violation_error_message=_("Say how and when it was sent."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_at__gte=models.F("at")),
                name="child_report_sent_after_writing",
                violation_error_message=_("A report is not sent before it was written."),
            ),
        ]

    def __str__(self) -> str:
        return f"child at risk {self.id}"
