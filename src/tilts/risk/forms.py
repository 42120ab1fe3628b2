"""Words in, clean values out: the facts of an event, registering, returning, passing on."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, OrganisationKind
from tilts.cases.models import Level
from tilts.places.models import Territory
from tilts.projects.models import Project
from tilts.risk.actions import waiting_channels
from tilts.risk.models import Questionnaire
from tilts.ui.forms import LocalDateField, LocalMomentField, TiltsForm

SEPARATION_LATEST = timedelta(days=1)
TAKEN_UP = _("A colleague took this report up a moment ago.")
YES_NO_UNKNOWN = forms.Select(choices=[("unknown", _("not known")), ("true", _("yes")), ("false", _("no"))])


class EventForm(TiltsForm):
    """When, where and who: shared by the doorstep and by registering."""

    happened_at = LocalMomentField(label=_("When did it happen?"))
    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality of the event"))
    person_name = forms.CharField(label=_("Person in need of protection"), max_length=200, required=False)
    person_phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    phone_is_safe = forms.NullBooleanField(label=_("Is it safe to call this phone?"), widget=YES_NO_UNKNOWN)
    address = forms.CharField(label=_("Address of the event"), max_length=300, required=False)
    alleged_name = forms.CharField(label=_("Person posing the threat, as told"), max_length=200, required=False)
    children_present = forms.NullBooleanField(label=_("Were children present?"), widget=YES_NO_UNKNOWN)
    account = forms.CharField(
        label=_("What was seen and told"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False
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


class SendForm(EventForm):
    """The last card at the door: facts, who may know the parties, the separation decision."""

    known_at_desk = forms.NullBooleanField(
        label=_("May anyone at this desk know the parties?"),
        widget=YES_NO_UNKNOWN,
        help_text=_("If yes, choose another desk or a named person below."),
    )
    other_desk = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Send to another desk instead"), required=False
    )
    to_email = forms.EmailField(label=_("Or to a named person at that desk (work e-mail)"), required=False)
    separation_from = LocalMomentField(
        label=_("Separation decided from"),
        required=False,
        help_text=_("Leave empty if the police did not separate. It lasts 8 days."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["children_present"]  # asked on a card already: nothing is asked twice
        desks = Organisation.objects.filter(kind=OrganisationKind.SOCIAL_SERVICE)
        self.fields["other_desk"].queryset = desks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A separation follows the event."""
        data = super().clean() or {}
        separated, happened = data.get("separation_from"), data.get("happened_at")
        if separated and happened and not happened <= separated <= happened + SEPARATION_LATEST:
            self.add_error("separation_from", _("A separation begins within a day after the event."))
        return data


class RegisterForm(EventForm):
    """A report that came another way, registered in a minute."""

    channel = forms.ChoiceField(label=_("How did it come?"), choices=waiting_channels)
    sender_kind = forms.ChoiceField(label=_("From whom?"), choices=OrganisationKind.choices)
    sent_at = LocalMomentField(label=_("When did it come?"))
    level = forms.ChoiceField(
        label=_("Level, if the sender gave one"), choices=[("", "—"), *Level.choices], required=False
    )


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


class JoinForm(TiltsForm):
    """New or known to the service."""

    newly_known = forms.ChoiceField(
        label=_("Was the family known to the service before?"),
        choices=[("yes", _("new to the service")), ("no", _("known before"))],
        widget=forms.RadioSelect,
    )


class QuestionnaireForm(TiltsForm):
    """By what a questionnaire is counted; the version tells whether somebody wrote in between."""

    filled_on = LocalDateField(label=_("Filled in on"))
    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality"), required=False)
    projects = forms.ModelMultipleChoiceField(
        Project._base_manager.none(),
        label=_("Paid by projects"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, act: Questionnaire, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Territory.objects.on(act.filled_on) | Territory.objects.filter(pk=act.territory_id)
        self.fields["territory"].queryset = there  # type: ignore[attr-defined]
        self.fields["projects"].queryset = projects  # type: ignore[attr-defined]
        self.fields["projects"].label_from_instance = lambda project: project.title  # type: ignore[attr-defined]
