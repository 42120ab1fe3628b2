"""The page that takes over: who it is, and a row for each part."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.access.reach import Reach
from tilts.cases.asks import parts_taken_over
from tilts.cases.forms import year_of_birth
from tilts.cases.taken import Part, Sent
from tilts.cases.taking_over.likely import Likely
from tilts.cases.taking_over.parts import BORN, PARTS, born_facts, split_name, text_field
from tilts.cases.taking_over.taking import Chosen
from tilts.people.models import Sex
from tilts.ui.forms import NOTHING, TiltsForm, dress

NEW = "new"


def all_parts() -> list[type[Part]]:
    """Every part, also of the rooms above, from the top."""
    return sorted([*PARTS, *(one for said in parts_taken_over.each() for one in said)], key=lambda one: one.order)


def labels_of(keys: Collection[str]) -> str:
    """Parts by their names, in words."""
    return ", ".join(str(part.label) for part in all_parts() if part.key in keys)


@dataclass(frozen=True)
class Row:
    """One part as the page shows it."""

    part: Part
    tick: BoundField
    fields: list[BoundField]

    @property
    def opened(self) -> bool:
        """Whether the fields stand open: where they are asked anyway, or something is wrong in them."""
        return not self.part.folded or not self.part.words() or any(one.errors for one in self.fields)


class TakeOverForm(TiltsForm):
    """Who it is, whether the family was known, and everything that was sent, ticked beforehand."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who is this person?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who it is: one of these, or a new person.")},
    )
    newly_known = forms.ChoiceField(
        label=gettext_lazy("Was the family known to the service before?"),
        choices=[("yes", gettext_lazy("new to the service")), ("no", gettext_lazy("known before"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the family was known.")},
    )

    def __init__(self, data: Any = None, *, sent: Sent, reach: Reach, likely: list[Likely]) -> None:
        super().__init__(data)
        self.likely, name = likely, split_name(sent.name)
        person: Any = self.fields["person"]
        person.choices = [*((one.value, one.value) for one in likely), (NEW, _("a new person"))]
        self.fields["given_name"] = text_field(gettext_lazy("Given name"), name["given_name"])
        self.fields["family_name"] = text_field(gettext_lazy("Family name"), name["family_name"])
        self.fields["born"] = year_of_birth(BORN, sent.born)
        sexes = [("", NOTHING), *Sex.choices]
        self.fields["sex"] = forms.ChoiceField(label=gettext_lazy("Sex"), choices=sexes, required=False)
        if not likely:
            person.initial, self.fields["newly_known"].initial = NEW, "yes"
        self.parts = [one(sent, reach) for one in all_parts()]
        for part in self.parts:
            ticked = forms.BooleanField(label=str(part.title), required=False, initial=part.ticked())
            self.fields[f"take_{part.key}"] = ticked
            self.fields |= {f"{part.key}_{one}": field for one, field in part.fields.items()}
        dress(self)

    def rows(self) -> Iterator[Row]:
        """The parts, from the top."""
        for part in self.parts:
            yield Row(part, self[f"take_{part.key}"], [self[f"{part.key}_{one}"] for one in part.fields])

    @property
    def is_new(self) -> bool:
        """Whether nobody who is known was chosen."""
        return bool(self.cleaned_data.get("person") == NEW)

    def clean(self) -> dict[str, Any]:
        """What is not ticked is not asked; a new person has some name."""
        data = super().clean() or {}
        for part in self.parts:
            self._settle(part, data)
        if data.get("person") == NEW and not data.get("given_name") and not data.get("family_name"):
            self.add_error("given_name", _("Give a name, or a word by which the team will know the person."))
        return data

    def _settle(self, part: Part, data: dict[str, Any]) -> None:
        names = [f"{part.key}_{one}" for one in part.fields]
        if not data.get(f"take_{part.key}"):
            for name in names:
                self.errors.pop(name, None)
        elif not any(name in self.errors for name in names):
            for field, sentence in part.check(self._typed(part, data)).items():
                self.add_error(f"{part.key}_{field}", str(sentence))

    def _typed(self, part: Part, data: dict[str, Any]) -> dict[str, Any]:
        return {one: data.get(f"{part.key}_{one}") for one in part.fields}

    def chosen(self) -> Chosen:
        """What was decided."""
        data = self.cleaned_data
        who = {name: data[name] for name in ("given_name", "family_name", "sex")} | born_facts(data["born"])
        taken = [part for part in self.parts if data[f"take_{part.key}"]]
        left = [part.key for part in self.parts if part.told() and part not in taken]
        return Chosen(who if self.is_new else {}, [(part, self._typed(part, data)) for part in taken], left)
