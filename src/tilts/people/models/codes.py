"""Personal codes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.people.models.files import OfFile
from tilts.people.models.persons import Person
from tilts.sealing.fields import SealedTextField


class CodeKind(models.TextChoices):
    """Whose register gave the code."""

    LATVIAN = "latvian", pgettext_lazy("CodeKind", "Latvian personal code")
    FOREIGN = "foreign", pgettext_lazy("CodeKind", "code of another country")
    OTHER = "other", pgettext_lazy("CodeKind", "other number")


class PersonCode(OfFile):
    """A code by which a register knows a person; one person may have had several, one after another.

    `search_hash` is keyed and of one organisation: equal codes are found in it, and nowhere else.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=CodeKind)
    value = SealedTextField()
    search_hash = models.CharField(max_length=64)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="the last day on which it was valid")

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["search_hash"], name="persons_of_a_code")]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="code_ends_after_it_was_given",
                violation_error_message=_("A code cannot end before it was given."),
            )
        ]

    def __str__(self) -> str:
        return f"code of {self.person_id}"
