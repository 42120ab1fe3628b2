"""Colleagues: who begins, in which role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Profession, Role, Site
from tilts.ui.forms import TiltsForm


class PlaceForm(TiltsForm):
    """Role, specialism and place of work."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    profession = forms.ChoiceField(label=_("Specialism"), choices=[("", "—"), *Profession.choices], required=False)
    site = forms.ModelChoiceField(Site.objects.none(), label=_("Place of work"), required=False, empty_label="—")

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.queryset = sites


class OtherPlaceForm(PlaceForm):
    """Another place of somebody who works here, and which one they had when one began to choose."""

    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def show_both(self) -> None:
        """What a colleague chose meanwhile is told; the next time it is sent it is not late."""
        data: Any = self.data
        data["seen"] = str(self.initial["seen"])
        self.theirs = [(self.fields["role"].label, Role(self.initial["role"]).label)]


class HireForm(PlaceForm):
    """A new colleague."""

    email = forms.EmailField(label=_("Work e-mail"), max_length=254)
    name = forms.CharField(label=_("Given name and family name"), max_length=120)
    field_order = ("email", "name", "role", "profession", "site")


class ExceptionForm(TiltsForm):
    """Why nobody else can release it."""

    exception = forms.CharField(
        label=_("Why nobody else can release it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name no client here."),
    )
