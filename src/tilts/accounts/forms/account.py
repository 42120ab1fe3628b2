"""The own account: unlocking, PIN, role."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Membership
from tilts.ui.forms import TiltsForm

PIN_DIGITS = 6


class UnlockForm(TiltsForm):
    """The PIN or the password."""

    secret = forms.CharField(
        label=_("PIN or password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class PinForm(TiltsForm):
    """A PIN, twice; empty takes it away."""

    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        required=False,
        help_text=_("Six digits or more, not in a row. Leave it empty to have none."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    again = forms.CharField(
        label=_("PIN once more"),
        max_length=12,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_pin(self) -> str:
        """Digits that are not the first ones somebody would try."""
        pin = str(self.cleaned_data["pin"])
        if pin and not re.fullmatch(rf"[0-9]{{{PIN_DIGITS},12}}", pin):
            raise forms.ValidationError(_("A PIN has six to twelve digits and nothing else."))
        steps = {(int(after) - int(before)) % 10 for before, after in zip(pin, pin[1:], strict=False)}
        if pin and len(steps) == 1 and steps <= {0, 1, 9}:
            raise forms.ValidationError(_("This PIN is the first that somebody would try. Choose another."))
        return pin

    def clean(self) -> dict[str, Any]:
        """The same twice."""
        data = super().clean() or {}
        if "pin" in data and data["pin"] != data.get("again"):
            self.add_error("again", _("The two do not match."))
        return data


class RoleForm(TiltsForm):
    """One of the roles that one holds today."""

    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Organisation and role"), empty_label=None)

    def __init__(self, *args: Any, mine: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["membership"]
        field.queryset = mine
        field.label_from_instance = lambda one: f"{one.organisation.name} · {one.get_role_display()}"
