"""Risk: reports from the doorstep, and assessments of a case."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models import Act, Folder, Organisation, Record, RecordRows, TakenOut, User
from tilts.cases.models import Case, Level
from tilts.places.models import Territory
from tilts.plan.models import Court
from tilts.projects.models import Attribution
from tilts.questionnaires.models import Answers
from tilts.sealing.fields import SealedTextField


class ReportState(models.TextChoices):
    """How far a report has come."""

    DRAFT = "draft", pgettext_lazy("ReportState", "being filled in")
    SENT = "sent", pgettext_lazy("ReportState", "waiting")
    TAKEN_UP = "taken_up", pgettext_lazy("ReportState", "taken up")
    RETURNED = "returned", pgettext_lazy("ReportState", "returned")


class ReportChannel(models.TextChoices):
    """How a report came to the desk."""

    FORM = "form", pgettext_lazy("ReportChannel", "filled in here")
    E_ADDRESS = "e_address", pgettext_lazy("ReportChannel", "e-address")
    EMAIL = "email", pgettext_lazy("ReportChannel", "e-mail")
    PHONE = "phone", pgettext_lazy("ReportChannel", "phone")
    PAPER = "paper", pgettext_lazy("ReportChannel", "paper")


class ReportRows(RecordRows):
    """Reports."""

    def waiting(self) -> Self:
        """Sent and not yet taken up."""
        return self.filter(state=ReportState.SENT)

    def drafts_first(self) -> Self:
        """What was begun stands first, then the newest sent; the databases disagree about empty moments."""
        return self.order_by(models.F("sent_at").desc(nulls_first=True), "-created_at")


@cause()
class DoorstepReport(Record):
    """A report on an event: `organisation` sent it, `desk` must answer it. Its folder carries the same id."""

    folder = models.OneToOneField(Folder, models.CASCADE, related_name="+")
    number = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=ReportChannel, default=ReportChannel.FORM)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    happened_at = models.DateTimeField(null=True, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    sender = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sender_kind = models.CharField(max_length=30, blank=True)
    desk = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    to_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    known_at_desk = models.BooleanField(null=True, help_text="may anyone at this desk know the parties?")
    person_name = SealedTextField(blank=True)
    person_born = SealedTextField(blank=True, help_text="the year")
    person_phone = SealedTextField(blank=True)
    phone_is_safe = models.BooleanField(null=True)
    address = SealedTextField(blank=True)
    address_is_home = models.BooleanField(null=True, help_text="whether the person lives there; empty: not asked")
    alleged_name = SealedTextField(blank=True)
    alleged_born = SealedTextField(blank=True, help_text="the year")
    account = SealedTextField(blank=True)
    children_present = models.BooleanField(null=True)
    children = SealedTextField(blank=True, help_text="one a line: name or who it is, and the age")
    separation_from = models.DateTimeField(null=True, blank=True)
    separation_until = models.DateTimeField(null=True, blank=True)
    court = models.CharField(max_length=10, choices=Court, blank=True, help_text="empty: not asked")
    level = models.CharField(max_length=10, choices=Level, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    return_reason = SealedTextField(blank=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")
    left_out = models.JSONField(default=list, blank=True, help_text="what of it was not taken into the case, by name")

    objects: ClassVar[Any] = ReportRows.as_manager()

    class Meta:
        ordering = ["-sent_at", "-created_at"]
        indexes = [models.Index(fields=["desk", "state", "-sent_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="report_number_once_in_organisation",
                violation_error_message=_("Another report got this number at the same moment. Send it once more."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False),
                name="sent_report_has_its_moment",
                violation_error_message=_("Say when the report was sent."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open_to_sender(self) -> bool:
        """Whether the officer may still write: a draft, or one that came back."""
        return self.state in (ReportState.DRAFT, ReportState.RETURNED)


class Questionnaire(Act):
    """One risk questionnaire filled to its end, at the door or with a social worker: the act that is counted."""

    COUNTED = ("filled_on", "territory", "instrument", "level")
    REASONS = (TakenOut.TWICE, TakenOut.NOT_HELD, TakenOut.OTHER_CASE, TakenOut.WRONG_PERSON)

    answers = models.OneToOneField(Answers, models.CASCADE, related_name="+")
    report = models.ForeignKey(DoorstepReport, models.CASCADE, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    instrument = models.CharField(max_length=60)
    filled_on = models.DateField(db_index=True)
    filled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=10, choices=Level, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    newly_known = models.BooleanField(null=True)

    class Meta:
        ordering = ["-filled_on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.instrument} {self.filled_on}"


class QuestionnaireAttribution(Attribution):
    """The project in which a questionnaire was filled."""

    act = models.ForeignKey(Questionnaire, models.CASCADE, related_name="attributions")

    def __str__(self) -> str:
        return f"{self.act_id} for {self.project_id}"
