"""Who works on a case, and who may see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Profession, User
from tilts.ui.forms import TiltsForm


class TeamForm(TiltsForm):
    """A colleague joins the team."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))
    profession = forms.ChoiceField(label=_("As"), choices=Profession.choices)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues  # type: ignore[attr-defined]


class HandOverForm(TiltsForm):
    """Who leads the case from now on."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Colleague who leads the case from now on"))
    stays = forms.BooleanField(label=_("Who led it until now stays in the team"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


class EndForm(TiltsForm):
    """Taking a grant back asks nothing, but may be refused in a sentence."""
