"""Words in, clean values out: why something that was counted is taken out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Act
from tilts.ui.forms import TiltsForm


class TakeOutForm(TiltsForm):
    """A reason of the list that the table of this act knows."""

    why = forms.ChoiceField(label=_("Reason"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [(one.value, one.label) for one in act.REASONS]  # type: ignore[attr-defined]
