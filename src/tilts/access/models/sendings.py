"""Which forms were sent and what came of it, so that the same form is written once."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models.work import User
from tilts.sealing.fields import SealedJSONField
from tilts.sealing.models import EveryRow, WithSealed


class Sending(WithSealed):
    """One form that somebody sent and that wrote something; coming again it is answered as the first time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, help_text="hash of the form's own key and the address it is sent to")
    words = models.CharField(max_length=64, help_text="keyed hash of all that was sent")
    at = models.DateTimeField(default=timezone.now)
    there = models.TextField(blank=True, help_text="the address to which it led")
    told = SealedJSONField(blank=True, help_text="what was said there")

    objects: ClassVar[Any] = EveryRow.as_manager()

    class Meta(WithSealed.Meta):
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="each_form_is_sent_once",
                violation_error_message=_("This was sent twice. It is written once."),
            )
        ]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.there
