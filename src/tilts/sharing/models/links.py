"""A link by which a partner outside, who has no account, reads what was sent and answers."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Record, User
from tilts.sealing.fields import SealedJSONField, SealedTextField
from tilts.sharing.models.referrals import Referral


class PartnerLink(Record):
    """One link of one referral: what was sent as it was sent, and hashes of token and code, until it is over.

    Once it is over nothing stands here but when it was given, opened and ended.
    """

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="+")
    sent = SealedJSONField(default=dict, blank=True, help_text="what its page shows: titles and texts")
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    wrong = models.PositiveSmallIntegerField(default=0)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ends = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, help_text="for the first time")
    opened_last = models.DateTimeField(null=True, blank=True)
    signed = SealedTextField(blank=True, help_text="who answered there, as they wrote it")
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="when it was forgotten who answered")

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(ended_at=None, voided_at=None),
                name="one_living_link_of_a_referral",
                violation_error_message=_("Somebody gave them another link at this moment. Look at the referral."),
            ),
        ]

    def __str__(self) -> str:
        return f"link of {self.referral_id}"

    @property
    def case_id(self) -> UUID:
        """The file from which it was sent."""
        return self.referral.case_id
