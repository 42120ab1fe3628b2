"""Words in: the code of a link, and what a partner outside answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tilts.sharing.models import ReferralState
from tilts.ui.forms import TiltsForm

ANSWERS = {
    ReferralState.SEEN: pgettext_lazy("answer", "We have received it and will answer"),
    ReferralState.ACCEPTED: pgettext_lazy("answer", "We accept"),
    ReferralState.DECLINED: pgettext_lazy("answer", "We cannot do this"),
    ReferralState.DONE: pgettext_lazy("answer", "It is done"),
}


class LinkCodeForm(TiltsForm):
    """The code that was handed over apart from the link; what was written before it was asked again goes along."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("You were given it apart from the link."))
    answer = forms.CharField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(widget=forms.HiddenInput, required=False)
    signed = forms.CharField(widget=forms.HiddenInput, required=False)


class LinkAnswerForm(TiltsForm):
    """What they answer, with a reason or an outcome, and who answers."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Reason, or what came of it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
        help_text=_("If you decline: why. If it is done: what came of it. No more about the person than is needed."),
    )
    signed = forms.CharField(label=_("Who answers: name and position"), max_length=160)
    opened = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, answers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        field.choices = [(one, ANSWERS[ReferralState(one)]) for one in answers]
