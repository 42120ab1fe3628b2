"""The trace and the ends of its chains; `trace` reads, verifies and watches it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NOBODY = uuid.UUID(int=0)
"""The chain of what belongs to no organisation: strangers at the door, jobs of the machine."""


class AuditEntry(models.Model):
    """One look, refusal or change: who, in which role, what kind, which record; never what was written there.

    `mac` closes the entry together with the one before it in the same chain (one chain an organisation), so that
    whoever can write the table but has no key cannot change, remove, swap or insert one unseen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField(default=NOBODY)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, default="done")
    user = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    role = models.CharField(max_length=30, blank=True)
    record = models.UUIDField(null=True)
    record_kind = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=60, blank=True)
    fields = models.JSONField(default=list)
    asked = models.CharField(max_length=32, blank=True, help_text="keyed hash of what was searched for")
    takes_back = models.UUIDField(null=True, help_text="the entry of the look that was refused after all")
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["-at", "-number", "id"]
        indexes = [
            models.Index(fields=["record", "at"]),
            models.Index(fields=["organisation", "at"]),
            models.Index(fields=["user", "at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"],
                name="one_entry_a_link_of_the_chain",
                violation_error_message=_("Somebody wrote the trace at the same moment. Save once more."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"


class AuditHead(models.Model):
    """The last link of one chain; its row is the queue in which that organisation's writers stand."""

    chain = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)
    sent_number = models.PositiveBigIntegerField(default=0, help_text="the last head that was sent off the machine")
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"

    @property
    def waiting(self) -> int:
        """How many entries no head off the machine vouches for yet."""
        return self.number - self.sent_number
