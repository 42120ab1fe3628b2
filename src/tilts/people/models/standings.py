"""Status and support level."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tilts.people.models.files import OfFile
from tilts.people.models.persons import Person, Status, SupportLevel


class Standing(OfFile):
    """A person's status and support level from a day on, until the next standing, as one file has it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="standings")
    starts = models.DateField(default="0001-01-01")
    status = models.CharField(max_length=60, blank=True)
    support_level = models.CharField(max_length=10, choices=SupportLevel, blank=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "person", "starts"],
                name="one_standing_a_day",
                violation_error_message=_("A change of this day is written down already."),
            )
        ]

    @property
    def status_words(self) -> str:
        """The status in words; one that a register told otherwise stays as told."""
        return str(dict(Status.choices).get(self.status, self.status))

    def __str__(self) -> str:
        return f"standing of {self.person_id} from {self.starts}"
