"""Words in, clean values out: the facts of an event, registering, returning, passing on."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, OrganisationKind
from tilts.cases.forms import told_of, violence_fields, year_of_birth
from tilts.cases.models import Level
from tilts.places.models import Territory
from tilts.plan.actions.orders import latest_end
from tilts.plan.models import Court
from tilts.projects.forms import Paying, ProjectsField
from tilts.risk.actions import waiting_channels
from tilts.risk.models import Questionnaire
from tilts.ui.forms import NOTHING, LocalDateField, LocalMomentField, TiltsForm, YesNoUnknown

SEPARATION_LATEST = timedelta(days=1)
BORN = ("person_born", "alleged_born")
FACTS = (
    "happened_at",
    "territory",
    "person_name",
    "person_born",
    "person_phone",
    "phone_is_safe",
    "address",
    "address_is_home",
    "alleged_name",
    "alleged_born",
    "children_present",
    "children",
    "account",
    "known_at_desk",
    "separation_from",
    "court",
)
"""What a report says of an event, as it is asked; the kinds of violence are rows of their own."""
TAKEN_UP = _("A colleague took this report up a moment ago.")


class EventForm(TiltsForm):
    """When, where and who: shared by the doorstep and by registering."""

    happened_at = LocalMomentField(label=_("When did it happen?"))
    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality of the event"))
    person_name = forms.CharField(label=_("Person in need of protection"), max_length=200, required=False)
    person_born = year_of_birth(_("Year of birth of the person in need of protection"))
    person_phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    phone_is_safe = forms.NullBooleanField(label=_("Is it safe to call this phone?"), widget=YesNoUnknown)
    address = forms.CharField(label=_("Address of the event"), max_length=300, required=False)
    address_is_home = forms.NullBooleanField(
        label=_("Does the person in need of protection live there?"), widget=YesNoUnknown
    )
    alleged_name = forms.CharField(label=_("Person posing the threat, as told"), max_length=200, required=False)
    alleged_born = year_of_birth(_("Year of birth of the person posing the threat"))
    children_present = forms.NullBooleanField(label=_("Were children present?"), widget=YesNoUnknown)
    children = forms.CharField(
        label=_("Children: one a line, name or who it is, and the age"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        required=False,
        help_text=_("For example: son, 6"),
    )
    account = forms.CharField(
        label=_("What was seen and told"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False
    )
    separation_from = LocalMomentField(
        label=_("Separation decided from"),
        required=False,
        help_text=_("Leave empty if the police did not separate. It lasts 8 days."),
    )
    court = forms.ChoiceField(
        label=_("Was the application to the court sent through the police?"),
        choices=[("", NOTHING), *Court.choices],
        required=False,
        help_text=_("The person may apply; the person need not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = Territory.objects.on(timezone.localdate())  # type: ignore[attr-defined]

    def clean_happened_at(self) -> Any:
        """An event lies in the past."""
        moment = self.cleaned_data["happened_at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError(_("The event cannot be in the future."))
        return moment

    def clean(self) -> dict[str, Any]:
        """A separation follows the event."""
        data = super().clean() or {}
        separated, happened = data.get("separation_from"), data.get("happened_at")
        if separated and happened and not happened <= separated <= happened + SEPARATION_LATEST:
            self.add_error("separation_from", _("A separation begins within a day after the event."))
        return data

    def facts(self) -> dict[str, Any]:
        """What is known of the event so far, of the fields that are good."""
        data = {name: value for name, value in self.cleaned_data.items() if name in FACTS}
        for name in BORN:
            if name in data:
                data[name] = str(data[name] or "")
        if "separation_from" in data:
            data["separation_until"] = latest_end(data["separation_from"]) if data["separation_from"] else None
        if "kinds" in self.cleaned_data:
            data["told"] = told_of(self.cleaned_data)
        return data


EventForm.base_fields.update(violence_fields())
EventForm.base_fields.update(
    {name: EventForm.base_fields.pop(name) for name in ("separation_from", "court", "account")}
)


class SendForm(EventForm):
    """The last card at the door: facts, who may know the parties, the separation decision."""

    known_at_desk = forms.NullBooleanField(
        label=_("May anyone at this desk know the parties?"),
        widget=YesNoUnknown,
        help_text=_("If yes, choose another desk or a named person below."),
    )
    other_desk = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Send to another desk instead"), required=False
    )
    to_email = forms.EmailField(label=_("Or to a named person at that desk (work e-mail)"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["children_present"]  # asked on a card already: nothing is asked twice
        desks = Organisation.objects.filter(kind=OrganisationKind.SOCIAL_SERVICE)
        self.fields["other_desk"].queryset = desks  # type: ignore[attr-defined]


class RegisterForm(EventForm):
    """A report that came another way, registered in a minute."""

    channel = forms.ChoiceField(label=_("How did it come?"), choices=waiting_channels)
    sender_kind = forms.ChoiceField(label=_("From whom?"), choices=OrganisationKind.choices)
    sent_at = LocalMomentField(label=_("When did it come?"))
    level = forms.ChoiceField(
        label=_("Level, if the sender gave one"), choices=[("", "—"), *Level.choices], required=False
    )

    def facts(self) -> dict[str, Any]:
        """What is known of the event, and how it came."""
        came = {name: self.cleaned_data[name] for name in ("channel", "sender_kind", "sent_at", "level")}
        return super().facts() | came


class ReturnForm(TiltsForm):
    """A report goes back with a reason."""

    stale_words = TAKEN_UP
    reason = forms.CharField(label=_("Why is it returned?"), max_length=300)


class PassOnForm(TiltsForm):
    """A report goes to another desk."""

    stale_words = TAKEN_UP
    desk = forms.ModelChoiceField(Organisation.objects.none(), label=_("To which desk"))

    def __init__(self, *args: Any, current: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desks = Organisation.objects.filter(kind=OrganisationKind.SOCIAL_SERVICE).exclude(pk=current)
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]


class ContactForm(TiltsForm):
    """The first safe contact."""

    at = LocalMomentField(label=_("When was the person safely reached?"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class QuestionnaireForm(TiltsForm):
    """By what a questionnaire is counted; the version tells whether somebody wrote in between."""

    filled_on = LocalDateField(label=_("Filled in on"))
    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality"), required=False)
    projects = ProjectsField(label=_("Paid by projects"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, act: Questionnaire, projects: Paying, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Territory.objects.on(act.filled_on) | Territory.objects.filter(pk=act.territory_id)
        self.fields["territory"].queryset = there  # type: ignore[attr-defined]
        self.fields["projects"].offer(projects)  # type: ignore[attr-defined]
