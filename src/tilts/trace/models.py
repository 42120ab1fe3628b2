"""What the trace alerts to."""

import uuid

from django.db import models
from django.utils import timezone

from tilts.access.models import Organisation, User
from tilts.sealing.fields import SealedTextField
from tilts.sealing.models import WithSealed


class Alert(WithSealed):
    """Something in the trace that a data protection officer should look at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    record = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    entry = models.UUIDField(null=True, help_text="the entry that set it off")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    finding = SealedTextField(blank=True)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
