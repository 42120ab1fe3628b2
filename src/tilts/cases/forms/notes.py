"""What is written down in a case."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import User
from tilts.cases.models import NoteVoided, NoteZone
from tilts.ui.forms import TiltsForm


class NoteForm(TiltsForm):
    """A note in the course of the case; where one writes several parts of it, the part is asked."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)
    zone = forms.ChoiceField(
        label=_("Read by those to whom this part is open"), choices=NoteZone.choices, required=False
    )

    def __init__(self, *args: Any, zones: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = [(value, label) for value, label in NoteZone.choices if value in set(zones)]
        if len(written) < 2:
            del self.fields["zone"]
        else:
            self.fields["zone"].choices = written  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The text, and the part of the case: that which everybody who writes notes writes, where none was asked."""
        return self.cleaned_data | {"zone": self.cleaned_data.get("zone") or NoteZone.SERVICES.value}


class OwnNoteForm(TiltsForm):
    """A note for oneself and one's professional supervisor."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000)


class CorrectForm(OwnNoteForm):
    """Another text in its place; the version tells whether somebody wrote in between."""

    stale_words = _("This note was changed in another window while you were writing. What you typed stands here.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class VoidForm(TiltsForm):
    """Why a note is taken out."""

    why = forms.ChoiceField(label=_("Reason"), choices=NoteVoided.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SupervisorForm(TiltsForm):
    """By whom one is supervised professionally."""

    supervisor = forms.ModelChoiceField(User.objects.none(), label=_("Who supervises me professionally"))

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset = colleagues  # type: ignore[attr-defined]
