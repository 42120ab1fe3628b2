"""Services: every consultation is written once and counted wherever it belongs."""

from datetime import time
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Act, Folder, Profession, Record, RecordRows, Site, TakenOut, User
from tilts.people.models import Person
from tilts.projects.models import Attribution
from tilts.sealing.fields import SealedTextField

NOON = time(12)
"""Where a consultation without an hour stands in its day."""
AT = Coalesce("starts_at", Value(NOON))
"""The hour by which the consultations of a day are put in order."""


class Mode(models.TextChoices):
    """Where it took place."""

    IN_PERSON = "in_person", pgettext_lazy("Mode", "in person")
    PHONE = "phone", pgettext_lazy("Mode", "by phone")
    ONLINE = "online", pgettext_lazy("Mode", "online")
    OUTREACH = "outreach", pgettext_lazy("Mode", "on a visit")


class Status(models.TextChoices):
    """Whether it took place; only `held` counts."""

    HELD = "held", pgettext_lazy("Status", "held")
    NO_SHOW = "no_show", pgettext_lazy("Status", "did not come")
    CANCELLED = "cancelled", pgettext_lazy("Status", "cancelled")


class SessionRows(RecordRows):
    """Consultations."""

    def held(self) -> Self:
        """Those that took place: only they count."""
        return self.filter(status=Status.HELD)

    def with_staff(self) -> Self:
        """With specialist and site, in the same query."""
        return self.select_related("staff", "site")


class Session(Act):
    """One consultation, with one or several people: one act. `day` is the local day, set at writing."""

    COUNTED = ("day", "site", "specialism", "minutes", "mode", "status")
    REASONS = (TakenOut.TWICE, TakenOut.NOT_HELD, TakenOut.OTHER_CASE, TakenOut.WRONG_PERSON)

    # the index below begins with it
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    specialism = models.CharField(max_length=30, choices=Profession)
    day = models.DateField(db_index=True)
    starts_at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField()
    mode = models.CharField(max_length=10, choices=Mode)
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    topic = SealedTextField(blank=True)
    partner = models.CharField(max_length=200, blank=True)
    interpreter_language = models.CharField(max_length=20, blank=True)
    staff = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    register_key = models.CharField(max_length=80, blank=True, editable=False)
    register_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[Any] = SessionRows.as_manager()

    class Meta:
        ordering = ["-day", "-created_at", "id"]
        indexes = [
            models.Index("folder", F("day").desc(), AT.desc(), "id", name="sessions_of_folder_in_order"),
            models.Index(fields=["organisation", "day"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440),
                name="session_minutes_within_a_day",
                violation_error_message=_("The length must be between 1 minute and 24 hours."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "register_key"],
                condition=~Q(register_key=""),
                name="session_register_key_once",
                violation_error_message=_("A consultation with this key of the register is here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specialism} {self.day}"


class Participation(Record):
    """A person took part in a consultation."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                name="person_once_in_session",
                violation_error_message=_("This person takes part already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}"


class SessionAttribution(Attribution):
    """The project (and budget line) that pays for a consultation."""

    act = models.ForeignKey(Session, models.CASCADE, related_name="attributions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act", "project"],
                name="session_once_in_project",
                violation_error_message=_("This consultation is charged to this project already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.act_id} for {self.project_id}"
