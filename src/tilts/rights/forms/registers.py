"""Forms of breaches, of the register of processing and of partners."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.rights.forms.requests import text_field
from tilts.rights.models import Breach, PartnerRole, ProcessingActivity, ProcessingPartner
from tilts.ui.forms import LocalDateField, LocalMomentField, TiltsForm, field_of


class BreachForm(TiltsForm):
    """What happened and what was done about it; names of people do not belong here."""

    aware_at = LocalMomentField(
        label=_("When did you know of it?"), help_text=_("From here 72 hours run."), initial=timezone.localtime
    )
    happened_at = LocalMomentField(label=_("When it happened"), required=False)
    what = text_field(_("What happened"))
    categories = text_field(_("Which data, of which people"), required=False, rows=2)
    about_how_many = field_of(Breach.about_how_many, _("About how many people"), max_value=1_000_000_000)
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

    title = field_of(ProcessingActivity.title, _("Processing"))
    purpose = text_field(_("Purpose"))
    legal_basis = text_field(_("Legal basis"))
    persons = field_of(ProcessingActivity.persons, _("Whose data"))
    data_kinds = field_of(ProcessingActivity.data_kinds, _("Which data"))
    recipients = field_of(ProcessingActivity.recipients, _("Who receives them"))
    third_countries = field_of(ProcessingActivity.third_countries, _("Third countries"))
    kept_for = field_of(ProcessingActivity.kept_for, _("How long they are kept"))
    measures = text_field(_("How they are protected"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PartnerForm(TiltsForm):
    """Somebody outside."""

    name = field_of(ProcessingPartner.name, _("Name"))
    role = forms.ChoiceField(label=_("Role"), choices=PartnerRole.choices)
    what_for = field_of(ProcessingPartner.what_for, _("What for"))
    contact = field_of(ProcessingPartner.contact, _("Contact for data protection"))
    agreement_on = LocalDateField(label=_("Agreement of"), required=False)
    agreement = field_of(ProcessingPartner.agreement, _("Number of the agreement"))
    subprocessors = field_of(ProcessingPartner.subprocessors, _("Subprocessors"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
