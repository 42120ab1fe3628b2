"""Words in, clean values out: walls and reasons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, User
from tilts.ui.forms import TiltsForm


class AgainstForm(TiltsForm):
    """Who is kept out: a colleague or an organisation."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Colleague who is kept out"), required=False)
    unit = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Or a whole organisation that is kept out"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Read by supervisors and the data protection officer only.")
    )

    def __init__(self, *args: Any, colleagues: Any, own: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues  # type: ignore[attr-defined]
        others = Organisation.objects.exclude(pk=own.pk) if own else Organisation.objects.none()
        self.fields["unit"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("user")) == bool(data.get("unit")):
            self.add_error("user", _("Choose a colleague or an organisation, one of the two."))
        return data


class WallForm(AgainstForm):
    """A wall around a case of one's own organisation, known by its code."""

    code = forms.CharField(label=_("Case code"), max_length=40)
    field_order = ("code", "user", "unit", "reason")


class ReasonForm(TiltsForm):
    """A reason, and nothing else."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
