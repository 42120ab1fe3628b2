"""Opening, restricting and closing a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.cases.forms.people import PersonForm
from tilts.cases.models import CaseKind
from tilts.ui.forms import TiltsForm


class NewCaseForm(PersonForm):
    """A new case with its client."""

    lives_with_client = None  # type: ignore[assignment]  # the client comes first; the others are asked
    kind = forms.ChoiceField(label=_("What the case is about"), choices=CaseKind.choices)


class WhyForm(TiltsForm):
    """A reason, and nothing else."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
