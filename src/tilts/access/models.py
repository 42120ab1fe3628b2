"""Who works here, what can be let into, and who has been let in."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.guard import GuardedRows

ZONES = ("name", "contact", "address", "codes", "risk", "services", "privileged", "admin")
"""The parts of a folder that are granted apart: 0 no, 1 read, 2 write."""


class OrganisationKind(models.TextChoices):
    """What kind of institution an organisation is."""

    NGO = "ngo", _("non-governmental organisation")
    SOCIAL_SERVICE = "social_service", _("social service office")
    STATE_POLICE = "state_police", _("State Police")
    MUNICIPAL_POLICE = "municipal_police", _("municipal police")
    ORPHANS_COURT = "orphans_court", _("Orphan's and Custody Court")
    COURT = "court", _("court")
    PROSECUTOR = "prosecutor", _("prosecutor's office")
    PROBATION = "probation", _("State Probation Service")
    HEALTH = "health", _("health care")
    OTHER = "other", _("other institution")


class Organisation(models.Model):
    """An agency with its own staff and its own records: the tenant boundary."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=OrganisationKind)
    own = models.BooleanField(default=False, help_text="the installation's own organisation")
    contact_target_hours = models.PositiveSmallIntegerField(
        default=24, help_text="the service's own target for the first safe contact, hours after a report came"
    )
    last_case_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["own"], condition=Q(own=True), name="one_own_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where an organisation works: a branch, a unit, a station."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation", "code"], name="site_code_once_in_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; reading them on pages goes through reach."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a password (None: cannot sign in with one)."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. Has no rights of their own: those come with a membership."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="lv")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    """What somebody does in their organisation (`docs/access.md` says what each may)."""

    CASE_WORKER = "case_worker", _("social worker")
    SPECIALIST = "specialist", _("specialist")
    SUPERVISOR = "supervisor", _("supervisor")
    OPERATOR = "operator", _("helpline operator")
    MENTOR = "mentor", _("mentor or volunteer")
    POLICE = "police", _("police officer")
    COORDINATOR = "coordinator", _("meeting coordinator")
    PARTICIPANT = "participant", _("meeting participant")
    PROJECT_MANAGER = "project_manager", _("project manager")
    DATA_PROTECTION = "data_protection", _("data protection officer")
    ADMINISTRATOR = "administrator", _("system administrator")
    FUNDER = "funder", _("funder's viewer")


class Profession(models.TextChoices):
    """The specialism in which somebody serves; also the codes of the registers."""

    SOCIAL_WORKER = "social_worker", _("social worker")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    LAWYER = "lawyer", _("lawyer")
    FAMILY_ASSISTANT = "family_assistant", _("family assistant")
    MENTOR = "mentor", _("mentor")
    OTHER = "other", _("other specialist")


class Membership(models.Model):
    """Somebody works in an organisation in one role, from a moment until another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=30, choices=Role)
    profession = models.CharField(max_length=30, choices=Profession, blank=True)
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]

    def __str__(self) -> str:
        return f"{self.role} @ {self.organisation_id}"


class FolderKind(models.TextChoices):
    """What can be let into."""

    CASE = "case", _("case")
    REPORT = "report", _("report from the doorstep")
    PROJECT = "project", _("project")
    REGISTER = "register", _("imported register")


class Folder(models.Model):
    """What one can be let into; a case, a report, a project is one, under the same id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=FolderKind)
    restricted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class GrantKind(models.TextChoices):
    """Why somebody was let in."""

    ASSIGNED = "assigned", _("works on it")
    SUPERVISES = "supervises", _("supervises the worker")
    AGENCY = "agency", _("works in the same agency")
    SUBMITTED = "submitted", _("sent the report")
    DESK = "desk", _("the report came to this desk")
    NAMED = "named", _("the report was sent to this person")
    REFERRED = "referred", _("a referral was accepted")


class Grant(models.Model):
    """One person, or one role in one organisation, is let into a folder: which zones, from when, until when, why."""

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
    reason = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["starts", "id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["folder", "to_user"]),
            models.Index(fields=["folder", "to_unit"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(to_user__isnull=False, to_unit__isnull=True)
                | Q(to_user__isnull=True, to_unit__isnull=False),
                name="grant_to_a_user_or_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=models.F("starts")), name="grant_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.folder_id}"


class Wall(models.Model):
    """Somebody must not see this folder, whatever else was granted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    starts = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(unit__isnull=False), name="wall_against_a_user_or_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"wall {self.folder_id}"


class AuditEntry(models.Model):
    """One look, refusal or change: who, in which role, what kind, which record; never what was written there."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, default="done")
    user = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    role = models.CharField(max_length=30, blank=True)
    record = models.UUIDField(null=True)
    record_kind = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=60, blank=True)
    fields = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["record", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"


class RecordRows(GuardedRows[Any]):
    """Guarded rows with the adjectives every record shares."""


class Record(models.Model):
    """What every record has: a random id, its organisation, a version, and voiding instead of deletion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    voided_why = models.CharField(max_length=200, blank=True, editable=False)

    objects: ClassVar[Any] = RecordRows.as_manager()

    class Meta:
        abstract = True
