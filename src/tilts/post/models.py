"""Letters that wait to be sent."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tilts.access.models.work import User


class LetterState(models.TextChoices):
    """How far a letter is."""

    WAITING = "waiting", pgettext_lazy("LetterState", "waiting")
    SENT = "sent", pgettext_lazy("LetterState", "sent")
    GIVEN_UP = "given_up", pgettext_lazy("LetterState", "given up")
    PAST = "past", pgettext_lazy("LetterState", "not sent: no longer true")


class Letter(models.Model):
    """One e-mail to somebody who works here: a kind, a page and a record, never what stands there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200, blank=True)
    about = models.UUIDField(null=True, help_text="the record of which it tells: asked once more when it leaves")
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=80, blank=True, help_text="the kind of failure, never its text")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["state", "next_at"], name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
