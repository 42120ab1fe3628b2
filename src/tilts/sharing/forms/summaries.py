"""Words in: the number of a case elsewhere, and what of it is copied there."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.sharing.models import ExternalKind, SummaryFor
from tilts.ui.forms import TiltsForm


class ExternalForm(TiltsForm):
    """The number of the case in another register."""

    kind = forms.ChoiceField(label=_("Which register"), choices=ExternalKind.choices)
    value = forms.CharField(label=_("Number"), max_length=80)


class SummaryForm(TiltsForm):
    """For whom, and which parts."""

    purpose = forms.ChoiceField(label=_("For whom"), choices=SummaryFor.choices)
    parts = forms.MultipleChoiceField(label=_("What goes in"), choices=(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, parts: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = parts  # type: ignore[attr-defined]
