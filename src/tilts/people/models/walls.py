"""Walls about a person or a name."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Folder, Organisation, User
from tilts.people.models.persons import Person
from tilts.sealing.fields import SealedTextField
from tilts.sealing.models import WithSealed


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
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(unit__isnull=False),
                name="person_wall_against_somebody",
                violation_error_message=_("Choose a colleague or an organisation, one of the two."),
            )
        ]

    def __str__(self) -> str:
        return f"wall about {self.person_id}"


class NameWall(StandingWall):
    """Kept out before there is a case: rises when a person of this name is written down in the organisation."""

    name = SealedTextField()
    name_key = models.CharField(max_length=64, help_text="keyed hash of the folded full name", db_index=True)

    class Meta(StandingWall.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(unit__isnull=False),
                name="name_wall_against_somebody",
                violation_error_message=_("Choose a colleague or an organisation, one of the two."),
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
