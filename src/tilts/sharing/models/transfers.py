"""A case moves to another organisation: what is offered, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.causes import cause
from tilts.access.models import Folder, Organisation, Record, User
from tilts.cases.models.case import Case
from tilts.sealing.fields import SealedJSONField, SealedTextField


class TransferState(models.TextChoices):
    """How far a transfer is."""

    OFFERED = "offered", pgettext_lazy("TransferState", "offered")
    ACCEPTED = "accepted", pgettext_lazy("TransferState", "accepted")
    DECLINED = "declined", pgettext_lazy("TransferState", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("TransferState", "withdrawn")


@cause()
class Transfer(Record):
    """A case is offered to another organisation, in a folder of its own with this id.

    `summary` is read before the answer, `persons` only by the one who accepts: what is listed becomes that
    organisation's own. The old file stays where it is and opens to nobody there.
    """

    folder = models.OneToOneField(Folder, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    to = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    basis = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    summary = SealedTextField(help_text="what they need to know to answer: no names")
    persons = SealedJSONField(blank=True, help_text="person's number in the list: what goes along, as JSON text")
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.OFFERED)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = SealedTextField(blank=True, help_text="why it was declined or withdrawn")
    became = models.OneToOneField(Case, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-offered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="offered"),
                name="transfer_offered_once",
                violation_error_message=_("This case is offered already. Take that offer back first."),
            ),
            models.CheckConstraint(
                condition=~Q(to=F("organisation")),
                name="transfer_to_another_organisation",
                violation_error_message=_("Choose another organisation. Inside your own you hand the case over."),
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.id}"
