"""What is kept beside the course of a case: a child at risk, the other side, its end."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.cases.models import ChildReport, ConflictState, Outcome, ToldHow, ToldTo
from tilts.ui.forms import LocalDateField, LocalMomentField, TiltsForm, field_of


def _long(label: Any, **more: Any) -> forms.CharField:
    rows = more.pop("rows", 4)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=10_000, **more)


class ChildReportForm(TiltsForm):
    """What is known of a child in danger, and to whom it goes."""

    stale_words = _("A colleague changed this report while you were writing. What you typed stands here.")
    told_to = forms.ChoiceField(label=_("Told to"), choices=ToldTo.choices)
    which = field_of(ChildReport.which, _("Which station or court"))
    child = forms.CharField(
        label=_("Who the child is"), max_length=300, help_text=_("Given name and family name, or what is known.")
    )
    place = forms.CharField(label=_("Where the child is"), max_length=300, required=False)
    known = _long(_("What is known"), rows=6, help_text=_("What was seen or told, by whom and when."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> dict[str, Any]:
        """The fields of the report."""
        return {name: self.cleaned_data[name] for name in ("told_to", "which", "child", "place", "known")}


class ChildSentForm(TiltsForm):
    """That the report was sent, and the number it got."""

    sent_how = forms.ChoiceField(label=_("How it was sent"), choices=ToldHow.choices)
    sent_at = LocalMomentField(label=_("When"))
    number = forms.CharField(label=_("Number there"), max_length=80, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class DecideForm(TiltsForm):
    """Whether two files are about the same person."""

    state = forms.ChoiceField(
        label=_("Is it the same person?"),
        choices=[
            (ConflictState.CONFLICT.value, _("yes, the files stay apart")),
            (ConflictState.OTHERS.value, _("no, they are different people")),
        ],
        widget=forms.RadioSelect,
    )
    why = _long(_("How you know"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(TiltsForm):
    """Closing needs a day and an outcome; the version tells whether somebody wrote in between."""

    stale_words = _("A colleague changed this case while you were writing. Look at it, then close again.")
    closed_on = LocalDateField(label=_("Closed on"))
    outcome = forms.ChoiceField(label=_("How it ended"), choices=[("", "—"), *Outcome.choices])
    summary = _long(_("Summary"), required=False)
    follow_up = forms.BooleanField(
        label=_("Agreed: somebody asks after 1, 3 and 6 months"), required=False, help_text=_("Only if it is safe.")
    )
    safe_way = forms.CharField(
        label=_("How and when it is safe to ask"), max_length=300, required=False, help_text=_("If somebody will ask.")
    )
    despite = _long(
        _("Why it is closed with something still open"), required=False, rows=2, help_text=_("Only if it is so.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(TiltsForm):
    """Why a case is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


def now_for_form() -> str:
    """This minute, as a field of a moment shows it."""
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")
