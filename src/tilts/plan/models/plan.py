"""The plan of a case: goals, steps towards them, and the days on which it is looked at again."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.access.models import Record, User
from tilts.cases.models.case import Case
from tilts.cases.models.due import Falls, falls_due
from tilts.sealing.fields import SealedTextField


class Goal(Record):
    """What is to be reached, and the same in the client's own words."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    text = SealedTextField()
    own_words = SealedTextField(blank=True)
    agreed_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"goal in {self.case_id}"


class StepOwner(models.TextChoices):
    """Whose a step is."""

    COLLEAGUE = "colleague", pgettext_lazy("StepOwner", "a colleague of the team")
    CLIENT = "client", pgettext_lazy("StepOwner", "the client")
    INSTITUTION = "institution", pgettext_lazy("StepOwner", "an institution")


class Progress(models.TextChoices):
    """How far a step is."""

    PLANNED = "planned", pgettext_lazy("Progress", "planned")
    BEGUN = "begun", pgettext_lazy("Progress", "begun")
    DONE = "done", pgettext_lazy("Progress", "done")
    NOT_POSSIBLE = "not_possible", pgettext_lazy("Progress", "did not succeed")


OVER = (Progress.DONE, Progress.NOT_POSSIBLE)
"""A step that is over is not due any more."""


class Step(Record):
    """One step towards a goal: who does it, by which day. A changed step is voided and written anew (`before`)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+")
    before = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    what = SealedTextField()
    owner_kind = models.CharField(max_length=12, choices=StepOwner)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = SealedTextField(blank=True)
    due = models.DateField()
    progress = models.CharField(max_length=12, choices=Progress, default=Progress.PLANNED)
    over_on = models.DateField(null=True, blank=True)
    out_why = SealedTextField(blank=True)

    class Meta:
        ordering = ["due", "created_at", "id"]
        indexes = [models.Index(fields=["case", "due"], name="steps_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner_kind="colleague") | Q(owner__isnull=False),
                name="step_has_its_owner",
                violation_error_message=_("Say who does this step."),
            )
        ]

    def __str__(self) -> str:
        return f"step in {self.case_id}"

    @property
    def who(self) -> str:
        """Who does it, in words."""
        if self.owner:
            return self.owner.name
        return self.owner_name or str(self.get_owner_kind_display())


class PlanReview(Record):
    """The plan is looked at again by a day; once held, it says what was found. One of a case is open at a time."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    due = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    found = SealedTextField(blank=True)

    class Meta:
        ordering = ["due", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(held_on=None, voided_at=None),
                name="one_open_review_of_a_plan",
                violation_error_message=_("The day of the next review is set already."),
            )
        ]

    def __str__(self) -> str:
        return f"review in {self.case_id}"


@falls_due(Step, kinds=["step"], zone="services", reads=["due", "progress", "owner"])
def step_due(step: Step) -> Iterable[Falls]:
    """A step of the plan; one that somebody else does is the lead's to look at."""
    yield Falls("step", step.due, done=step.progress in OVER, owner=step.owner_id)


@falls_due(PlanReview, kinds=["review"], zone="services", reads=["due", "held_on"])
def review_due(review: PlanReview) -> Iterable[Falls]:
    """The review of a plan, for the lead."""
    yield Falls("review", review.due, done=review.held_on is not None)
