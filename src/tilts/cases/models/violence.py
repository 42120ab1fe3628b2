"""Kinds of violence as dated codes, as one file has them (Cabinet Regulation 790/2014, point 2; 161/2014)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Folder, Record
from tilts.people.models import Person

NOT_KNOWN = "not_known"
"""It was asked and nobody could say: another thing than a question that was not asked, which is empty."""


class ViolenceKind(models.TextChoices):
    """The kinds that the state asks about."""

    PHYSICAL = "physical", pgettext_lazy("ViolenceKind", "physical")
    SEXUAL = "sexual", pgettext_lazy("ViolenceKind", "sexual")
    ECONOMIC = "economic", pgettext_lazy("ViolenceKind", "economic")
    EMOTIONAL = "emotional", pgettext_lazy("ViolenceKind", "emotional")
    THREATS = "threats", pgettext_lazy("ViolenceKind", "threats")
    CONTROL = "control", pgettext_lazy("ViolenceKind", "violent control")
    NEGLECT = "neglect", pgettext_lazy("ViolenceKind", "neglect (of a child)")
    NOT_KNOWN = NOT_KNOWN, pgettext_lazy("ViolenceKind", "not known")


class Setting(models.TextChoices):
    """In the family or outside it."""

    FAMILY = "family", pgettext_lazy("Setting", "in the family")
    OUTSIDE = "outside", pgettext_lazy("Setting", "outside the family")
    NOT_KNOWN = NOT_KNOWN, pgettext_lazy("Setting", "not known")


class AllegedRelation(models.TextChoices):
    """What the person alleged to have done it is to the one it was done to."""

    PARTNER = "partner", pgettext_lazy("AllegedRelation", "spouse or partner")
    FORMER_PARTNER = "former_partner", pgettext_lazy("AllegedRelation", "former spouse or partner")
    PARENT = "parent", pgettext_lazy("AllegedRelation", "parent")
    CHILD = "child", pgettext_lazy("AllegedRelation", "son or daughter")
    RELATIVE = "relative", pgettext_lazy("AllegedRelation", "other relative")
    HOUSEHOLD = "household", pgettext_lazy("AllegedRelation", "lives in the same household")
    ACQUAINTANCE = "acquaintance", pgettext_lazy("AllegedRelation", "acquaintance or neighbour")
    INSTITUTION = "institution", pgettext_lazy("AllegedRelation", "works at a school or a place of care")
    OTHER_CHILD = "other_child", pgettext_lazy("AllegedRelation", "another child")
    STRANGER = "stranger", pgettext_lazy("AllegedRelation", "stranger")
    NOT_KNOWN = NOT_KNOWN, pgettext_lazy("AllegedRelation", "not known")


class AllegedSex(models.TextChoices):
    """The sex of the person alleged to have done it."""

    MALE = "m", pgettext_lazy("AllegedSex", "male")
    FEMALE = "f", pgettext_lazy("AllegedSex", "female")
    OTHER = "x", pgettext_lazy("AllegedSex", "other")
    NOT_KNOWN = NOT_KNOWN, pgettext_lazy("AllegedSex", "not known")


class Violence(Record):
    """One kind of violence that was told of: in a case of whom it was done to, in a report of the person in need.

    Several kinds are several rows, for each may have another setting and another doer. What is empty was not asked.
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="violence")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="violence")
    told_on = models.DateField(help_text="the day on which it was told")
    kind = models.CharField(max_length=12, choices=ViolenceKind, blank=True)
    setting = models.CharField(max_length=12, choices=Setting, blank=True)
    relation = models.CharField(max_length=16, choices=AllegedRelation, blank=True)
    alleged_sex = models.CharField(max_length=12, choices=AllegedSex, blank=True)

    class Meta:
        ordering = ["told_on", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "person", "kind", "setting", "relation", "alleged_sex"],
                condition=Q(voided_at=None),
                name="violence_told_once",
                violation_error_message=_("This is written down already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.folder_id}"

    @property
    def words(self) -> str:
        """What it says, in words; what was not asked is left out."""
        told = ("kind", "setting", "relation", "alleged_sex")
        return " · ".join(str(getattr(self, f"get_{name}_display")()) for name in told if getattr(self, name))
