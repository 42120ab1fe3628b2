"""Words in: partners, offers, agreements."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation
from tilts.access.relationships import SHAREABLE, ZONE_WORDS
from tilts.directory.models import Agreement, AgreementKind, Capacity, Offer, Partner, PartnerKind
from tilts.places.models import Territory
from tilts.ui.forms import LocalDateField, TiltsForm, field_of


class KeptForm(TiltsForm):
    """What is kept of one record, and which version of it the writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PartnerForm(KeptForm):
    """An institution; no person's name is needed."""

    name = field_of(Partner.name, _("Name of the institution"))
    kind = forms.ChoiceField(label=_("Kind of institution"), choices=PartnerKind.choices)
    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality"), required=False)
    contact = forms.CharField(
        label=_("How the institution is reached"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
        help_text=_("Address, telephone, e-mail. No person's name is needed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = Territory.objects.on(timezone.localdate())  # type: ignore[attr-defined]


class OfferForm(KeptForm):
    """What an institution does, for whom, and whether there is room."""

    what = field_of(Offer.what, _("Service"))
    for_whom = field_of(Offer.for_whom, _("For whom"))
    languages = field_of(Offer.languages, _("Languages"))
    price = field_of(Offer.price, _("Price"), help_text=_("For example: free of charge."))
    capacity = forms.ChoiceField(label=_("Is there room?"), choices=Capacity.choices, initial=Capacity.UNKNOWN)
    capacity_on = LocalDateField(label=_("Asked on"), required=False)


class EndOnForm(KeptForm):
    """From which day it no longer holds."""

    ends = LocalDateField(label=_("From this day no longer"))


class AgreementChangeForm(TiltsForm):
    """What was written wrongly of an agreement."""

    kind = forms.ChoiceField(label=_("On what it stands"), choices=AgreementKind.choices)
    signed_on = LocalDateField(label=_("Signed on"))
    number = field_of(Agreement.number, _("Number of the document"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class AgreementForm(TiltsForm):
    """On what the cooperation stands, and what may be shared on it."""

    whom = forms.ChoiceField(label=_("With whom"))
    kind = forms.ChoiceField(label=_("On what it stands"), choices=AgreementKind.choices)
    signed_on = LocalDateField(label=_("Signed on"))
    ends = LocalDateField(label=_("Holds until"), required=False, help_text=_("Empty: until it is ended."))
    number = field_of(Agreement.number, _("Number of the document"))
    zones = forms.MultipleChoiceField(
        label=_("What may be shared on it"),
        choices=[(zone, ZONE_WORDS[zone]) for zone in SHAREABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    for_meetings = forms.BooleanField(label=_("Meetings of institutions rest on it"), required=False)

    def __init__(self, *args: Any, partners: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties: dict[str, Partner | Organisation] = {f"partner:{one.pk}": one for one in partners}
        self.parties |= {f"organisation:{one.pk}": one for one in organisations}
        here = [(f"organisation:{one.pk}", one.name) for one in organisations]
        outside = [(f"partner:{one.pk}", one.name) for one in partners]
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            (_("Work in this system"), here),
            (_("Partners outside"), outside),
        ]

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        data = dict(self.cleaned_data)
        chosen = data.pop("whom")
        key = "partner" if chosen.startswith("partner:") else "with_organisation"
        return data | {key: self.parties[chosen]}
