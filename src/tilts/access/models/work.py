"""Who works here: organisations, sites, users and what they do there."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """What kind of institution an organisation is."""

    NGO = "ngo", pgettext_lazy("OrganisationKind", "non-governmental organisation")
    SOCIAL_SERVICE = "social_service", pgettext_lazy("OrganisationKind", "social service office")
    STATE_POLICE = "state_police", pgettext_lazy("OrganisationKind", "State Police")
    MUNICIPAL_POLICE = "municipal_police", pgettext_lazy("OrganisationKind", "municipal police")
    ORPHANS_COURT = "orphans_court", pgettext_lazy("OrganisationKind", "Orphan's and Custody Court")
    COURT = "court", pgettext_lazy("OrganisationKind", "court")
    PROSECUTOR = "prosecutor", pgettext_lazy("OrganisationKind", "prosecutor's office")
    PROBATION = "probation", pgettext_lazy("OrganisationKind", "State Probation Service")
    HEALTH = "health", pgettext_lazy("OrganisationKind", "health care")
    OTHER = "other", pgettext_lazy("OrganisationKind", "other institution")


class Organisation(models.Model):
    """An agency with its own staff and its own records: the tenant boundary."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(
        max_length=60, unique=True, error_messages={"unique": _("There is an organisation with this code already.")}
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=OrganisationKind)
    own = models.BooleanField(default=False, help_text="the installation's own organisation")
    contact_target_hours = models.PositiveSmallIntegerField(
        default=24, help_text="the service's own target for the first safe contact, hours after a report came"
    )
    last_case_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["own"],
                condition=Q(own=True),
                name="one_own_organisation",
                violation_error_message=_("One organisation runs this installation already."),
            )
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
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="site_code_once_in_organisation",
                violation_error_message=_("There is a site with this code already."),
            )
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
    email = models.EmailField(
        unique=True, error_messages={"unique": _("There is an account with this address already.")}
    )
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="lv")
    is_active = models.BooleanField(default=True)
    guest = models.BooleanField(
        default=False, help_text="made by a pass for one meeting; has no password and no account"
    )
    pin = models.CharField(max_length=128, blank=True, help_text="hash of the number that unlocks a locked session")
    sessions_ended = models.PositiveIntegerField(default=0, help_text="how often all sessions were ended at once")
    proved_at = models.DateTimeField(
        null=True, blank=True, help_text="when the password was set by a letter that came to the address"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions live as long as the password, and until somebody ends them all."""
        what = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("tilts.access.User.sessions", what, secret=secret, algorithm="sha256").hexdigest()


class Role(models.TextChoices):
    """What somebody does in their organisation (`docs/access.md` says what each may)."""

    CASE_WORKER = "case_worker", pgettext_lazy("Role", "social worker")
    SPECIALIST = "specialist", pgettext_lazy("Role", "specialist")
    SUPERVISOR = "supervisor", pgettext_lazy("Role", "supervisor")
    OPERATOR = "operator", pgettext_lazy("Role", "helpline operator")
    MENTOR = "mentor", pgettext_lazy("Role", "mentor or volunteer")
    POLICE = "police", pgettext_lazy("Role", "police officer")
    COORDINATOR = "coordinator", pgettext_lazy("Role", "meeting coordinator")
    PARTICIPANT = "participant", pgettext_lazy("Role", "meeting participant")
    PROJECT_MANAGER = "project_manager", pgettext_lazy("Role", "project manager")
    DATA_PROTECTION = "data_protection", pgettext_lazy("Role", "data protection officer")
    ADMINISTRATOR = "administrator", pgettext_lazy("Role", "system administrator")
    FUNDER = "funder", pgettext_lazy("Role", "funder's viewer")


class Profession(models.TextChoices):
    """The specialism in which somebody serves; also the codes of the registers."""

    SOCIAL_WORKER = "social_worker", pgettext_lazy("Profession", "social worker")
    PSYCHOLOGIST = "psychologist", pgettext_lazy("Profession", "psychologist")
    LAWYER = "lawyer", pgettext_lazy("Profession", "lawyer")
    FAMILY_ASSISTANT = "family_assistant", pgettext_lazy("Profession", "family assistant")
    MENTOR = "mentor", pgettext_lazy("Profession", "mentor")
    OTHER = "other", pgettext_lazy("Profession", "other specialist")


class Membership(models.Model):
    """Somebody works in an organisation in one role, from a moment until another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=30, choices=Role)
    profession = models.CharField(max_length=30, choices=Profession, blank=True)
    on_duty = models.BooleanField(default=False, help_text="on call day and night: may open a case in an emergency")
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)
    sessions_ended_at = models.DateTimeField(
        null=True, blank=True, help_text="no session that began before acts in this role"
    )

    class Meta:
        ordering = ["starts", "id"]

    def __str__(self) -> str:
        return f"{self.role} @ {self.organisation_id}"
