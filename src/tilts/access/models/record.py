"""What every record shares."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tilts.access.guard import GuardedRows
from tilts.access.models.work import Organisation, User
from tilts.sealing.models import EveryRow


class RecordRows(GuardedRows[Any]):
    """Guarded rows with the adjectives every record shares."""


class Record(models.Model):
    """What every record has: a random id, its organisation, a version, and voiding instead of deletion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    voided_why = models.CharField(max_length=200, blank=True, editable=False)

    objects: ClassVar[Any] = RecordRows.as_manager()
    every_row: ClassVar[Any] = EveryRow.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "every_row"


class TakenOut(models.TextChoices):
    """Why something that was counted is taken out; each table says which of these it knows."""

    TWICE = "twice", pgettext_lazy("TakenOut", "it was written twice")
    NOT_HELD = "not_held", pgettext_lazy("TakenOut", "it did not take place")
    OTHER_CASE = "other_case", pgettext_lazy("TakenOut", "it belongs to another case")
    WRONG_PERSON = "wrong_person", pgettext_lazy("TakenOut", "it was with somebody else")
    NOT_SIGNED = "not_signed", pgettext_lazy("TakenOut", "it was not signed")


class Act(Record):
    """A record that figures count: put right, it keeps what was counted before; taken out, it counts nowhere."""

    COUNTED: ClassVar[tuple[str, ...]]
    """The columns that are kept beside a correction: what is counted, and no word that somebody wrote."""
    REASONS: ClassVar[tuple[TakenOut, ...]]
    """Why one may be taken out."""

    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    corrected_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    earlier = models.JSONField(default=list, blank=True, help_text="what was counted before each correction; no words")

    class Meta:
        abstract = True

    @property
    def taken_out_words(self) -> str:
        """Why it was taken out; empty where it counts."""
        return str(dict(TakenOut.choices).get(self.voided_why, self.voided_why))
