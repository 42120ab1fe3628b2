"""Three separate things: that somebody was told, that they agreed to share, and which law allows it without."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models import Folder, Organisation, Record, RecordRows, User
from tilts.people.models.persons import Person
from tilts.sealing.fields import SealedTextField


class Way(models.TextChoices):
    """How somebody was told, or agreed."""

    SPOKEN = "spoken", pgettext_lazy("Way", "in conversation")
    PHONE = "phone", pgettext_lazy("Way", "by phone")
    WRITTEN = "written", pgettext_lazy("Way", "in writing")
    INTERPRETED = "interpreted", pgettext_lazy("Way", "through an interpreter")


class Law(models.TextChoices):
    """What allows sharing without consent (GDPR article 6 (1) c, d, e; 9 (2) c)."""

    DUTY = "duty", pgettext_lazy("Law", "a law demands it")
    TASK = "task", pgettext_lazy("Law", "a task given by law")
    VITAL = "vital", pgettext_lazy("Law", "danger to life or health")
    AGREEMENT = "agreement", pgettext_lazy("Law", "a signed agreement of institutions")


class Informed(Record):
    """A person was told what is kept about them and who may see it (GDPR articles 13, 14). Not a consent."""

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField(help_text="the local day on which they were told")
    way = models.CharField(max_length=12, choices=Way)
    language = models.CharField(max_length=10, blank=True)
    told_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-day", "-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} told on {self.day}"


class ConsentRows(RecordRows):
    """Consents."""

    def in_force(self, day: Any) -> "ConsentRows":
        """Given, not withdrawn and not over on this day."""
        return self.filter(Q(until=None) | Q(until__gte=day), day__lte=day, withdrawn_on=None)


@cause()
class Consent(Record):
    """A person agreed that something is shared: which zones, with whom, since when; withdrawn on a day (article 7)."""

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    zones = models.CharField(max_length=80, help_text="names of zones (access.models.ZONES), with spaces")
    with_unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    with_whom = SealedTextField(blank=True, help_text="whom they agreed to, where it is no organisation of the list")
    way = models.CharField(max_length=12, choices=Way)
    day = models.DateField(help_text="the local day on which it was given")
    until = models.DateField(null=True, blank=True, help_text="the last day on which it holds; empty: until withdrawn")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    grant_basis: ClassVar[str] = gettext_noop("consent of the person")
    objects: ClassVar[Any] = ConsentRows.as_manager()

    class Meta:
        ordering = ["-day", "-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("day")),
                name="consent_ends_after_it_was_given",
                violation_error_message=_("A consent cannot end before it was given."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("day")),
                name="consent_withdrawn_after_it_was_given",
                violation_error_message=_("A consent cannot be withdrawn before it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"consent of {self.person_id}"

    @property
    def zone_names(self) -> list[str]:
        """The zones that may be shared."""
        return self.zones.split()

    def holds_on(self, day: Any) -> bool:
        """Whether it is given, not withdrawn and not over on this day."""
        return self.withdrawn_on is None and self.day <= day and (self.until is None or day <= self.until)


@cause()
class LegalBasis(Record):
    """A law, or danger to life, on which something is shared without consent; the reason in writing."""

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    law = models.CharField(max_length=12, choices=Law)
    paragraph = models.CharField(max_length=160, blank=True, help_text="which law and article, without client data")
    reason = SealedTextField(help_text="why, in this case")
    day = models.DateField()
    stated_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    grant_basis: ClassVar[str] = gettext_noop("law, or danger to life, with a written reason")

    class Meta:
        ordering = ["-day", "-created_at", "id"]

    def __str__(self) -> str:
        return f"basis {self.law} in {self.folder_id}"
