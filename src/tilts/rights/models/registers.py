"""The registers that the law asks for: breaches, processing, and those with whom it is done."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.sealing.fields import SealedTextField

HOURS_TO_NOTIFY = 72
"""GDPR article 33(1): to the supervisory authority, from the moment one became aware."""


class BreachState(models.TextChoices):
    """How far a breach is."""

    OPEN = "open", pgettext_lazy("BreachState", "being looked into")
    CLOSED = "closed", pgettext_lazy("BreachState", "closed")


class Breach(Record):
    """A breach of personal data (GDPR articles 33 and 34), kept whether or not it had to be notified."""

    state = models.CharField(max_length=10, choices=BreachState, default=BreachState.OPEN)
    aware_at = models.DateTimeField(help_text="from here 72 hours run")
    happened_at = models.DateTimeField(null=True, blank=True)
    what = SealedTextField()
    categories = SealedTextField(blank=True)
    about_how_many = models.PositiveIntegerField(null=True, blank=True)
    consequences = SealedTextField(blank=True)
    measures = SealedTextField(blank=True)
    authority_at = models.DateTimeField(null=True, blank=True)
    authority_why = SealedTextField(blank=True, help_text="why late, or why not at all")
    persons_at = models.DateTimeField(null=True, blank=True)
    persons_why = SealedTextField(blank=True, help_text="why the people were not told")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-aware_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(authority_at=None) | Q(authority_at__gte=F("aware_at")),
                name="authority_told_after_one_knew",
                violation_error_message=_("Nobody can be told before it became known."),
            )
        ]

    def __str__(self) -> str:
        return f"breach {self.aware_at:%Y-%m-%d}"

    @property
    def deadline(self) -> datetime:
        """The end of the 72 hours."""
        return self.aware_at + timedelta(hours=HOURS_TO_NOTIFY)


class ProcessingActivity(Record):
    """One line of the register of processing (GDPR article 30). Names no client."""

    title = models.CharField(max_length=200)
    purpose = models.TextField()
    legal_basis = models.TextField()
    persons = models.CharField(max_length=300)
    data_kinds = models.CharField(max_length=500)
    recipients = models.CharField(max_length=500, blank=True)
    third_countries = models.CharField(max_length=300, blank=True)
    kept_for = models.CharField(max_length=300)
    measures = models.TextField(blank=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class PartnerRole(models.TextChoices):
    """What somebody outside is in the processing (GDPR articles 26, 28, 4(9))."""

    JOINT_CONTROLLER = "joint_controller", pgettext_lazy("PartnerRole", "joint controller")
    PROCESSOR = "processor", pgettext_lazy("PartnerRole", "processor")
    RECIPIENT = "recipient", pgettext_lazy("PartnerRole", "recipient")


class ProcessingPartner(Record):
    """Another institution or firm with which, or by which, data are processed."""

    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=PartnerRole)
    what_for = models.CharField(max_length=300)
    contact = models.CharField(max_length=200, blank=True)
    agreement_on = models.DateField(null=True, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    subprocessors = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["role", "name", "id"]

    def __str__(self) -> str:
        return self.name
