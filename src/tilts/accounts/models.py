"""What waits for work to be given, and for accounts to be opened anew: asked by one, released by another, accepted."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Membership, Profession, Record, Role, Site, User
from tilts.access.models.record import RecordRows


class ChangeKind(models.TextChoices):
    """What is asked for."""

    HIRE = "hire", pgettext_lazy("ChangeKind", "begin to work here")
    ROLE = "role", pgettext_lazy("ChangeKind", "another role")
    LINK = "link", pgettext_lazy("ChangeKind", "link for a new password")
    RESET = "reset", pgettext_lazy("ChangeKind", "second factor taken off")


class ChangeState(models.TextChoices):
    """How far it is."""

    ASKED = "asked", pgettext_lazy("ChangeState", "waits for a second person")
    RELEASED = "released", pgettext_lazy("ChangeState", "released")
    DONE = "done", pgettext_lazy("ChangeState", "done")
    REFUSED = "refused", pgettext_lazy("ChangeState", "refused")
    DECLINED = "declined", pgettext_lazy("ChangeState", "declined by the person")
    WITHDRAWN = "withdrawn", pgettext_lazy("ChangeState", "withdrawn")


WAITING = (ChangeState.ASKED, ChangeState.RELEASED)


class StaffChangeRows(RecordRows):
    """Rows with the adjectives of what waits."""

    def waiting(self) -> Any:
        """What is neither done nor refused."""
        return self.filter(state__in=WAITING)


class StaffChange(Record):
    """A work, role, link or reset that somebody asked for: who asked, who released it, who accepted it, and when.

    The address and the name stand as they were typed: of an account that is there already nothing is told until the
    person has accepted.
    """

    kind = models.CharField(max_length=10, choices=ChangeKind)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.ASKED)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role, blank=True)
    profession = models.CharField(max_length=30, choices=Profession, blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    made_account = models.BooleanField(default=False, help_text="the account was made for it")
    to_installation = models.BooleanField(
        default=False, help_text="nobody here may release it: data protection of the installation does"
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    exception = models.TextField(
        max_length=1000, blank=True, help_text="why nobody else could release it; names no client"
    )
    link_at = models.DateTimeField(null=True, help_text="when a link for a password was shown last")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = StaffChangeRows.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "kind"],
                condition=Q(state__in=WAITING),
                name="one_staff_change_waits",
                violation_error_message=_("The same was asked for already and waits. Look at the list of colleagues."),
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("asked_by")) & ~Q(released_by=F("user")),
                name="staff_change_released_by_another",
                violation_error_message=_("Somebody else must release this: neither who asked nor whom it is about."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def waits(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in WAITING
