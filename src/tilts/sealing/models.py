"""What a table with sealed fields builds on where its rows need no reach, and the marks of the keys."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.sealing.rows import SealedRows


class EveryRow(SealedRows[Any]):
    """All rows, for cascades, refreshes and keys; sealed fields stay sealed there too."""


class WithSealed(models.Model):
    """Rows whose sealed fields, or those of the records they lead to, cannot be filtered, ordered or listed by."""

    objects: ClassVar[Any] = EveryRow.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class KeyMark(models.Model):
    """A key that has sealed something here, known by a proof that gives nothing away."""

    key = models.CharField(max_length=20, primary_key=True)
    proof = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("key")

    def __str__(self) -> str:
        return self.key
