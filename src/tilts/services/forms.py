"""Words in, clean values out: one consultation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Profession
from tilts.people.words import shown_name
from tilts.projects.forms import Paying, ProjectField
from tilts.services.models import Mode, Session, Status
from tilts.ui.forms import LocalDateField, TiltsForm, field_of


class SessionForm(TiltsForm):
    """The usual consultation is filled in already: confirm and go."""

    day = LocalDateField(label=_("Day"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=1440,
        error_messages={
            "min_value": _("The length must be between 1 minute and 24 hours."),
            "max_value": _("The length must be between 1 minute and 24 hours."),
        },
    )
    specialism = forms.ChoiceField(label=_("Specialist"), choices=Profession.choices)
    mode = forms.ChoiceField(label=_("How"), choices=Mode.choices)
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    people: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Who took part"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Also who was expected and did not come."),
        error_messages={"required": _("Say who took part.")},
    )
    site: Any = forms.ModelChoiceField(None, label=_("Site"), required=False)
    project = ProjectField(label=_("Paid by project"))
    topic = forms.CharField(label=_("Topic"), max_length=120, required=False)
    interpreter_language = field_of(Session.interpreter_language, _("Interpreter's language"))

    def __init__(self, *args: Any, people: Any, sites: Any, projects: Paying, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("people", people), ("site", sites)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["people"].label_from_instance = shown_name  # type: ignore[attr-defined]
        self.fields["project"].offer(projects)  # type: ignore[attr-defined]


class SessionChangeForm(SessionForm):
    """The same consultation, put right; the version tells whether somebody wrote in between."""

    version = forms.IntegerField(widget=forms.HiddenInput)
