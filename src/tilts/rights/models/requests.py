"""What people ask about their data, and what was decided about each text that leaves."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.heard import name_shown
from tilts.access.models import Folder, Record, User
from tilts.people.models import Person
from tilts.sealing.fields import SealedJSONField, SealedTextField


class RequestKind(models.TextChoices):
    """What is asked for (GDPR articles 15, 16, 18, 17, 21)."""

    ACCESS = "access", pgettext_lazy("RequestKind", "a copy of the data")
    STATEMENT = "statement", pgettext_lazy("RequestKind", "who saw my file")
    CORRECTION = "correction", pgettext_lazy("RequestKind", "correction")
    RESTRICTION = "restriction", pgettext_lazy("RequestKind", "restriction: keep, do not use")
    ERASURE = "erasure", pgettext_lazy("RequestKind", "erasure")
    OBJECTION = "objection", pgettext_lazy("RequestKind", "objection")


LEAVES = (RequestKind.ACCESS, RequestKind.STATEMENT)
"""Kinds by which something leaves the house."""
TWO_PEOPLE = (*LEAVES, RequestKind.ERASURE)
"""Kinds that need a second person."""


class AskedBy(models.TextChoices):
    """Who asks."""

    SELF = "self", pgettext_lazy("AskedBy", "the person")
    PARENT = "parent", pgettext_lazy("AskedBy", "a custodial parent, for a child")
    AUTHORISED = "authorised", pgettext_lazy("AskedBy", "somebody with a written authority")


class IdentityCheck(models.TextChoices):
    """How it was checked who asks."""

    DOCUMENT = "document", pgettext_lazy("IdentityCheck", "identity document seen in person")
    KNOWN = "known", pgettext_lazy("IdentityCheck", "known to the worker in person")
    SIGNATURE = "signature", pgettext_lazy("IdentityCheck", "secure electronic signature")
    AUTHORITY = "authority", pgettext_lazy("IdentityCheck", "identity document and written authority seen")


class RequestState(models.TextChoices):
    """How far a request is."""

    OPEN = "open", pgettext_lazy("RequestState", "being worked on")
    PROPOSED = "proposed", pgettext_lazy("RequestState", "waits for the second person")
    CONFIRMED = "confirmed", pgettext_lazy("RequestState", "ready to be handed over")
    DONE = "done", pgettext_lazy("RequestState", "done")
    REFUSED = "refused", pgettext_lazy("RequestState", "refused")


class RightsRequest(Record):
    """One request of a person about their data, with its clock of one month."""

    kind = models.CharField(max_length=12, choices=RequestKind)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject_name = SealedTextField(blank=True)
    asked_by = models.CharField(max_length=12, choices=AskedBy)
    asker = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asker_name = SealedTextField(blank=True)
    asked_for = SealedTextField(blank=True)
    identity = models.CharField(max_length=12, choices=IdentityCheck)
    received_on = models.DateField()
    due_on = models.DateField(db_index=True)
    extended_on = models.DateField(null=True, blank=True)
    extended_why = SealedTextField(blank=True)
    stops = SealedTextField(blank=True, help_text="why it is refused unless decided otherwise, a line each")
    released_why = SealedTextField(blank=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_to_ask = models.BooleanField(null=True, help_text="may somebody be making the person ask? empty: not asked")
    spoken_alone = models.BooleanField(default=False)
    paper_is_safe = models.BooleanField(null=True, help_text="is it safe for the person to hold a paper?")
    handover_place = SealedTextField(blank=True)
    telling_words = SealedTextField(blank=True, help_text="agency names to be taken out, a line each")
    names_why = SealedTextField(blank=True, help_text="why staff names are given; empty: they are not")
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    second = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="who is asked to confirm")
    seconded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    package = SealedJSONField(blank=True, help_text="what is handed over, frozen; emptied once it was")
    package_digest = models.CharField(max_length=64, blank=True)
    preview = models.JSONField(default=dict, blank=True, help_text="how many records of each kind an erasure empties")
    previewed_at = models.DateTimeField(null=True, blank=True)
    outcome = SealedTextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "created_at", "id"]
        indexes = [models.Index(fields=["organisation", "state"], name="requests_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("received_on")),
                name="request_due_after_it_came",
                violation_error_message=_("It is due after the day on which it came."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="request_confirmed_by_another",
                violation_error_message=_("Choose somebody else: nobody is their own second person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def shown_name(self) -> str:
        """Whose data it is about, for an answer: it stands in the trace of their files before the answer is sent."""
        if self.subject_name:
            name_shown(self)
        return str(self.subject_name)

    @property
    def is_running(self) -> bool:
        """Whether its clock still runs."""
        return self.state not in (RequestState.DONE, RequestState.REFUSED)

    @property
    def leaves(self) -> bool:
        """Whether something leaves the house by it."""
        return self.kind in LEAVES


class RequestFolder(models.Model):
    """A file in which the person of a request stands: so that a wall around it also hides the request."""

    request = models.ForeignKey(RightsRequest, models.CASCADE, related_name="+")
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "folder"],
                name="one_file_of_a_request_once",
                violation_error_message=_("This file belongs to the request already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.folder_id}"


class TextDecision(Record):
    """Somebody who may read a text looked through it: given as it stands here, or held back."""

    request = models.ForeignKey(RightsRequest, models.CASCADE, related_name="+")
    piece = models.CharField(max_length=200)
    source = models.CharField(max_length=64, help_text="keyed digest of the text that was looked through")
    given = models.BooleanField()
    text = SealedTextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "piece"],
                name="one_decision_a_text",
                violation_error_message=_("This text was decided on already. Look at it again."),
            )
        ]

    def __str__(self) -> str:
        return f"text of {self.request_id}"


class Correction(Record):
    """Data of a person were corrected: which fields, why, and who else must be told. The old value is not kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    request = models.ForeignKey(RightsRequest, models.SET_NULL, null=True, related_name="+")
    fields = models.JSONField(default=list)
    reason = SealedTextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recipients = models.JSONField(default=list, help_text="organisations that had the data")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"correction of {self.person_id}"
