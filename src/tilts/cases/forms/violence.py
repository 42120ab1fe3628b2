"""Kinds of violence, as they are asked: at a door, in a case, and where one becomes the other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tilts.cases.models import AllegedRelation, AllegedSex, Setting, ViolenceKind
from tilts.cases.violence import OF_THE_DOER, Told
from tilts.people.models import Person
from tilts.people.words import shown_name
from tilts.ui.forms import NOTHING, LocalDateField, TiltsForm

NOT_ASKED = ("", NOTHING)


def violence_fields() -> dict[str, forms.Field]:
    """The four questions: which kinds, where, and who the person is who is said to have done it."""
    return {
        "kinds": forms.MultipleChoiceField(
            label=_("Kinds of violence"),
            choices=ViolenceKind.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Several may be true. What is left empty was not asked."),
        ),
        "setting": forms.ChoiceField(
            label=_("In the family or outside it"), choices=[NOT_ASKED, *Setting.choices], required=False
        ),
        "relation": forms.ChoiceField(
            label=_("What the person posing the threat is to them"),
            choices=[NOT_ASKED, *AllegedRelation.choices],
            required=False,
        ),
        "alleged_sex": forms.ChoiceField(
            label=_("Sex of the person posing the threat"), choices=[NOT_ASKED, *AllegedSex.choices], required=False
        ),
    }


def told_of(typed: dict[str, Any], before: str = "") -> Told:
    """What these fields say together; `before` stands before the name of each."""
    return Told(list(typed.get(f"{before}kinds") or []), *(typed.get(before + name) or "" for name in OF_THE_DOER))


class ViolenceForm(TiltsForm):
    """Which kinds of violence were done to somebody of the case."""

    person: Any = forms.ModelChoiceField(Person._base_manager.none(), label=_("To whom it was done"))
    told_on = LocalDateField(label=_("When it was told"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = shown_name  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What the verb is told."""
        data = self.cleaned_data
        return {"person": data["person"], "told_on": data["told_on"], "told": told_of(data)}


ViolenceForm.base_fields.update(violence_fields())
