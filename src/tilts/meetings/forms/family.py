"""A family group conference."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.meetings.models import StepOutcome
from tilts.people.models import Person
from tilts.ui.forms import LocalDateField, TiltsForm


class CircleForm(TiltsForm):
    """Somebody of the widest family or the friends."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person of the case"), required=False)
    name = forms.CharField(label=_("Or a name"), max_length=120, required=False)
    relation = forms.CharField(label=_("Who they are to the family"), max_length=120, required=False)
    decided_why = forms.CharField(
        label=_("If they are the alleged perpetrator: why they are asked, and how the others are kept safe"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, persons: Any, words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = words  # type: ignore[attr-defined]


class StepForm(TiltsForm):
    """One step of the family's own plan."""

    what = forms.CharField(
        label=_("What, in the family's words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000
    )
    who = forms.CharField(label=_("Who of the family does it"), max_length=200)
    due_on = LocalDateField(label=_("By the day"), required=False)


class StepReviewForm(TiltsForm):
    """How a step went, as the family says."""

    outcome = forms.ChoiceField(label=_("How it went"), choices=StepOutcome.choices)
    on = LocalDateField(label=_("Looked at on"))
    outcome_words = forms.CharField(
        label=_("In the family's words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class Agreed(forms.NullBooleanSelect):
    """Yes, no, or not yet; what was chosen before stands chosen."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", _("not yet")), ("true", _("yes")), ("false", _("no"))]


class ConferenceForm(TiltsForm):
    """What was told, whether the plan was agreed, when it is looked at again."""

    information = forms.CharField(
        label=_("What the family was told"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
    )
    agreed = forms.NullBooleanField(
        label=_("Is the plan agreed?"),
        required=False,
        widget=Agreed,
    )
    agreed_words = forms.CharField(
        label=_("What was agreed, or why not"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )
    review_on = LocalDateField(label=_("The plan is looked at again on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
