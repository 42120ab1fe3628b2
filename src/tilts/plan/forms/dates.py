"""Words in: orders, appointments, follow-ups, entitlements, dated status."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import User
from tilts.people.models import Person
from tilts.people.words import shown_name
from tilts.plan.entitlements import terms
from tilts.plan.forms.plan import version_field
from tilts.plan.models import AppointmentState, Condition, OrderKind, PlaceKind
from tilts.ui.forms import Ahead, LocalDateField, LocalMomentField, TiltsForm, YesNoUnknown

MORNING = time(10)


class OrderForm(TiltsForm):
    """A protection order."""

    kind = forms.ChoiceField(label=_("Kind of order"), choices=OrderKind.choices)
    starts = LocalMomentField(label=_("In force from"))
    ends = LocalMomentField(
        label=_("In force until"),
        required=False,
        help_text=_("Empty: 8 days for a separation, else until the court lifts it."),
    )
    number = forms.CharField(label=_("Number"), max_length=100, required=False)
    issued_by = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    conditions = forms.MultipleChoiceField(
        label=_("What it forbids"), choices=Condition.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class OrderEndForm(TiltsForm):
    """When an order ends."""

    ends = LocalMomentField(label=_("In force until"))
    version = version_field()


class OrderAnswerForm(TiltsForm):
    """Whether the person applies to the court."""

    applied = forms.TypedChoiceField(
        label=_("Application to the court"),
        coerce="true".__eq__,
        choices=[("true", _("sent")), ("false", _("the person does not apply"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the application was sent.")},
    )
    on = LocalDateField(label=_("On which day"), initial=timezone.localdate)
    version = version_field()


class BreachForm(TiltsForm):
    """A breach, as told."""

    at = LocalMomentField(label=_("When"), initial=timezone.localtime)
    what = forms.CharField(
        label=_("What happened, as told"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        error_messages={"required": _("Write what happened.")},
    )
    police_told = forms.NullBooleanField(label=_("Were the police told?"), required=False, widget=YesNoUnknown)


class AppointmentForm(TiltsForm):
    """An appointment; the address only for those who may know it."""

    starts = LocalMomentField(label=_("When"), initial=Ahead(at=MORNING))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=720, initial=60)
    place_kind = forms.ChoiceField(label=_("Where"), choices=PlaceKind.choices)
    staff = forms.ModelChoiceField(
        User.objects.none(), label=_("Who of the team"), error_messages={"required": _("Say who of the team comes.")}
    )
    people: Any = forms.ModelMultipleChoiceField(
        Person.every_row.none(), label=_("With whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label=_("Address or place in words"), max_length=300, required=False)

    def __init__(self, *args: Any, team: Any, people: Any, sees_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = team  # type: ignore[attr-defined]
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["people"].label_from_instance = shown_name  # type: ignore[attr-defined]
        if not sees_address:
            del self.fields["place"]


SETTLED = [choice for choice in AppointmentState.choices if choice[0] not in ("moved", "planned")]


class SettleForm(TiltsForm):
    """What became of an appointment."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=SETTLED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what became of it.")},
    )
    version = version_field()


class MoveForm(TiltsForm):
    """Another moment for an appointment."""

    starts = LocalMomentField(label=_("New time"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=720)
    version = version_field()


class PersonOfCaseForm(TiltsForm):
    """Something about one person of the case."""

    person: Any = forms.ModelChoiceField(
        Person.every_row.none(), label=_("Person"), error_messages={"required": _("Choose the person.")}
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = shown_name  # type: ignore[attr-defined]


class EntitlementForm(PersonOfCaseForm):
    """What the state pays for."""

    kind = forms.ChoiceField(label=_("Paid service"))
    starts = LocalDateField(label=_("From"), initial=timezone.localdate)
    ends = LocalDateField(label=_("Last day"), required=False)
    granted = forms.IntegerField(label=_("Granted"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list({term.code: term.name for term in terms()}.items())  # type: ignore[attr-defined]


class ExtendForm(TiltsForm):
    """More was granted."""

    by = forms.IntegerField(label=_("Granted in addition"), min_value=0, max_value=1000)
    ends = LocalDateField(label=_("Last day"), required=False)
    version = version_field()
