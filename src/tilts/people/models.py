"""Persons and households, as one organisation holds them."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Folder, Organisation, Record, RecordRows, User, WithSealed
from tilts.access.sealed import SealedTextField
from tilts.places.models import Territory


class Sex(models.TextChoices):
    """Sex as the registers code it."""

    FEMALE = "f", _("female")
    MALE = "m", _("male")
    OTHER = "x", _("other or not stated")


class SupportLevel(models.TextChoices):
    """How much support a person needs."""

    BASIC = "basic", _("basic")
    MEDIUM = "medium", _("medium")
    MAXIMUM = "maximum", _("maximum")


class PersonRows(RecordRows):
    """Persons."""

    def in_folder(self, folder: Any) -> Self:
        """Those who belong to one folder."""
        return self.filter(folder_persons__folder=folder)


class Person(Record):
    """A person as one organisation knows them; the same human being elsewhere is another row."""

    reference = models.CharField(max_length=80, blank=True, help_text="the organisation's own register number")
    given_name = SealedTextField(blank=True)
    family_name = SealedTextField(blank=True)
    birth_date = models.DateField(null=True, blank=True, db_index=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 alpha-2")
    municipality = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    restricted_at = models.DateTimeField(
        null=True, blank=True, help_text="since when the data of this person are kept and not used"
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="since when only what is counted is left, the birth date moved within its year"
    )

    objects: ClassVar[Any] = PersonRows.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~Q(reference=""),
                name="person_reference_once_in_organisation",
                violation_error_message=_("This reference is already another person's."),
            )
        ]

    def __str__(self) -> str:
        return f"person {self.id}"


class NameKey(models.Model):
    """A piece of a person's name as a keyed hash: names are found by these, for the names themselves lie sealed.

    Each organisation has hashes of its own, so that equal names in two of them do not look equal here.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["key", "person"], name="persons_of_a_name_key")]

    def __str__(self) -> str:
        return f"piece of the name of {self.person_id}"


class ContactWay(Record):
    """One way to reach a person, and whether it is safe: shown only under its own warning."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(
        max_length=10, choices=[("phone", _("phone")), ("email", _("e-mail")), ("in_person", _("in person"))]
    )
    value = SealedTextField(blank=True)
    safe = models.BooleanField(null=True, help_text="empty: not known")
    when = SealedTextField(blank=True)
    caution = SealedTextField(blank=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.channel} of {self.person_id}"


class Household(Record):
    """People who live together; who belongs to it is dated."""

    reference = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~Q(reference=""),
                name="household_reference_once_in_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"household {self.id}"


class HouseholdMember(Record):
    """A person lives in a household from one day (empty: always) until another (the first day no more)."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="household_spells")
    starts = models.DateField(default="0001-01-01")
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "starts"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("starts")), name="household_spell_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class Standing(Record):
    """A person's status and support level from a day on, until the next standing."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="standings")
    starts = models.DateField(default="0001-01-01")
    status = models.CharField(max_length=60, blank=True)
    support_level = models.CharField(max_length=10, choices=SupportLevel, blank=True)

    class Meta:
        ordering = ["starts"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "starts"], name="one_standing_a_day")
        ]

    def __str__(self) -> str:
        return f"standing of {self.person_id} from {self.starts}"


class FolderPerson(WithSealed):
    """A person belongs to a folder: whoever is let into it in the `name` zone may know the person."""

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="folder_persons")
    placed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["folder", "person"], name="person_once_in_folder")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.folder_id}"


class StandingWall(WithSealed):
    """Somebody is kept out of everything about a person or a name: from it follow walls of folders."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    reason = SealedTextField(blank=True)
    raised_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)
    lowered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-starts", "id"]


class PersonWall(StandingWall):
    """Kept out of every folder that a person belongs to, today and later."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(StandingWall.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(unit__isnull=False), name="person_wall_against_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"wall about {self.person_id}"


class NameWall(StandingWall):
    """Kept out before there is a case: rises when a person of this name is written down in the organisation."""

    name = SealedTextField()
    name_key = models.CharField(max_length=64, help_text="keyed hash of the folded full name", db_index=True)

    class Meta(StandingWall.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(unit__isnull=False), name="name_wall_against_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"wall about a name {self.id}"


class NameInFolder(models.Model):
    """A whole name stands in a folder, as a keyed hash: by it a wall about a name finds where it must rise.

    The key is of the organisation whose people may know the name: who holds the folder, or whose desk a report came to.
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return f"a name in {self.folder_id}"
