"""Ways to reach a person, and where they are."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.people.models.files import OfFile
from tilts.people.models.persons import Person
from tilts.sealing.fields import SealedTextField


class Channel(models.TextChoices):
    """By what a person is reached."""

    PHONE = "phone", pgettext_lazy("Channel", "phone")
    SMS = "sms", pgettext_lazy("Channel", "text message")
    CHAT = "chat", pgettext_lazy("Channel", "chat app")
    EMAIL = "email", pgettext_lazy("Channel", "e-mail")
    IN_PERSON = "in_person", pgettext_lazy("Channel", "in person")
    POST = "post", pgettext_lazy("Channel", "post")


WEEKDAYS = {
    "1": _("Mondays"),
    "2": _("Tuesdays"),
    "3": _("Wednesdays"),
    "4": _("Thursdays"),
    "5": _("Fridays"),
    "6": _("Saturdays"),
    "7": _("Sundays"),
}


HOW_TO_REACH = (
    "channel",
    "value",
    "safe",
    "days",
    "from_time",
    "until_time",
    "when",
    "code_word",
    "may_say",
    "caution",
)
"""A way to reach somebody and every condition under which it is safe: they go along together, or not at all."""


class ContactWay(OfFile):
    """One way to reach a person, and whether it is safe: shown only under its own warning."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    value = SealedTextField(blank=True)
    value_hash = models.CharField(max_length=64, blank=True, help_text="keyed, of one organisation: equal numbers")
    safe = models.BooleanField(null=True, help_text="empty: not known")
    days = models.CharField(max_length=7, blank=True, help_text="1 is Monday; empty: any day")
    from_time = models.TimeField(null=True, blank=True)
    until_time = models.TimeField(null=True, blank=True)
    when = SealedTextField(blank=True, help_text="in words, where days and hours do not say it")
    code_word = SealedTextField(blank=True, help_text="by which the caller and the person know each other")
    may_say = SealedTextField(blank=True, help_text="who the caller says they are, to whoever answers")
    caution = SealedTextField(blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["value_hash"], condition=~Q(value_hash=""), name="persons_of_a_number")]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_time=None) | Q(until_time=None) | Q(until_time__gt=F("from_time")),
                name="contact_hours_in_order",
                violation_error_message=_("The hours must end after they begin."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.person_id}"

    @property
    def day_names(self) -> list[Any]:
        """The weekdays in words; none where any day will do."""
        return [WEEKDAYS[day] for day in self.days if day in WEEKDAYS] if len(self.days) < len(WEEKDAYS) else []


class AddressKind(models.TextChoices):
    """What a person does there."""

    HOME = "home", pgettext_lazy("AddressKind", "home")
    SHELTER = "shelter", pgettext_lazy("AddressKind", "shelter")
    SCHOOL = "school", pgettext_lazy("AddressKind", "school or kindergarten")
    WORK = "work", pgettext_lazy("AddressKind", "work")


class Address(OfFile):
    """Where a person is, apart from how they are reached: the worst that can become known of them."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=AddressKind)
    text = SealedTextField()
    confidential = models.BooleanField(default=True, help_text="never said to anybody, not to an institution either")
    starts = models.DateField(null=True, blank=True, help_text="lives or is there since; empty: not known")
    ends = models.DateField(null=True, blank=True, help_text="the first day no more")

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="address_ends_after_it_starts",
                violation_error_message=_("An address cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
