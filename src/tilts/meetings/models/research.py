"""What an institution found in its own records: it stays with it until it says otherwise."""

from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from tilts.access.models import Folder, Record, User
from tilts.sealing.fields import SealedTextField


class Nature(models.TextChoices):
    """What kind of knowledge it is."""

    FACT = "fact", pgettext_lazy("Nature", "fact")
    OPINION = "opinion", pgettext_lazy("Nature", "professional opinion")


class Decision(models.TextChoices):
    """Whether it is put on the table."""

    OPEN = "", pgettext_lazy("Decision", "not decided")
    SHARE = "share", pgettext_lazy("Decision", "share")
    HOLD_BACK = "hold_back", pgettext_lazy("Decision", "hold back")


class Research(Record):
    """One thing an institution found about a case; `organisation` is that institution, `papers` its own folder."""

    papers = models.ForeignKey(Folder, models.CASCADE, related_name="+")
    item = models.ForeignKey("meetings.AgendaItem", models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    nature = models.CharField(max_length=10, choices=Nature)
    text = SealedTextField()
    source = SealedTextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default=Decision.OPEN)
    reason = SealedTextField(blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"research on {self.item_id}"

    @property
    def case_id(self) -> Any:
        """The file that it tells of."""
        return self.item.case_id
