"""Persons, as one organisation holds them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Folder, Record, RecordRows, User
from tilts.places.models import Territory
from tilts.sealing.fields import SealedTextField
from tilts.sealing.models import WithSealed


class Sex(models.TextChoices):
    """Sex as the registers code it."""

    FEMALE = "f", pgettext_lazy("Sex", "female")
    MALE = "m", pgettext_lazy("Sex", "male")
    OTHER = "x", pgettext_lazy("Sex", "other or not stated")


class SupportLevel(models.TextChoices):
    """How much support a person needs."""

    BASIC = "basic", pgettext_lazy("SupportLevel", "basic")
    MEDIUM = "medium", pgettext_lazy("SupportLevel", "medium")
    MAXIMUM = "maximum", pgettext_lazy("SupportLevel", "maximum")


class Precision(models.TextChoices):
    """How exactly a birth date is known; what is not known of it is written as the first day."""

    DAY = "day", pgettext_lazy("Precision", "to the day")
    MONTH = "month", pgettext_lazy("Precision", "to the month")
    YEAR = "year", pgettext_lazy("Precision", "to the year")
    ESTIMATED = "estimated", pgettext_lazy("Precision", "estimated")


class Status(models.TextChoices):
    """A person's legal status, where it decides what they may be given (Asylum Law; Ukraine support law)."""

    ASYLUM_SEEKER = "asylum_seeker", pgettext_lazy("Status", "asylum seeker")
    REFUGEE = "refugee", pgettext_lazy("Status", "refugee")
    ALTERNATIVE = "alternative", pgettext_lazy("Status", "alternative status")
    TEMPORARY = "temporary_protection", pgettext_lazy("Status", "temporary protection")
    RESIDENCE = "residence_permit", pgettext_lazy("Status", "residence permit")
    CITIZEN = "citizen", pgettext_lazy("Status", "citizen")
    NON_CITIZEN = "non_citizen", pgettext_lazy("Status", "non-citizen of Latvia")
    NONE = "undocumented", pgettext_lazy("Status", "without documents")


WHO_THEY_ARE = (
    "given_name",
    "family_name",
    "anonymous",
    "birth_date",
    "birth_precision",
    "sex",
    "country",
    "municipality",
    "language",
    "languages",
    "interpreter",
)
"""The facts of a person that go along when another organisation writes the person down as its own row."""
LANGUAGES = {
    "lv": _("Latvian"),
    "ru": _("Russian"),
    "uk": _("Ukrainian"),
    "en": _("English"),
    "be": _("Belarusian"),
    "lt": _("Lithuanian"),
    "et": _("Estonian"),
    "pl": _("Polish"),
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "ar": _("Arabic"),
    "fa": _("Persian"),
    "ps": _("Pashto"),
    "tr": _("Turkish"),
    "hi": _("Hindi"),
    "uz": _("Uzbek"),
    "tg": _("Tajik"),
    "rom": _("Romani"),
    "sgn": _("sign language"),
}
"""Languages that are offered; what registers tell otherwise stays as told."""


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
    anonymous = models.BooleanField(
        default=False, help_text="the name is not known or not told; the given name is the word by which the team knows"
    )
    birth_date = models.DateField(null=True, blank=True, db_index=True)
    birth_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 alpha-2")
    municipality = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    languages = models.CharField(max_length=80, blank=True, help_text="all that they speak: ISO 639 codes with spaces")
    interpreter = models.BooleanField(null=True, help_text="whether an interpreter is needed; empty: not asked")
    restricted_at = models.DateTimeField(
        null=True, blank=True, help_text="since when the data of this person are kept and not used"
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="since when only what is counted is left, the birth date moved within its year"
    )

    objects: ClassVar[Any] = PersonRows.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~Q(reference=""),
                name="person_reference_once_in_organisation",
                violation_error_message=_("This reference is already another person's."),
            )
        ]

    def __str__(self) -> str:
        return f"person {self.id}"

    @property
    def language_names(self) -> list[str]:
        """What they speak, in words."""
        told = self.languages.split() or self.language.split()
        return [str(LANGUAGES.get(code, code)) for code in told]


class FolderPerson(WithSealed):
    """A person belongs to a folder: whoever is let into it in the `name` zone may know the person."""

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="folder_persons")
    placed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "person"],
                name="person_once_in_folder",
                violation_error_message=_("This person is in this file already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.folder_id}"
