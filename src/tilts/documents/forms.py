"""Words in, clean values out: a paper and what it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.documents.models import DocumentKind, DocumentZone, VoidReason
from tilts.documents.reasons import REASONS
from tilts.documents.uploads import TooBig
from tilts.ui.forms import TiltsForm

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.odt,.ods,.txt,.csv,.edoc,.asice"


class PaperField(forms.FileField):
    """A file; its name is never kept."""

    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("The file is empty. Choose the right one and add it again."),
    }

    def to_python(self, data: Any) -> Any:
        """The file, if it is within the cap."""
        if isinstance(data, TooBig):
            raise forms.ValidationError(str(REASONS["too_big"]))
        return super().to_python(data)


class DocumentForm(TiltsForm):
    """What is added, and to which part of the case."""

    title = forms.CharField(
        label=_("What it is"),
        max_length=200,
        help_text=_("In a few words. The name of the file is not kept."),
        error_messages={"required": _("Say in a few words what this document is.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices)
    zone = forms.ChoiceField(
        label=_("Part of the case"), help_text=_("Those who read this part of the case read the document.")
    )
    file = PaperField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, picture, Word, Excel or LibreOffice document, text, or signed .edoc; up to 25 MB."),
    )

    def __init__(self, *args: Any, zones: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [choice for choice in DocumentZone.choices if choice[0] in zones]
        self.fields["zone"].choices = choices  # type: ignore[attr-defined]


class VoidForm(TiltsForm):
    """Why a document is withdrawn; the version tells whether somebody wrote in between."""

    why = forms.ChoiceField(
        label=_("Why it is withdrawn"),
        choices=VoidReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why the document is withdrawn.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
