"""What is known of one person: facts, ways to reach, addresses, codes, relations, what they agreed to."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.relationships import ZONE_WORDS
from tilts.cases.forms.people import BIRTH, PersonForm
from tilts.people.models import (
    LANGUAGES,
    WEEKDAYS,
    AddressKind,
    Channel,
    CodeKind,
    Law,
    Person,
    Precision,
    RelationKind,
    Status,
    SupportLevel,
    Way,
)
from tilts.ui.forms import LocalDateField, TiltsForm, YesNoUnknown


def _is_year(person: Person) -> bool:
    """An estimate of which only the year was told."""
    day = person.birth_date
    return bool(day and person.birth_precision == Precision.ESTIMATED and (day.month, day.day) == (1, 1))


SAFE = {"unknown": None, "true": True, "false": False}


class FactsForm(PersonForm):
    """What is known of a person; the version tells whether somebody wrote in between."""

    phone = phone_is_safe = caution = role = lives_with_client = None  # type: ignore[assignment]
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES.items(), required=False, widget=forms.CheckboxSelectMultiple
    )
    interpreter = forms.NullBooleanField(
        label=_("Is an interpreter needed?"),
        required=False,
        widget=YesNoUnknown,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def shown(person: Person) -> dict[str, Any]:
        """What the form begins with."""
        born = person.birth_date
        # a year alone lies as its first day; every other day was told, if only by a guess
        exact = person.birth_precision != Precision.YEAR and not _is_year(person)
        return {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "anonymous": person.anonymous,
            "birth_date": born if exact else None,
            "birth_year": born.year if born and not exact else None,
            "birth_estimated": person.birth_precision == Precision.ESTIMATED,
            "sex": person.sex,
            "municipality": person.municipality_id,
            "languages": person.languages.split() or person.language.split(),
            "interpreter": person.interpreter,
            "version": person.version,
        }

    def facts(self) -> dict[str, Any]:
        """The fields of a person; a birth date that nobody touched stays as exact, or as vague, as it was."""
        told, known = self.cleaned_data, super().facts()
        if not {*BIRTH} & {*self.changed_data}:
            known = {name: value for name, value in known.items() if name not in ("birth_date", "birth_precision")}
        return known | {"languages": " ".join(told["languages"]), "interpreter": told["interpreter"]}


class PartForm(TiltsForm):
    """One thing that is written down about a person."""

    def __init__(self, *args: Any, others: Any = None, units: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "other" in self.fields:
            self.fields["other"].choices = others or []  # type: ignore[attr-defined]
        if "with_unit" in self.fields:
            self.fields["with_unit"].queryset = units  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        return dict(self.cleaned_data)


class ContactForm(PartForm):
    """A way to reach somebody."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    value = forms.CharField(label=_("Number or address"), max_length=200, required=False)
    safe = forms.ChoiceField(
        label=_("Is it safe?"),
        choices=[("unknown", _("not known")), ("true", _("yes")), ("false", _("no"))],
    )
    days = forms.MultipleChoiceField(
        label=_("Days"), choices=WEEKDAYS.items(), required=False, widget=forms.CheckboxSelectMultiple
    )
    from_time = forms.TimeField(
        label=_("From what time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    until_time = forms.TimeField(
        label=_("Until what time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    when = forms.CharField(
        label=_("When, in words"),
        max_length=200,
        required=False,
        help_text=_("Where days and hours do not say it: for example while the other person is at work."),
    )
    code_word = forms.CharField(label=_("Code word"), max_length=80, required=False)
    may_say = forms.CharField(label=_("What may be said to whoever answers"), max_length=200, required=False)
    caution = forms.CharField(label=_("What else to mind"), max_length=300, required=False)

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        data = self.cleaned_data
        return data | {"safe": SAFE[data["safe"]], "days": "".join(data["days"])}

    def clean(self) -> dict[str, Any]:
        """A way to reach needs a number or an address, unless it is in person."""
        data = super().clean() or {}
        if not data.get("value") and data.get("channel") != Channel.IN_PERSON:
            self.add_error("value", _("Write the number or the address."))
        return data


class AddressForm(PartForm):
    """Where somebody is."""

    kind = forms.ChoiceField(label=_("What is there"), choices=AddressKind.choices)
    text = forms.CharField(label=_("Address"), max_length=300)
    confidential = forms.BooleanField(label=_("Confidential: never said to anybody"), required=False, initial=True)
    starts = LocalDateField(label=_("There since"), required=False)


class CodeForm(PartForm):
    """A personal code."""

    kind = forms.ChoiceField(label=_("Kind of code"), choices=CodeKind.choices)
    value = forms.CharField(label=_("Code"), max_length=60)
    since = LocalDateField(label=_("Valid since"), required=False)
    until = LocalDateField(label=_("Valid until"), required=False)
    sure = forms.BooleanField(label=_("I am sure: keep it though its digits do not fit"), required=False)


class RelationForm(PartForm):
    """How somebody is related to another person of the case."""

    kind = forms.ChoiceField(label=_("This person is the"), choices=RelationKind.choices)
    other = forms.ChoiceField(label=_("of"))


class HouseholdForm(PartForm):
    """With whom somebody lives."""

    other = forms.ChoiceField(label=_("Lives with"))
    since = LocalDateField(label=_("Since"), required=False)


class StatusForm(PartForm):
    """A person's status from a day on; the version is that of what stands there of this day, once one has read it."""

    stale_words = _(
        "Another status of this day is written down already. Look at it, then save once more to put yours in its place."
    )

    status = forms.ChoiceField(label=_("Status"), choices=[("", "—"), *Status.choices], required=False)
    support_level = forms.ChoiceField(
        label=_("Support level"), choices=[("", "—"), *SupportLevel.choices], required=False
    )
    starts = LocalDateField(label=_("From this day"), initial=timezone.localdate)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        told = dict(self.cleaned_data)
        return told | {"seen_version": told.pop("version") or 0}


class InformedForm(PartForm):
    """When and how somebody was told what is kept."""

    day = LocalDateField(label=_("Told on"), initial=timezone.localdate)
    way = forms.ChoiceField(label=_("How"), choices=Way.choices)
    language = forms.ChoiceField(label=_("In which language"), choices=LANGUAGES.items())


class ConsentForm(PartForm):
    """To what somebody agreed."""

    zones = forms.MultipleChoiceField(
        label=_("What may be shared"),
        choices=[(zone, words) for zone, words in ZONE_WORDS.items() if zone != "privileged"],
        widget=forms.CheckboxSelectMultiple,
    )
    with_unit: Any = forms.ModelChoiceField(None, label=_("With which organisation"), required=False)
    with_whom = forms.CharField(label=_("Or with whom else"), max_length=200, required=False)
    way = forms.ChoiceField(label=_("How they agreed"), choices=Way.choices)
    day = LocalDateField(label=_("Agreed on"), initial=timezone.localdate)
    until = LocalDateField(label=_("Holds until"), required=False)


class BasisForm(PartForm):
    """The law on which something is shared without consent."""

    law = forms.ChoiceField(label=_("What allows it"), choices=Law.choices)
    paragraph = forms.CharField(label=_("Law and article"), max_length=160, required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)


class LendForm(TiltsForm):
    """To which file of the same person, and why."""

    to = forms.ChoiceField(label=_("To which file"))
    reason = forms.CharField(
        label=_("On which basis"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        help_text=_("In a sentence: what the person agreed to, or why that file needs it. It is read in that file."),
    )

    def __init__(self, *args: Any, files: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = files  # type: ignore[attr-defined]


class TakeBackForm(TiltsForm):
    """Why something holds no more; the version tells whether somebody was faster."""

    why = forms.CharField(label=_("Why"), max_length=200, help_text=_("Without names."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        return {"why": self.cleaned_data["why"], "seen_version": self.cleaned_data["version"]}


class OnDayForm(TiltsForm):
    """From which day something holds no more."""

    day = LocalDateField(label=_("From this day"), initial=timezone.localdate)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        return {"day": self.cleaned_data["day"], "seen_version": self.cleaned_data["version"]}
