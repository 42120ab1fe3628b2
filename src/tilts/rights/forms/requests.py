"""Forms of requests about data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.access.models import User
from tilts.people.models import Person, Sex
from tilts.places.models import Territory
from tilts.rights.actions.requests import Asked
from tilts.rights.copying import Text
from tilts.rights.models import AskedBy, IdentityCheck, RequestKind
from tilts.ui.forms import LocalDateField, TiltsForm

YES_NO = [("", "—"), ("yes", _("yes")), ("no", _("no"))]
WORDS = 2000
PARTS = ("given", "words", "seen")
HELD_BACK = _("held back")


def text_field(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=WORDS, required=required, help_text=help_text)


def yes_no_field(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Must be answered one way or the other."""
    return forms.ChoiceField(label=label, choices=YES_NO, help_text=help_text)


class RequestForm(TiltsForm):
    """What came, from whom, about whom."""

    kind = forms.ChoiceField(label=_("What is asked for"), choices=RequestKind.choices)
    received_on = LocalDateField(label=_("Received on"))
    asked_by = forms.ChoiceField(label=_("Who asks"), choices=AskedBy.choices, widget=forms.RadioSelect)
    asker_name = forms.CharField(
        label=_("Name of the one who asks"),
        max_length=200,
        required=False,
        help_text=_("Only where somebody asks for another person."),
    )
    identity = forms.ChoiceField(label=_("How was it checked who asks?"), choices=[("", "—"), *IdentityCheck.choices])
    name = forms.CharField(
        label=_("About whom: exact given and family name"),
        max_length=240,
        help_text=_("As it is written in the file. The search is traced."),
    )
    birth_date = LocalDateField(label=_("Birth date"), required=False)
    case_code = forms.CharField(
        label=_("Code of a case"), max_length=20, required=False, help_text=_("If the birth date is not known.")
    )
    asked_for = text_field(_("What exactly, in their words"), required=False)

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        data = dict(self.cleaned_data)
        about = Asked(data.pop("name"), data.pop("birth_date"), data.pop("case_code"))
        return {**data, "about": about}


class WhyForm(TiltsForm):
    """One reason."""

    why = text_field(_("Reason"))


class OutcomeForm(TiltsForm):
    """What came of it."""

    outcome = text_field(_("What was done and told to the person"))


class ReleaseForm(TiltsForm):
    """The safe-release check."""

    made_to_ask = yes_no_field(
        _("May somebody be making the person ask?"), _("A partner, a relative, an employer who wants to read it.")
    )
    spoken_alone = forms.BooleanField(
        label=_("We spoke with the person alone, and they want it themself."), required=False
    )
    paper_is_safe = yes_no_field(
        _("Is it safe for the person to hold a paper?"), _("If not, it is shown on the screen and not printed.")
    )
    handover_place = forms.CharField(label=_("Where and how it is given in person"), max_length=300)
    telling_words = text_field(
        _("Words to be taken out"),
        required=False,
        help_text=_("Agency names that would tell a finder where the person was, each on a line."),
    )
    names_why = forms.CharField(
        label=_("Why names of staff are given"), max_length=300, required=False, help_text=_("Empty: they are not.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        data = dict(self.cleaned_data)
        for name in ("made_to_ask", "paper_is_safe"):
            data[name] = data[name] == "yes"
        data["telling_words"] = data["telling_words"].replace("\r\n", "\n")
        return data


class SecondForm(TiltsForm):
    """Who confirms."""

    second = forms.ModelChoiceField(User.objects.none(), label=_("Who is asked to confirm"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = people  # type: ignore[attr-defined]


class ReleaseAnywayForm(SecondForm):
    """Why a refusal by default is lifted, and which supervisor is asked to agree."""

    why = text_field(_("Reason"))


class TextsForm(TiltsForm):
    """Each text of a copy: given as it stands below, or held back."""

    def __init__(self, *args: Any, texts: list[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            self._add(text)

    def _add(self, text: Text) -> None:
        choices = [("give", _("give as it stands below")), ("hold", _("hold back"))]
        first = {True: "give", False: "hold", None: ""}[text.given]
        given = forms.ChoiceField(
            label=_("This text"), choices=choices, widget=forms.RadioSelect, required=False, initial=first
        )
        given.widget.attrs["class"] = "form-check-input"
        words = forms.CharField(
            label=_("What is given"),
            widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
            required=False,
            initial=text.proposed,
            strip=False,
        )
        seen = forms.CharField(required=False, widget=forms.HiddenInput, initial=text.seen)
        self.fields |= {f"given_{text.name}": given, f"words_{text.name}": words, f"seen_{text.name}": seen}

    def rows(self) -> list[dict[str, Any]]:
        """The texts with their fields."""
        return [{"text": text} | {part: self[f"{part}_{text.name}"] for part in PARTS} for text in self.texts]

    def facts(self) -> dict[str, Any]:
        """What was decided and what was seen when the page was drawn; texts without an answer wait."""
        told = {text.key: [self.cleaned_data[f"{part}_{text.name}"] for part in PARTS] for text in self.texts}
        decided = {key: (one[0] == "give", one[1].replace("\r\n", "\n")) for key, one in told.items() if one[0]}
        return {"decided": decided, "seen": {key: one[2] for key, one in told.items()}}

    def show_both(self) -> None:
        """What a colleague decided meanwhile is told, and the next time it is sent it is not late."""
        data: Any = self.data
        self.theirs = []
        for text in self.texts:
            if data.get(f"seen_{text.name}") != text.seen:
                data[f"seen_{text.name}"] = text.seen
                self.theirs.append((text.label, text.proposed if text.given else HELD_BACK))


class CorrectionForm(TiltsForm):
    """What is written of a person, as it should be."""

    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    birth_date = LocalDateField(label=_("Birth date"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)
    municipality = forms.ModelChoiceField(Territory.objects.none(), label=_("Municipality"), required=False)
    reason = text_field(_("Reason"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Territory.objects.order_by("name_lv")  # type: ignore[attr-defined]
        for name in ("given_name", "family_name", "birth_date", "sex", "municipality"):
            self.fields[name].initial = getattr(person, name)
