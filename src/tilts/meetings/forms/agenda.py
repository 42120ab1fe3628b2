"""Referring a case, talking about it, and what is taken on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Organisation, User
from tilts.kit.measures import MEASURES
from tilts.meetings.models import (
    Aware,
    Basis,
    Criterion,
    Decision,
    Meeting,
    MeetingAction,
    Nature,
    RepeatRule,
    SharedItem,
)
from tilts.ui.forms import Ahead, LocalDateField, TiltsForm, field_of


def _text(label: Any, *, required: bool = False, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=10_000,
        required=required,
        help_text=help_text,
    )


class ItemForm(TiltsForm):
    """What the agenda says of a case."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480)
    summary = _text(_("What it is about"), help_text=_("As little as is needed, without an address."))
    wants = _text(_("What the person wants"), rows=3)
    aware = forms.ChoiceField(
        label=_("Does the person know of the meeting?"), choices=Aware.choices, initial=Aware.NOT_YET
    )
    tell_by = forms.CharField(label=_("Who tells the person the result"), max_length=200, required=False)
    tell_how = forms.CharField(label=_("How to tell the person safely"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReferForm(ItemForm):
    """Why a case comes to a meeting, and on which basis."""

    version = None  # type: ignore[assignment]
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"))
    criteria = forms.MultipleChoiceField(
        label=_("Why it comes to the meeting"),
        choices=Criterion.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = _text(_("Reason in words"), rows=3)
    basis = forms.ChoiceField(
        label=_("Basis of sharing"), choices=[*Basis.choices, ("consent", _("the person's consent alone"))]
    )
    basis_words = _text(
        _("Which law, and why sharing is needed"),
        rows=3,
        help_text=_(
            "May stay empty where a law calls for such a meeting: the group for children's rights, probation's."
        ),
    )
    field_order = (
        "meeting",
        "criteria",
        "why",
        "basis",
        "basis_words",
        "summary",
        "wants",
        "aware",
        "tell_by",
        "tell_how",
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
        self.fields["meeting"].label_from_instance = _meeting_words  # type: ignore[attr-defined]


def _meeting_words(meeting: Meeting) -> str:
    return f"{meeting.day:%d.%m.%Y} {meeting.title}"


class ConcludeForm(TiltsForm):
    """What was concluded."""

    conclusion = _text(_("What was concluded"), rows=6)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ResearchForm(TiltsForm):
    """What one's own institution found."""

    text = _text(_("What your records say"), required=True)
    nature = forms.ChoiceField(label=_("Fact or opinion"), choices=Nature.choices)
    source = forms.CharField(label=_("Where it is from"), max_length=200, required=False)
    decision = forms.ChoiceField(label=_("At the meeting"), choices=Decision.choices, required=False)
    reason = _text(_("Why it is held back"), rows=2, help_text=_("Only your institution reads this."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ShareForm(TiltsForm):
    """What is put on the table."""

    text = _text(_("What is put on the table"), required=True)
    nature = forms.ChoiceField(label=_("Fact or opinion"), choices=Nature.choices)
    source = forms.CharField(label=_("Where it is from"), max_length=200, required=False)
    name = field_of(
        SharedItem.name,
        _("Said by an institution outside"),
        help_text=_("Leave empty if your own institution says it."),
    )


class RepeatForm(TiltsForm):
    """Which incident makes it a repeat, by which definition."""

    rule = forms.ChoiceField(label=_("Definition"), choices=RepeatRule.choices)
    incident_on = LocalDateField(label=_("Day of the incident"))
    same_pair = forms.BooleanField(label=_("The same alleged perpetrator as at the last referral"), required=False)
    would_be_crime = forms.BooleanField(label=_("It would be a crime if it was reported"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class TalkedAboutForm(TiltsForm):
    """Whether a case was talked about at a meeting that was held."""

    talked_about = forms.TypedChoiceField(
        label=_("Was the case talked about?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ToldForm(TiltsForm):
    """When she was told the result."""

    told_on = LocalDateField(label=_("The person was told on"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ActionChangeForm(TiltsForm):
    """What an institution took on, written down better."""

    what = _text(_("What is done"), required=True, rows=3)
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who of your own organisation"), required=False)
    due_on = LocalDateField(label=_("By the day"), initial=Ahead(5))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues  # type: ignore[attr-defined]


class ActionForm(ActionChangeForm):
    """What an institution takes on, by a day."""

    version = None  # type: ignore[assignment]
    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Institution"), required=False)
    owner_name = field_of(MeetingAction.owner_name, _("Or an institution outside"))
    field_order = ("what", "owner", "owner_name", "user", "due_on")

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class DoneForm(TiltsForm):
    """It is done."""

    done_on = LocalDateField(label=_("Done on"))
    note = _text(_("How it went"), rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class IssueForm(TiltsForm):
    """An issue of a monitoring meeting, with a count if there is one."""

    title = forms.CharField(label=_("Issue"), max_length=200, help_text=_("In general: no case and no name."))
    text = _text(_("What there is to say about it"))
    measure = forms.ChoiceField(label=_("Count"), required=False)
    first = LocalDateField(label=_("First day"), required=False)
    last = LocalDateField(label=_("Last day"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, countable: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, MEASURES[key].name) for key in countable]
        self.fields["measure"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A count needs its period."""
        data = super().clean() or {}
        if data.get("measure") and not (data.get("first") and data.get("last")):
            self.add_error("first", _("A count needs its first and its last day."))
        elif data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The last day lies before the first."))
        return data
