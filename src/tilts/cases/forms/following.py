"""Words in: what is asked after a case is closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.cases.models import FollowUpOutcome
from tilts.cases.models.following import MONTHS
from tilts.ui.forms import LocalDateField, TiltsForm
from tilts.ui.second import both


class AgreeForm(TiltsForm):
    """What was agreed for the time after closing."""

    agreed = forms.TypedChoiceField(
        coerce="true".__eq__,
        label=_("Does the client agree to be asked later how it goes?"),
        choices=[("true", _("yes")), ("false", _("no"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the client agreed.")},
    )
    months = forms.TypedMultipleChoiceField(
        label=_("After how many months"),
        choices=[(number, str(number)) for number in MONTHS],
        coerce=int,
        initial=list(MONTHS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    safe_way = forms.CharField(
        label=_("How and when it is safe to ask"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def show_both(self) -> None:
        """What a colleague agreed meanwhile stands in the text too; the next time it is sent it is not late."""
        data: Any = self.data
        theirs = self.initial.get("safe_way", "")
        data["seen"], data["safe_way"] = self.initial["seen"], both(theirs, data.get("safe_way", ""))
        self.theirs = [(self.fields["safe_way"].label, theirs)] if theirs else []


class FollowUpForm(TiltsForm):
    """How it went."""

    done_on = LocalDateField(label=_("Asked on"))
    outcome = forms.ChoiceField(
        label=_("How it went"),
        choices=FollowUpOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it went.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
