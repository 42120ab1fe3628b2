"""A row about a person is lent from the file in which it was written to another file of the same person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Folder, Record, User
from tilts.people.models.persons import Person
from tilts.sealing.fields import SealedTextField

LENT = ("name", "contact", "address", "codes", "services")
"""The zones in which rows about a person are read."""


class Lending(Record):
    """One row (`people.OfFile`) of one file is read in another one too, by a decision; taken back, it is voided.

    `access.reach.in_folder(..., lent=Lending)` asks `row`, `to` and whether it was voided.
    """

    folder = models.ForeignKey(Folder, models.CASCADE, related_name="+", help_text="the file in which the row lies")
    to = models.ForeignKey(Folder, models.CASCADE, related_name="+", help_text="the file to which it is lent")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60, help_text="of which table the row is")
    row = models.UUIDField(help_text="the row that is lent")
    zone = models.CharField(max_length=12, choices=[(zone, zone) for zone in LENT], help_text="where the row is read")
    reason = SealedTextField(help_text="on which basis, in a sentence")
    lent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "to"],
                condition=Q(voided_at=None),
                name="row_lent_once",
                violation_error_message=_("This is lent to that file already."),
            ),
            models.CheckConstraint(
                condition=~Q(to=F("folder")),
                name="lent_to_another_file",
                violation_error_message=_("This is written in that file: there is nothing to lend."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} lent to {self.to_id}"
