"""What a table with sealed fields builds on where its rows need no reach."""

from typing import Any, ClassVar

from django.db import models

from tilts.access.guard import SealedRows


class EveryRow(SealedRows[Any]):
    """All rows, for cascades, refreshes and keys; sealed fields stay sealed there too."""


class WithSealed(models.Model):
    """Rows whose sealed fields, or those of the records they lead to, cannot be filtered, ordered or listed by."""

    objects: ClassVar[Any] = EveryRow.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
