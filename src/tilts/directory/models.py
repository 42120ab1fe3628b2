"""Partner institutions, what they offer, what was agreed with them, and whose desk a municipality's reports come to."""

from datetime import datetime, time
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models import Act, Organisation, Record, RecordRows, TakenOut
from tilts.places.models import Territory
from tilts.sealing.fields import SealedTextField


class Desk(models.Model):
    """Reports about events in this territory come to this organisation, from a day until (not including) another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    starts = models.DateField(default="0001-01-01")
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["territory", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="desk_in_order",
                violation_error_message=_("A desk cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.territory_id}: {self.organisation_id}"


class PartnerKind(models.TextChoices):
    """What kind of institution a partner is."""

    POLICE = "police", pgettext_lazy("PartnerKind", "police")
    COURT = "court", pgettext_lazy("PartnerKind", "court")
    ORPHANS_COURT = "orphans_court", pgettext_lazy("PartnerKind", "Orphan's and Custody Court")
    SOCIAL_SERVICE = "social_service", pgettext_lazy("PartnerKind", "social service office")
    CRISIS_CENTRE = "crisis_centre", pgettext_lazy("PartnerKind", "crisis centre")
    SHELTER = "shelter", pgettext_lazy("PartnerKind", "shelter")
    SCHOOL = "school", pgettext_lazy("PartnerKind", "school")
    KINDERGARTEN = "kindergarten", pgettext_lazy("PartnerKind", "kindergarten")
    FAMILY_DOCTOR = "family_doctor", pgettext_lazy("PartnerKind", "family doctor")
    HOSPITAL = "hospital", pgettext_lazy("PartnerKind", "hospital")
    PROBATION = "probation", pgettext_lazy("PartnerKind", "State Probation Service")
    PROSECUTOR = "prosecutor", pgettext_lazy("PartnerKind", "prosecutor's office")
    MUNICIPALITY = "municipality", pgettext_lazy("PartnerKind", "municipality")
    NGO = "ngo", pgettext_lazy("PartnerKind", "non-governmental organisation")
    STATE_AGENCY = "state_agency", pgettext_lazy("PartnerKind", "state agency")
    OTHER = "other", pgettext_lazy("PartnerKind", "other institution")


class InForce(RecordRows):
    """Rows that hold until a day, or until somebody ends them."""

    def in_force(self, day: Any = None) -> Self:
        """Those that hold on this day, today where none is said."""
        return self.filter(Q(ends=None) | Q(ends__gt=day or timezone.localdate()))


class Partner(Record):
    """An institution that one works with and that has no account here. No person's name is needed.

    `contact` lies sealed, for where a shelter is nobody outside the house may learn.
    """

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=PartnerKind)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    contact = SealedTextField(blank=True)
    ends = models.DateField(null=True, blank=True, help_text="from this day one no longer works with them")

    objects: ClassVar[Any] = InForce.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["organisation", "name"], name="partner_of_organisation")]

    def __str__(self) -> str:
        return self.name


class Capacity(models.TextChoices):
    """Whether there is room now."""

    FREE = "free", pgettext_lazy("Capacity", "there is room")
    FULL = "full", pgettext_lazy("Capacity", "no room")
    UNKNOWN = "unknown", pgettext_lazy("Capacity", "not known")


class Offer(Record):
    """What a partner does, for whom, in which languages, at what price, and whether there is room, as of a day."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="offers")
    what = models.CharField(max_length=200)
    for_whom = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    price = models.CharField(max_length=120, blank=True)
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.UNKNOWN)
    capacity_on = models.DateField(null=True, blank=True, help_text="on which day that was asked")

    class Meta:
        ordering = ["what", "id"]

    def __str__(self) -> str:
        return self.what


class AgreementKind(models.TextChoices):
    """On what cooperation stands."""

    AGREEMENT = "agreement", pgettext_lazy("AgreementKind", "cooperation agreement")
    ORDER = "order", pgettext_lazy("AgreementKind", "order")
    LAW = "law", pgettext_lazy("AgreementKind", "law")


class AgreementRows(RecordRows):
    """Agreements."""

    def in_force(self, day: Any = None) -> Self:
        """Signed on or before this day and not ended; today where none is said."""
        on = day or timezone.localdate()
        return self.filter(Q(ends=None) | Q(ends__gt=on), signed_on__lte=on)


@cause()
class Agreement(Act):
    """What was agreed with a partner, or with an organisation on this installation: from a day until (not including)
    another. `zones` are those that may be shared on it; `for_meetings` whether meetings of institutions rest on it.
    """

    COUNTED = ("signed_on", "kind", "partner", "with_organisation")
    REASONS = (TakenOut.TWICE, TakenOut.NOT_SIGNED)

    with_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind)
    signed_on = models.DateField()
    ends = models.DateField(null=True, blank=True)
    zones = models.JSONField(default=list, blank=True)
    for_meetings = models.BooleanField(default=False)
    number = models.CharField(max_length=100, blank=True, help_text="where the document is found: its number")

    grant_basis: ClassVar[str] = gettext_noop("a signed agreement of institutions")
    objects: ClassVar[Any] = AgreementRows.as_manager()

    class Meta:
        ordering = ["-signed_on", "id"]
        indexes = [models.Index(fields=["organisation", "with_organisation"], name="agreement_between")]
        constraints = [
            models.CheckConstraint(
                condition=Q(with_organisation__isnull=False, partner__isnull=True)
                | Q(with_organisation__isnull=True, partner__isnull=False),
                name="agreement_with_one",
                violation_error_message=_("Say with whom: a partner, or an organisation that works here."),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("signed_on")),
                name="agreement_ends_after_signing",
                violation_error_message=_("An agreement cannot end before it was signed."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.signed_on}"

    @property
    def over_at(self) -> datetime | None:
        """The moment from which it holds no more; none where it has no end."""
        return timezone.make_aware(datetime.combine(self.ends, time.min)) if self.ends else None

    def holds_on(self, day: Any) -> bool:
        """Whether it is signed and not over on this day."""
        return bool(self.signed_on <= day and (self.ends is None or day < self.ends))
