"""What every record shares."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

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
