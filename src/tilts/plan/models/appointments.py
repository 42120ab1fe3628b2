"""Appointments, and the calendar that may leave the house without saying whose they are."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Membership, Record, User
from tilts.cases.models.case import Case
from tilts.cases.models.due import Falls, falls_due
from tilts.people.models import Person
from tilts.sealing.fields import SealedTextField

LONGEST = 12 * 60
"""Minutes: longer than a working day is a slip of the pen."""


class PlaceKind(models.TextChoices):
    """Where one meets, without an address."""

    OFFICE = "office", pgettext_lazy("PlaceKind", "at the office")
    VISIT = "visit", pgettext_lazy("PlaceKind", "on a visit")
    MEETING_PLACE = "meeting_place", pgettext_lazy("PlaceKind", "at an agreed meeting place")
    INSTITUTION = "institution", pgettext_lazy("PlaceKind", "at an institution")
    COURT = "court", pgettext_lazy("PlaceKind", "in court")
    PHONE = "phone", pgettext_lazy("PlaceKind", "by phone")
    ONLINE = "online", pgettext_lazy("PlaceKind", "online")


class AppointmentState(models.TextChoices):
    """What became of an appointment."""

    PLANNED = "planned", pgettext_lazy("AppointmentState", "is planned")
    HELD = "held", pgettext_lazy("AppointmentState", "held")
    MOVED = "moved", pgettext_lazy("AppointmentState", "moved")
    CANCELLED = "cancelled", pgettext_lazy("AppointmentState", "cancelled")
    NO_SHOW = "no_show", pgettext_lazy("AppointmentState", "did not come")


class Appointment(Record):
    """Somebody of the team meets people of the case at a moment, for some minutes. `day` is the local day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    starts = models.DateTimeField()
    day = models.DateField()
    minutes = models.PositiveIntegerField(default=60)
    place_kind = models.CharField(max_length=15, choices=PlaceKind)
    staff = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AppointmentState, default=AppointmentState.PLANNED)
    before = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["starts", "created_at", "id"]
        indexes = [
            models.Index(fields=["staff", "day"], name="appointments_of_staff"),
            models.Index(fields=["case", "-day"], name="appointments_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=LONGEST),
                name="appointment_minutes_within_a_day",
                violation_error_message=_("An appointment lasts between 5 minutes and 12 hours."),
            )
        ]

    def __str__(self) -> str:
        return f"appointment in {self.case_id}"

    @property
    def ends(self) -> datetime:
        """The moment at which it is over."""
        return self.starts + timedelta(minutes=self.minutes)


@falls_due(Appointment, kinds=["appointment"], zone="services", reads=["starts", "day", "staff", "state"])
def appointment_due(appointment: Appointment) -> Iterable[Falls]:
    """An appointment at its hour, for who meets; of one that was moved the new one alone."""
    if appointment.state != AppointmentState.MOVED:
        done = appointment.state != AppointmentState.PLANNED
        yield Falls("appointment", appointment.day, appointment.starts, done=done, owner=appointment.staff_id)


class AppointmentPerson(Record):
    """A person of the case is expected at an appointment."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "person"],
                name="person_once_in_appointment",
                violation_error_message=_("This person comes already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.appointment_id}"


class AppointmentPlace(Record):
    """The place of an appointment in words; a table apart, for an address is open to fewer than the appointment."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    text = SealedTextField()

    def __str__(self) -> str:
        return f"place of {self.appointment_id}"


class CalendarFeed(Record):
    """A secret address at which a colleague's calendar reads their appointments; only a hash of the secret is kept.

    It belongs to one role in one organisation and ends with it, or with the account.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"calendar of {self.membership_id}"
