"""How long data are kept, what holds them, what falls due, and the proof that they went."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Folder, Record, User
from tilts.people.models import Person
from tilts.rights.models.requests import RightsRequest
from tilts.sealing.fields import SealedTextField


class StartEvent(models.TextChoices):
    """The event from which a keeping time runs."""

    CASE_CLOSED = "case_closed", pgettext_lazy("StartEvent", "the case was closed")
    EIGHTEENTH_BIRTHDAY = "eighteenth_birthday", pgettext_lazy("StartEvent", "the child's 18th birthday")
    LAST_ACT = "last_act", pgettext_lazy("StartEvent", "the last consultation in an imported register")
    REPORT_RETURNED = "report_returned", pgettext_lazy("StartEvent", "a report was sent back and not sent again")
    CHILD_REPORTED = (
        "child_reported",
        pgettext_lazy("StartEvent", "a child at risk was reported, and no file was opened"),
    )
    CALLBACK_NUMBER = "callback_number", pgettext_lazy("StartEvent", "a number was left for calling back")
    APPLICANT_REJECTED = "applicant_rejected", pgettext_lazy("StartEvent", "an applicant was rejected")
    REQUEST_DONE = "request_done", pgettext_lazy("StartEvent", "a request about data was answered")
    STAFF_CHANGE = "staff_change", pgettext_lazy("StartEvent", "a role was given or an account opened anew")
    TRACE = "trace", pgettext_lazy("StartEvent", "somebody looked or wrote (the trace)")


class RetentionClass(Record):
    """How long one kind of data is kept after its event: dated, so that a change of the law is a new row."""

    event = models.CharField(max_length=24, choices=StartEvent)
    years = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=300)
    in_force_from = models.DateField()

    class Meta:
        ordering = ["event", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "event", "in_force_from"],
                name="one_keeping_time_a_day",
                violation_error_message=_("There is already a keeping time from that day."),
            ),
            models.CheckConstraint(
                condition=Q(years__gt=0) | Q(months__gt=0),
                name="keeping_time_is_a_time",
                violation_error_message=_("Say how many years or months."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.years}.{self.months}"


class LegalHold(Record):
    """Nothing of this file, or of this person, may go: a court, the police or a complaint needs it."""

    folder = models.ForeignKey(Folder, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=40, help_text="the code of the case; never a name")
    reason = SealedTextField()
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="the last day; empty: until it is lifted")
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(folder__isnull=False, person=None) | Q(folder=None, person__isnull=False),
                name="hold_on_a_file_or_a_person",
                violation_error_message=_("Say what is held: a file, or a person."),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="hold_ends_after_start",
                violation_error_message=_("A hold cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.label}"


class PurgeState(models.TextChoices):
    """How far a purge is."""

    PROPOSED = "proposed", pgettext_lazy("PurgeState", "waits for the second person")
    CONFIRMED = "confirmed", pgettext_lazy("PurgeState", "being carried out")
    DONE = "done", pgettext_lazy("PurgeState", "done")
    STOPPED = "stopped", pgettext_lazy("PurgeState", "not carried out")


class Purge(Record):
    """What fell due until a day goes, once two people have agreed; in small batches, each with its proof."""

    until = models.DateField()
    state = models.CharField(max_length=10, choices=PurgeState, default=PurgeState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="purge_confirmed_by_another",
                violation_error_message=_("Choose somebody else: nobody is their own second person."),
            )
        ]

    def __str__(self) -> str:
        return f"purge until {self.until}"


class PurgeItem(Record):
    """One person, or one report without a person, of a purge."""

    purge = models.ForeignKey(Purge, models.CASCADE, related_name="items")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    folder = models.ForeignKey(Folder, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=80, help_text="codes of cases; never a name")
    event = models.CharField(max_length=24, choices=StartEvent)
    since = models.DateField(help_text="until when it had to be kept")
    done_at = models.DateTimeField(null=True, blank=True)
    skipped = models.BooleanField(default=False, help_text="a hold or an opened case came in between")

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return self.label


class ErasureProof(Record):
    """That something was erased: when, why, how much of what, and keyed digests of the records; nothing of them."""

    request = models.ForeignKey(RightsRequest, models.PROTECT, null=True, related_name="+")
    purge = models.ForeignKey(Purge, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kinds = models.JSONField(default=dict, help_text="how many records of each kind")
    digests = models.JSONField(default=list, help_text="keyed digests of the ids of the emptied records")
    told = models.JSONField(default=list, help_text="organisations that had the data and are to be told")

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"proof of {self.at:%Y-%m-%d}"
