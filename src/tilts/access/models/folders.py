"""What one can be let into, who was let in, and who is kept out."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models.work import Organisation, Role, User
from tilts.sealing.fields import SealedTextField
from tilts.sealing.models import EveryRow, WithSealed

ZONES = ("name", "contact", "address", "codes", "risk", "services", "privileged", "admin")
"""The parts of a folder that are granted apart: 0 no, 1 read, 2 write."""


class FolderKind(models.TextChoices):
    """What can be let into."""

    CASE = "case", pgettext_lazy("FolderKind", "case")
    REPORT = "report", pgettext_lazy("FolderKind", "report from the doorstep")
    PROJECT = "project", pgettext_lazy("FolderKind", "project")
    REGISTER = "register", pgettext_lazy("FolderKind", "imported register")
    CHILD = "child", pgettext_lazy("FolderKind", "report of a child at risk")
    TRANSFER = "transfer", pgettext_lazy("FolderKind", "offer of a case to another organisation")
    MEETING = "meeting", pgettext_lazy("FolderKind", "meeting")
    RESEARCH = "research", pgettext_lazy("FolderKind", "an institution's own research for a meeting")


class Folder(WithSealed):
    """What one can be let into; a case, a report, a project is one, under the same id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=FolderKind)
    restricted = models.BooleanField(
        default=False, help_text="named people only: no grant to an organisation or a role"
    )
    restricted_why = SealedTextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class GrantKind(models.TextChoices):
    """Why somebody was let in: the relationship, whose zones `access.relationships` lists."""

    ASSIGNED = "assigned", pgettext_lazy("GrantKind", "works on it")
    SPECIALIST = "specialist", pgettext_lazy("GrantKind", "a specialist in the team")
    SUPERVISES = "supervises", pgettext_lazy("GrantKind", "supervises the worker")
    AGENCY = "agency", pgettext_lazy("GrantKind", "works in the same agency")
    SUBMITTED = "submitted", pgettext_lazy("GrantKind", "sent the report")
    DESK = "desk", pgettext_lazy("GrantKind", "the report came to this desk")
    NAMED = "named", pgettext_lazy("GrantKind", "the report was sent to this person")
    TAKEN_UP = "taken_up", pgettext_lazy("GrantKind", "took the report up")
    PENDING = "pending", pgettext_lazy("GrantKind", "a referral waits for an answer")
    REFERRED = "referred", pgettext_lazy("GrantKind", "a referral was accepted")
    SHARED = "shared", pgettext_lazy("GrantKind", "shared with by name")
    MEETING = "meeting", pgettext_lazy("GrantKind", "takes part in a meeting about it")
    MENTOR = "mentor", pgettext_lazy("GrantKind", "mentor or volunteer")
    BROKEN_GLASS = "broken_glass", pgettext_lazy("GrantKind", "opened in an emergency")


OF_ONES_WORK = (
    GrantKind.ASSIGNED,
    GrantKind.SPECIALIST,
    GrantKind.SUPERVISES,
    GrantKind.AGENCY,
    GrantKind.SUBMITTED,
    GrantKind.MENTOR,
)
"""Relationships that need no cause beside the work itself, to a folder of the organisation for which one acts."""


class GrantRows(EveryRow):
    """Grants; each knows whether it lets somebody in from elsewhere, however it is written."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """Write many."""
        made = list(objs)
        _mark_elsewhere(made)
        return super().bulk_create(made, *args, **kwargs)


def _mark_elsewhere(grants: "list[Grant]") -> None:
    """Let each grant know whether who is let in acts for another organisation than the folder's."""
    by_id = {one.folder_id for one in grants if not Grant.folder.is_cached(one)}
    owners = dict(Folder.objects.filter(pk__in=by_id).values_list("pk", "organisation_id")) if by_id else {}
    for one in grants:
        owner = owners[one.folder_id] if one.folder_id in by_id else one.folder.organisation_id
        one.elsewhere = (one.to_unit_id or one.at_id) != owner


class Grant(WithSealed):
    """One person, or one role in one organisation, is let into a folder: which zones, from when, until when, why.

    `because` is the record that is its nearest cause (`access.causes`), `basis` the text that is read to the client.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    to_user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    at = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="a grant to a person holds only while they act for this organisation; empty: a guest, wherever",
    )
    to_unit = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    to_role = models.CharField(max_length=30, choices=Role, blank=True)
    zone_name = models.PositiveSmallIntegerField(default=0)
    zone_contact = models.PositiveSmallIntegerField(default=0)
    zone_address = models.PositiveSmallIntegerField(default=0)
    zone_codes = models.PositiveSmallIntegerField(default=0)
    zone_risk = models.PositiveSmallIntegerField(default=0)
    zone_services = models.PositiveSmallIntegerField(default=0)
    zone_privileged = models.PositiveSmallIntegerField(default=0)
    zone_admin = models.PositiveSmallIntegerField(default=0)
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=GrantKind)
    basis = models.CharField(max_length=60)
    because_kind = models.CharField(max_length=60, blank=True, help_text="of which table the cause is")
    because = models.UUIDField(
        null=True, blank=True, help_text="the record from which it follows and with which it ends"
    )
    reason = SealedTextField(blank=True)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    elsewhere = models.BooleanField(
        default=False, editable=False, help_text="who is let in acts for another organisation than the folder's"
    )

    objects: ClassVar[Any] = GrantRows.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["folder", "to_user"]),
            models.Index(fields=["folder", "to_unit"]),
            models.Index(fields=["to_user", "elsewhere", "folder"], name="grants_to_user"),
            models.Index(fields=["to_unit", "elsewhere", "to_role", "folder"], name="grants_to_unit"),
            models.Index(fields=["because"], name="grants_because", condition=Q(because__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_user__isnull=False, to_unit__isnull=True)
                | Q(to_user__isnull=True, to_unit__isnull=False),
                name="grant_to_a_user_or_a_unit",
                violation_error_message=_("Choose a colleague or an organisation, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=models.F("starts")),
                name="grant_ends_after_start",
                violation_error_message=_("Access cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(because__isnull=False) | Q(elsewhere=False, kind__in=OF_ONES_WORK),
                name="grant_knows_why",
                violation_error_message=_(
                    "Nobody is let in without a cause: a referral, a consent, a seat at a meeting."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.folder_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; a new one learns whether it goes elsewhere."""
        if self._state.adding:
            _mark_elsewhere([self])
        super().save(*args, **kwargs)


class Wall(WithSealed):
    """Somebody must not see this folder, whatever else was granted; lowered by writing its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    reason = SealedTextField()
    because = models.UUIDField(null=True, help_text="the wall about a person or a name from which this one follows")
    raised_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)
    lowered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    lowered_why = SealedTextField(blank=True)

    class Meta:
        ordering = ["-starts", "id"]
        indexes = [models.Index(fields=["folder"], name="wall_of_folder")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(unit__isnull=False),
                name="wall_against_a_user_or_a_unit",
                violation_error_message=_("Choose a colleague or an organisation, one of the two."),
            )
        ]

    def __str__(self) -> str:
        return f"wall {self.folder_id}"


class BreakingCategory(models.TextChoices):
    """Why the glass was broken."""

    LIFE = "life", pgettext_lazy("BreakingCategory", "danger to life or health now")
    CHILD = "child", pgettext_lazy("BreakingCategory", "a child in danger")
    POLICE = "police", pgettext_lazy("BreakingCategory", "police or ambulance at the scene")
    ABSENT = "absent", pgettext_lazy("BreakingCategory", "the worker in charge cannot be reached and it cannot wait")


@cause()
class Breaking(WithSealed):
    """The glass was broken: one folder, 60 minutes, read only; reviewed within two working days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose folder it is")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, help_text="the code that was given, for those who review and do not open it")
    category = models.CharField(max_length=20, choices=BreakingCategory)
    reason = SealedTextField()
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    review_due = models.DateTimeField(help_text="two working days later")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    justified = models.BooleanField(null=True)
    review = SealedTextField(blank=True)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"glass of {self.folder_id}"
