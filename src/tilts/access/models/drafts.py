"""What somebody has typed and not sent."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models.work import Membership, User
from tilts.sealing.fields import SealedJSONField
from tilts.sealing.models import WithSealed


class Draft(WithSealed):
    """The fields of one form, as they were typed on one page; its writer's alone, in the role they acted in.

    `typed` is every value by the name of its field. Files are never kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=300, help_text="the address of the page, ids and all")
    typed = SealedJSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta(WithSealed.Meta):
        ordering = ["-saved_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "membership", "path"],
                name="draft_once_for_a_page",
                violation_error_message=_("What you typed on this page is kept already."),
            ),
            models.UniqueConstraint(
                fields=["user", "path"],
                condition=Q(membership=None),
                name="draft_once_for_a_page_of_a_guest",
                violation_error_message=_("What you typed on this page as a guest is kept already."),
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.user_id}"
