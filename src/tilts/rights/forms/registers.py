"""Forms of breaches, of the register of processing and of partners."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.rights.forms.requests import text_field
from tilts.rights.models import PartnerRole
from tilts.ui.forms import LocalDateField, LocalMomentField, TiltsForm


class BreachForm(TiltsForm):
    """What happened and what was done about it; names of people do not belong here."""

    aware_at = LocalMomentField(label=_("When did you know of it?"), help_text=_("From here 72 hours run."))
    happened_at = LocalMomentField(label=_("When it happened"), required=False)
    what = text_field(_("What happened"))
    categories = text_field(_("Which data, of which people"), required=False, rows=2)
    about_how_many = forms.IntegerField(label=_("About how many people"), min_value=0, required=False)
    consequences = text_field(_("What may come of it for them"), required=False)
    measures = text_field(_("What was done"), required=False)
    authority_at = LocalMomentField(label=_("The Data State Inspectorate was told"), required=False)
    authority_why = text_field(_("Why later than 72 hours, or why not at all"), required=False, rows=2)
    persons_at = LocalMomentField(label=_("The people were told"), required=False)
    persons_why = text_field(_("Why they were not told"), required=False, rows=2)


class BreachChangeForm(BreachForm):
    """The same, later; the version tells whether somebody wrote in between."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    close = forms.BooleanField(label=_("Close: everything is said"), required=False)


class ActivityForm(TiltsForm):
    """A line of the register of processing."""

    title = forms.CharField(label=_("Processing"), max_length=200)
    purpose = text_field(_("Purpose"))
    legal_basis = text_field(_("Legal basis"))
    persons = forms.CharField(label=_("Whose data"), max_length=300)
    data_kinds = forms.CharField(label=_("Which data"), max_length=500)
    recipients = forms.CharField(label=_("Who receives them"), max_length=500, required=False)
    third_countries = forms.CharField(label=_("Third countries"), max_length=300, required=False)
    kept_for = forms.CharField(label=_("How long they are kept"), max_length=300)
    measures = text_field(_("How they are protected"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PartnerForm(TiltsForm):
    """Somebody outside."""

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=PartnerRole.choices)
    what_for = forms.CharField(label=_("What for"), max_length=300)
    contact = forms.CharField(label=_("Contact for data protection"), max_length=200, required=False)
    agreement_on = LocalDateField(label=_("Agreement of"), required=False)
    agreement = forms.CharField(label=_("Number of the agreement"), max_length=200, required=False)
    subprocessors = forms.CharField(label=_("Subprocessors"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
