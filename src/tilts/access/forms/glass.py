"""Words in, clean values out: emergency access, its review, the purpose of a supervisor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.glass import LEAST_REASON
from tilts.access.models import BreakingCategory, Organisation
from tilts.access.standing import Purpose
from tilts.ui.forms import TiltsForm


class BreakForm(TiltsForm):
    """Whose case, under which code, and why it cannot wait."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose case is it?"), empty_label=None)
    code = forms.CharField(label=_("Case code"), max_length=40, help_text=_("As it was told to you, like L-7."))
    category = forms.ChoiceField(
        label=_("What is the emergency?"), choices=BreakingCategory.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why it cannot wait"),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=LEAST_REASON,
        max_length=2000,
        help_text=_("At least 20 characters. A supervisor or the data protection officer will read it."),
        error_messages={"min_length": _("Say in at least 20 characters why it cannot wait.")},
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]


class ReviewForm(TiltsForm):
    """Whether it was right to open the case, and why."""

    justified = forms.ChoiceField(
        label=_("Was it right to open the case?"),
        choices=[("yes", _("yes, it was justified")), ("no", _("no, it was not justified"))],
        widget=forms.RadioSelect,
    )
    review = forms.CharField(label=_("Finding"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def clean_justified(self) -> bool:
        """As the verb takes it."""
        return bool(self.cleaned_data["justified"] == "yes")


class PurposeForm(TiltsForm):
    """Why a supervisor reads."""

    purpose = forms.ChoiceField(
        label=_("Why do you open this case?"), choices=Purpose.choices, widget=forms.RadioSelect
    )
