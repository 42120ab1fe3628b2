"""Words in: a case is offered to another organisation, and its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation
from tilts.cases.actions.opening import DUTY
from tilts.cases.models import Party
from tilts.people.words import shown_name
from tilts.ui.forms import TiltsForm

AGREED = "the client's agreement"


class OfferForm(TiltsForm):
    """To whom a case is offered, on which basis, and what goes along."""

    to = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    basis = forms.TypedChoiceField(
        label=_("Basis"),
        coerce={"consent": AGREED, "law": DUTY}.get,
        choices=[("", "—"), ("consent", _("the client's agreement")), ("law", _("law: social services"))],
    )
    parties = forms.ModelMultipleChoiceField(
        Party.every_row.none(),
        label=_("Who is written down there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label=_("What they need to know to answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        help_text=_("Without names: it is read before anybody accepts. Whoever accepts finds it as the first note."),
    )

    def __init__(self, *args: Any, organisations: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["parties"].queryset = parties  # type: ignore[attr-defined]
        self.fields["parties"].label_from_instance = _in_words  # type: ignore[attr-defined]


def _in_words(party: Any) -> str:
    return f"{shown_name(party.person)}, {party.get_role_display()}"


class AnswerForm(TiltsForm):
    """An answer to an offer; declining and taking back need a reason."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class TakeOverForm(TiltsForm):
    """Accepting asks nothing; the version tells whether somebody answered in between."""

    version = forms.IntegerField(widget=forms.HiddenInput)
