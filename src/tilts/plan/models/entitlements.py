"""What the state pays for a person: so many consultations or days, from a day on."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Record
from tilts.cases.models.case import Case
from tilts.people.models import Person


class Entitlement(Record):
    """A person is granted a paid service in a case; `kind` is a code of `entitlements.csv`, in force on `starts`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="the last day")
    granted = models.PositiveIntegerField()
    extended = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="entitlement_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"

    @property
    def total(self) -> int:
        """What was granted in all."""
        return self.granted + self.extended

    def days_used(self, today: date | None = None) -> int:
        """Days of a stay until today, the first and the last counted."""
        last = min(today or timezone.localdate(), self.ends or self.starts + timedelta(days=self.total - 1))
        return max(0, (last - self.starts).days + 1)
