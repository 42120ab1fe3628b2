"""Partner organisations and whose desk a municipality's reports come to."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from tilts.access.models import Organisation
from tilts.places.models import Territory


class Desk(models.Model):
    """Reports about events in this territory come to this organisation, from a day until (not including) another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    starts = models.DateField(default="0001-01-01")
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["territory", "starts"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("starts")), name="desk_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.territory_id}: {self.organisation_id}"


class Partner(models.Model):
    """An institution that one works with and that has no account here."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    agreement_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
