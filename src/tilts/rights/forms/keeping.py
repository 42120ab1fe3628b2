"""Forms of keeping times, holds and purges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.rights.forms.requests import text_field
from tilts.rights.models import RetentionClass, StartEvent
from tilts.ui.forms import LocalDateField, TiltsForm, field_of


class KeepingTimeForm(TiltsForm):
    """How long something is kept from its event on."""

    event = forms.ChoiceField(label=_("Counted from"), choices=StartEvent.choices)
    years = forms.IntegerField(label=_("Years"), min_value=0, max_value=150, initial=0)
    months = forms.IntegerField(label=_("Months"), min_value=0, max_value=11, initial=0)
    source = field_of(
        RetentionClass.source, _("Where this is laid down"), help_text=_("The law, the regulation or the nomenclature.")
    )
    in_force_from = LocalDateField(label=_("In force from"))


class HoldForm(TiltsForm):
    """A file of which nothing may go."""

    case_code = forms.CharField(label=_("Code of the case"), max_length=20)
    reason = text_field(_("Reason"))
    starts = LocalDateField(label=_("From"))
    ends = LocalDateField(label=_("Until and with"), required=False, help_text=_("Empty: until it is lifted."))


class PurgeForm(TiltsForm):
    """Until which day."""

    until = LocalDateField(label=_("What fell due until"))
