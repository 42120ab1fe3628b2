"""Words in: tasks, goals, steps, reviews."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import User
from tilts.plan.models import Goal, Progress, StepOwner
from tilts.ui.forms import Ahead, LocalDateField, TiltsForm

A_WEEK, A_MONTH = 5, 20
"""In working days."""
NOBODY = {"required": _("Say who does this.")}
NO_DAY = {"required": _("Say by which day.")}
NO_WORDS = {"required": _("Say what is to be done.")}


def version_field() -> forms.IntegerField:
    """The version that the writer saw."""
    return forms.IntegerField(widget=forms.HiddenInput)


class TaskForm(TiltsForm):
    """Something to do: what, who, by when."""

    what = forms.CharField(
        label=_("What is to be done"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages=NO_WORDS,
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who does it"), error_messages=NOBODY)
    due = LocalDateField(label=_("By which day"), error_messages=NO_DAY, initial=Ahead())
    remind_on = LocalDateField(
        label=_("Remind from"), required=False, help_text=_("From this day it stands on the colleague's day.")
    )

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = team  # type: ignore[attr-defined]


class TaskChangeForm(TaskForm):
    """The same of a task that is there."""

    version = version_field()


class GoalForm(TiltsForm):
    """What is to be reached."""

    text = forms.CharField(
        label=_("Goal"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": _("Say what is to be reached.")},
    )
    own_words = forms.CharField(
        label=_("In the client's own words"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    review_on = LocalDateField(label=_("The plan is reviewed on"), required=False, initial=Ahead(A_MONTH))

    def __init__(self, *args: Any, has_review: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_review:
            del self.fields["review_on"]
        else:
            self.fields["review_on"].required = True
            self.fields["review_on"].error_messages["required"] = str(_("Say on which day the plan is reviewed."))


class StepForm(TiltsForm):
    """One step: what, whose, by when."""

    goal = forms.ModelChoiceField(
        Goal.every_row.none(), label=_("Towards which goal"), error_messages={"required": _("Choose a goal.")}
    )
    what = forms.CharField(
        label=_("What is to be done"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages=NO_WORDS,
    )
    owner_kind = forms.ChoiceField(
        label=_("Who does it"),
        choices=[("", "—"), *StepOwner.choices],
        error_messages={"required": _("Say who does this step.")},
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), required=False)
    owner_name = forms.CharField(label=_("Institution"), max_length=200, required=False)
    due = LocalDateField(label=_("By which day"), error_messages=NO_DAY, initial=Ahead(A_WEEK))

    def __init__(self, *args: Any, team: Any, goals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = team  # type: ignore[attr-defined]
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        self.fields["goal"].label_from_instance = _goal_words  # type: ignore[attr-defined]


def _goal_words(goal: Any) -> str:
    return str(goal.text or goal.own_words)[:120]


class StepChangeForm(StepForm):
    """The same of a step that is there."""

    version = version_field()


class StepProgressForm(TiltsForm):
    """How far a step is."""

    progress = forms.ChoiceField(label=_("How far it is"), choices=Progress.choices)
    version = version_field()


class StepOutForm(TiltsForm):
    """A step is taken out, with a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Say why this step is taken out.")}
    )
    version = version_field()


class ReviewForm(TiltsForm):
    """What was found, and when one looks again; and which review was due when one began to write."""

    seen_review = forms.UUIDField(widget=forms.HiddenInput, required=False)
    held_on = LocalDateField(label=_("Reviewed on"), initial=timezone.localdate)
    found = forms.CharField(
        label=_("What was found"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        error_messages={"required": _("Write what was found.")},
    )
    next_on = LocalDateField(
        label=_("Next review"),
        error_messages={"required": _("Say on which day the plan is reviewed.")},
        initial=Ahead(A_MONTH),
    )

    def show_both(self) -> None:
        """What a colleague found meanwhile is told; the next time it is sent it is about the review that is due now."""
        held: Any = getattr(self, "written_first", None)
        data: Any = self.data
        data["seen_review"] = str(self.initial["seen_review"] or "")
        self.theirs = [(self.fields["found"].label, held.found)] if held else []
