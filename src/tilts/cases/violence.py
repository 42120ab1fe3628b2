"""What a file says of the kinds of violence: kept as rows, read as one answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils import timezone

from tilts.access.models import Folder
from tilts.access.reach import Reach
from tilts.cases.models import Violence, ViolenceKind
from tilts.kit.measures import Column
from tilts.people.models import Person

OF_THE_DOER = ("setting", "relation", "alleged_sex")
"""What is said of every kind at once where it is asked in one question each."""


@dataclass(frozen=True)
class Told:
    """The answer of one talk: which kinds, and the same setting, relation and sex for all of them."""

    kinds: list[str] = field(default_factory=list)
    setting: str = ""
    relation: str = ""
    alleged_sex: str = ""

    @property
    def rows(self) -> list[dict[str, str]]:
        """One row a kind; what is known of the doer stays also where kinds were not asked.

        Beside a kind that is known “not known” says nothing.
        """
        doer = {name: getattr(self, name) for name in OF_THE_DOER}
        kinds = [kind for kind in self.kinds if kind != ViolenceKind.NOT_KNOWN] or self.kinds
        return [{"kind": kind, **doer} for kind in kinds or ([""] if any(doer.values()) else [])]


def told_in(rows: Iterable[Violence]) -> Told:
    """What these rows of one talk say together."""
    found = list(rows)
    order = list(ViolenceKind.values)
    kinds = sorted({one.kind for one in found if one.kind}, key=order.index)
    return Told(kinds, *(next((value for one in found if (value := getattr(one, name))), "") for name in OF_THE_DOER))


def breakdowns(said: str = "said") -> Mapping[str, Column]:
    """By what a number breaks down whose rows are joined to what was `said_of` violence; one thing may be in several.

    What was not asked is unknown there; what was asked and is not known is `not_known`.
    """
    return {
        "violence": f"{said}__kind",
        "violence_setting": f"{said}__setting",
        "violence_relation": f"{said}__relation",
        "alleged_sex": f"{said}__alleged_sex",
    }


def said_of(path: str) -> FilteredRelation:
    """What stands of violence at the end of this path, without what was taken back."""
    return FilteredRelation(f"{path}__violence", condition=Q(**{f"{path}__violence__voided_at": None}))


def keep_told(reach: Reach, folder: Folder, told: Told, *, on: date, person: Person | None = None) -> None:
    """Let a file say this and nothing else of the person (part of a wider action)."""
    here: dict[str, Any] = {"folder": folder, "person": person}
    wanted = told.rows
    for row in Violence._base_manager.filter(**here, voided_at=None):
        said = {name: getattr(row, name) for name in ("kind", *OF_THE_DOER)}
        if said in wanted:
            wanted.remove(said)
        else:
            row.voided_at, row.voided_by = timezone.now(), reach.user
            row.save(update_fields=["voided_at", "voided_by"])
    for said in wanted:
        Violence.objects.create(organisation=folder.organisation, **here, told_on=on, **said)
