"""Words in, clean values out: questions to the trace, findings."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import User
from tilts.access.words import KINDS, OUTCOMES
from tilts.kit.text import order_key
from tilts.ui.forms import LocalDateField, TiltsForm


class TraceForm(TiltsForm):
    """What to look for in the trace; everything may stay open."""

    colleague = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), required=False, empty_label="—")
    kind = forms.ChoiceField(label=_("What was done"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "—"), *OUTCOMES.items()], required=False)
    first = LocalDateField(label=_("From day"), required=False)
    last = LocalDateField(label=_("To day"), required=False)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]
        named = sorted(((kind, str(words)) for kind, words in KINDS.items()), key=lambda one: order_key(one[1]))
        self.fields["kind"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day is before the first."))
        return data

    def condition(self) -> Q:
        """What was asked for, for the rows of the trace."""
        data, asked = self.cleaned_data, Q()
        if data["colleague"]:
            asked &= Q(user=data["colleague"].pk)
        for name in ("kind", "outcome"):
            if data[name]:
                asked &= Q(**{name: data[name]})
        if data["first"]:
            asked &= Q(at__gte=timezone.make_aware(datetime.combine(data["first"], time.min)))
        if data["last"]:
            asked &= Q(at__lte=timezone.make_aware(datetime.combine(data["last"], time.max)))
        return asked


class CodeForm(TiltsForm):
    """The code of a case, or the number of a record as the trace shows it."""

    code = forms.CharField(label=_("Case code"), max_length=60)


class FindingForm(TiltsForm):
    """What looking into an alert has shown."""

    finding = forms.CharField(
        label=_("What was found"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("What happened, who was asked, what follows. Without names of clients."),
    )
