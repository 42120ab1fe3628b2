"""What a report told when it was given out."""

import uuid

from django.db import models
from django.utils import timezone

from tilts.access.models import User
from tilts.kit.periods import Period
from tilts.projects.models import Project


class GivenOut(models.Model):
    """The report of a project for a period was given out: every figure that it told then, which stays as it was told.

    `figures` holds a line for each: measure, first and last day, conditions, value, state. It names nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField(help_text="the last day, which counts")
    day = models.DateField(default=timezone.localdate, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    figures = models.JSONField(default=list)

    class Meta:
        ordering = ["-day", "id"]
        indexes = [models.Index(fields=["project", "-day"], name="given_out_of_project")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.first} {self.last}"

    @property
    def period(self) -> Period:
        """The days that it covers."""
        return Period.of(self.first, self.last)
