"""A person as told, in words."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.cases.models import PartyRole
from tilts.people.models import Precision, Sex
from tilts.places.models import Territory
from tilts.ui.forms import LocalDateField, TiltsForm, YesNoUnknown


def municipality_field(*, required: bool = False) -> "forms.ModelChoiceField[Territory]":
    """A municipality of today."""
    return forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality"), required=required)


def birth_facts(data: dict[str, Any]) -> dict[str, Any]:
    """The birth date and how exactly it is known, of what was typed: a day, or a year, perhaps estimated."""
    day, year = data["birth_date"], data["birth_year"]
    precision = Precision.DAY if day or not year else Precision.YEAR
    if data["birth_estimated"] and (day or year):
        precision = Precision.ESTIMATED
    return {"birth_date": day or (date(year, 1, 1) if year else None), "birth_precision": precision}


BIRTH = ("birth_date", "birth_year", "birth_estimated")


def year_of_birth(label: Any, initial: int | None = None) -> forms.IntegerField:
    """A year of birth, as far as it is known."""
    return forms.IntegerField(label=label, required=False, min_value=1890, max_value=2100, initial=initial)


class PersonForm(TiltsForm):
    """A person as told or shown; everything but one name may stay open."""

    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    birth_date = LocalDateField(label=_("Birth date"), required=False)
    birth_year = year_of_birth(_("Or only the year of birth"))
    birth_estimated = forms.BooleanField(label=_("The birth date or year is an estimate"), required=False)
    anonymous = forms.BooleanField(
        label=_("The name is not known or not told"),
        required=False,
        help_text=_("Write a word by which the team will know the person as the given name."),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)
    municipality = municipality_field()
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    phone_is_safe = forms.NullBooleanField(
        label=_("Is this phone safe?"),
        required=False,
        widget=YesNoUnknown,
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

    def clean_birth_year(self) -> Any:
        """A birth year lies in the past."""
        year = self.cleaned_data["birth_year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("A birth date cannot be in the future."))
        return year

    def clean(self) -> dict[str, Any]:
        """A person needs some name to be found again."""
        data = super().clean() or {}
        if not data.get("given_name") and not data.get("family_name"):
            self.add_error("given_name", _("Give a name, or a word by which the team will know the person."))
        return data

    def facts(self) -> dict[str, Any]:
        """The fields of a person, without contact and role; what was left empty is empty."""
        names = ("given_name", "family_name", "anonymous", "sex", "municipality")
        return birth_facts(self.cleaned_data) | {name: self.cleaned_data[name] for name in names}
