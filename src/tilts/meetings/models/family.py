"""A family group conference: the circle of people, their time alone, their own plan."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.meetings.models.agenda import AgendaItem
from tilts.people.models import Person
from tilts.sealing.fields import SealedTextField


class StepOutcome(models.TextChoices):
    """How a step of the family's plan went, as the family says when it looks at the plan again."""

    OPEN = "", pgettext_lazy("StepOutcome", "not looked at yet")
    DONE = "done", pgettext_lazy("StepOutcome", "done")
    PARTLY = "partly", pgettext_lazy("StepOutcome", "partly done")
    NOT_DONE = "not_done", pgettext_lazy("StepOutcome", "not done")


class FamilyConference(Record):
    """What belongs to the conference as a whole."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="+")
    information = SealedTextField(blank=True)
    private_began_at = models.DateTimeField(null=True, blank=True)
    private_ended_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)
    agreed_words = SealedTextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True, help_text="the local day on which the plan was looked at")

    def __str__(self) -> str:
        return f"conference {self.item_id}"

    @property
    def case_id(self) -> Any:
        """The file that it tells of."""
        return self.item.case_id


class CirclePerson(Record):
    """Somebody of the widest family or the friends who is asked to come."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = SealedTextField(blank=True)
    relation = SealedTextField(blank=True)
    came = models.BooleanField(null=True)
    decided_why = SealedTextField(blank=True, help_text="why an alleged perpetrator is asked all the same")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("person of the circle")

    def __str__(self) -> str:
        return f"in the circle of {self.item_id}"

    @property
    def case_id(self) -> Any:
        """The file that it tells of."""
        return self.item.case_id


class FamilyStep(Record):
    """One step of the family's own plan, in their words."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="+")
    what = SealedTextField()
    who = SealedTextField()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=StepOutcome, blank=True, default=StepOutcome.OPEN)
    outcome_words = SealedTextField(blank=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"step of {self.item_id}"

    @property
    def case_id(self) -> Any:
        """The file that it tells of."""
        return self.item.case_id
