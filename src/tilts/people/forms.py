"""Words in, clean values out: a family that somebody knows, a person whom somebody must not meet here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.forms.folders import AgainstForm
from tilts.access.models import Organisation, User
from tilts.ui.forms import TiltsForm


class KnownForm(TiltsForm):
    """I know, or a colleague knows, this family: keep them out of whatever is here or will come."""

    name = forms.CharField(label=_("Given name and family name"), max_length=200)
    who = forms.ChoiceField(
        label=_("Who knows this family?"),
        choices=[("me", _("I do")), ("user", _("a colleague")), ("unit", _("an organisation"))],
        widget=forms.RadioSelect,
        initial="me",
    )
    user: Any = forms.ModelChoiceField(None, label=_("Colleague"), required=False)
    unit: Any = forms.ModelChoiceField(None, label=_("Organisation"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(
        self, *args: Any, myself: User | None, colleagues: Any, own: Organisation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.myself = myself
        self.fields["user"].queryset = colleagues  # type: ignore[attr-defined]
        others = Organisation.objects.exclude(pk=own.pk) if own else Organisation.objects.none()
        self.fields["unit"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever is meant is chosen."""
        data = super().clean() or {}
        if data.get("who") == "user" and not data.get("user"):
            self.add_error("user", _("Choose the colleague."))
        if data.get("who") == "unit" and not data.get("unit"):
            self.add_error("unit", _("Choose the organisation."))
        return data

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        data = self.cleaned_data
        against = {"me": {"user": self.myself}, "user": {"user": data["user"]}, "unit": {"unit": data["unit"]}}
        return {"name": data["name"], "reason": data["reason"], **against[data["who"]]}


class RegisterForm(TiltsForm):
    """Who finds the people of imported registers, and why."""

    user: Any = forms.ModelChoiceField(None, label=_("Colleague"))
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class MergeForm(TiltsForm):
    """Which of two persons is kept."""

    kept = forms.ChoiceField(label=_("Keep"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, persons: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = (_("the first"), _("the second"))
        self.fields["kept"].choices = [(str(one.pk), word) for one, word in zip(persons, words, strict=False)]  # type: ignore[attr-defined]


class PersonWallForm(AgainstForm):
    """Who is kept out of everything about one person."""
