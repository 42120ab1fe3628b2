"""What a table with sealed fields builds on where its rows need no reach."""

from typing import Any, ClassVar

from django.db import models

from tilts.access.guard import SealedRows


class WithSealed(models.Model):
    """Rows whose sealed fields cannot be filtered, ordered or listed by, whoever asks."""

    objects: ClassVar[Any] = SealedRows.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
