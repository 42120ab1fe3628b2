"""A case, or a part of it, is referred to somebody else: what is asked, what is shared, on which basis, by when."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models import Organisation, Record, RecordRows, Role, User
from tilts.cases.models.case import Case
from tilts.directory.models import Agreement, Partner
from tilts.kit.workdays import end_of_next_working_day
from tilts.people.models import Consent, LegalBasis
from tilts.sealing.fields import SealedTextField


class ReferralState(models.TextChoices):
    """How far a referral has come."""

    SENT = "sent", pgettext_lazy("ReferralState", "sent")
    SEEN = "seen", pgettext_lazy("ReferralState", "seen")
    ACCEPTED = "accepted", pgettext_lazy("ReferralState", "accepted")
    DECLINED = "declined", pgettext_lazy("ReferralState", "declined")
    DONE = "done", pgettext_lazy("ReferralState", "done")
    WITHDRAWN = "withdrawn", pgettext_lazy("ReferralState", "withdrawn")


WAITING = (ReferralState.SENT, ReferralState.SEEN)
OPEN = (*WAITING, ReferralState.ACCEPTED)
DESK = (Role.CASE_WORKER, Role.SUPERVISOR)
"""Who answers for an organisation what comes to it."""
LAWFUL: dict[str, tuple[str, ...]] = {
    ReferralState.SEEN: (ReferralState.SENT,),
    ReferralState.ACCEPTED: WAITING,
    ReferralState.DECLINED: WAITING,
    ReferralState.DONE: (ReferralState.ACCEPTED,),
    ReferralState.WITHDRAWN: OPEN,
}
"""From which states one comes to a state."""


class Urgency(models.TextChoices):
    """How soon an answer is needed."""

    URGENT = "urgent", pgettext_lazy("Urgency", "urgent: by the next working day")
    SOON = "soon", pgettext_lazy("Urgency", "soon: within three working days")
    ORDINARY = "ordinary", pgettext_lazy("Urgency", "ordinary: within ten working days")


ANSWER_DAYS: dict[str, int] = {Urgency.URGENT: 1, Urgency.SOON: 3, Urgency.ORDINARY: 10}
"""Within how many working days an answer is due."""


class SharingBasis(models.TextChoices):
    """On what sharing rests; without one of these nothing is shared."""

    CONSENT = "consent", pgettext_lazy("SharingBasis", "the person's consent")
    LAW = "duty", pgettext_lazy("SharingBasis", "a law demands it")
    VITAL = "vital", pgettext_lazy("SharingBasis", "danger to life or health")
    AGREEMENT = "agreement", pgettext_lazy("SharingBasis", "a signed agreement of institutions")


class ReferralRows(RecordRows):
    """Referrals."""

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state__in=WAITING)

    def still_open(self) -> Self:
        """Not answered, or accepted and not ended."""
        return self.filter(state__in=OPEN)


@cause("consent", "legal_basis", "agreement")
class Referral(Record):
    """A case is referred to an organisation here, or to a partner outside; `organisation` sends it.

    `asked` says which service is asked for, without names: it is read before acceptance. `summary` is read after it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    asked = SealedTextField()
    summary = SealedTextField(blank=True)
    zones = models.JSONField(default=list, blank=True)
    basis = models.CharField(max_length=12, choices=SharingBasis)
    consent = models.ForeignKey(Consent, models.SET_NULL, null=True, blank=True, related_name="+")
    legal_basis = models.ForeignKey(LegalBasis, models.SET_NULL, null=True, blank=True, related_name="+")
    agreement = models.ForeignKey(Agreement, models.SET_NULL, null=True, blank=True, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency)
    answer_by = models.DateField()
    until = models.DateField(help_text="the last day on which what is shared is open")
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.SENT)
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    doer = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", help_text="who does there what was asked"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = SealedTextField(blank=True, help_text="why it was declined or withdrawn")
    outcome = SealedTextField(blank=True, help_text="what came of it")
    to_case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")
    letter_at = models.DateTimeField(null=True, blank=True, help_text="when its letter was last taken out")

    objects: ClassVar[Any] = ReferralRows.as_manager()

    class Meta:
        ordering = ["-sent_at", "id"]
        indexes = [
            models.Index(fields=["case", "-sent_at"], name="referrals_of_case"),
            models.Index(fields=["to_organisation", "state"], name="referrals_to_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_organisation__isnull=False, partner__isnull=True)
                | Q(to_organisation__isnull=True, partner__isnull=False),
                name="referral_to_one",
                violation_error_message=_("Say to whom: a partner, or an organisation that works here."),
            ),
            models.UniqueConstraint(
                fields=["case", "to_organisation"],
                condition=Q(state__in=OPEN),
                name="one_open_referral_to_an_organisation",
                violation_error_message=_("This case is referred to them already."),
            ),
        ]

    def __str__(self) -> str:
        return f"referral of {self.case_id}"

    @property
    def recipient(self) -> str:
        """To whom it goes."""
        other = self.to_organisation or self.partner
        return str(other.name) if other else ""

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still due."""
        return self.state in WAITING

    @property
    def is_open(self) -> bool:
        """Whether it has not come to its end."""
        return self.state in OPEN

    @property
    def deadline(self) -> datetime:
        """The first moment at which an answer is too late."""
        return end_of_next_working_day(self.sent_at, days=ANSWER_DAYS[self.urgency])

    @property
    def grant_basis(self) -> str:
        """On what it rests, as it is read to the client; empty where that is no longer on record."""
        rests_on = self.consent or self.legal_basis or self.agreement
        return rests_on.grant_basis if rests_on else ""
