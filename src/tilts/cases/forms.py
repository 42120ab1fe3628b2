"""Words in, clean values out: persons, notes, team, closing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Profession, User
from tilts.cases.models import CaseKind, PartyRole
from tilts.people.models import Sex
from tilts.places.models import Territory
from tilts.ui.forms import LocalDateField, TiltsForm


def municipality_field(*, required: bool = False) -> "forms.ModelChoiceField[Territory]":
    """A municipality of today."""
    return forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality"), required=required)


class PersonForm(TiltsForm):
    """A person as told or shown; everything but one name may stay open."""

    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    birth_date = LocalDateField(label=_("Birth date"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)
    municipality = municipality_field()
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    phone_is_safe = forms.NullBooleanField(
        label=_("Is this phone safe?"),
        required=False,
        widget=forms.Select(choices=[("unknown", _("not known")), ("true", _("yes")), ("false", _("no"))]),
    )
    caution = forms.CharField(
        label=_("What to mind when calling"), max_length=300, required=False, help_text=_("Times, messages, code word.")
    )
    role = forms.ChoiceField(label=_("Role in the case"), choices=PartyRole.choices, initial=PartyRole.CLIENT)

    lives_with_client = forms.BooleanField(
        label=_("Lives in the same household as the client"),
        required=False,
        help_text=_("A household is counted as one family."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Territory.objects.on(timezone.localdate())  # type: ignore[attr-defined]

    def clean_birth_date(self) -> Any:
        """A birth date lies in the past."""
        day = self.cleaned_data["birth_date"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("A birth date cannot be in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        """A person needs some name to be found again."""
        data = super().clean() or {}
        if not data.get("given_name") and not data.get("family_name"):
            self.add_error("given_name", _("Give a name, or a word by which the team will know the person."))
        return data

    def facts(self) -> dict[str, Any]:
        """The fields of a person, without contact and role."""
        return {
            name: self.cleaned_data[name]
            for name in ("given_name", "family_name", "birth_date", "sex", "municipality")
            if self.cleaned_data.get(name)
        }


class NewCaseForm(PersonForm):
    """A new case with its client."""

    lives_with_client = None  # type: ignore[assignment]  # the client comes first; the others are asked
    kind = forms.ChoiceField(label=_("What the case is about"), choices=CaseKind.choices)


class NoteForm(TiltsForm):
    """A note in the course of the case."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)


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

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


class WhyForm(TiltsForm):
    """A reason, and nothing else."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class EndForm(TiltsForm):
    """Taking a grant back asks nothing, but may be refused in a sentence."""


class CloseForm(TiltsForm):
    """Closing needs a day; the version tells whether somebody wrote in between."""

    closed_on = LocalDateField(label=_("Closed on"))
    version = forms.IntegerField(widget=forms.HiddenInput)
