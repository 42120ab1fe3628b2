"""Why somebody was let in: the records a grant may stand on, and what they stand on themselves.

A grant names its nearest cause: the referral, not the consent on which that referral stands. A model says with `@cause`
that its rows may be one, and by which of its own keys it names what it stands on. A key looks down, so a consent knows
of no referral; here the chain is followed from the consent to the referral all the same.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)
CAUSES: dict[type[Model], tuple[str, ...]] = {}
"""Every table that may be a cause, with the keys that name what a row of it stands on: it falls with any of them."""


def cause(*stands_on: str) -> Callable[[type[M]], type[M]]:
    """Declare that rows of a model may be the cause of a grant; `stands_on` are its keys to causes of its own."""

    def declare(model: type[M]) -> type[M]:
        for key in stands_on:
            model._meta.get_field(key)
        CAUSES[model] = stands_on
        return model

    return declare


def because_of(record: Model | None) -> dict[str, Any]:
    """The columns of a grant that stands on this record; `ValueError` for one that is no cause."""
    if record is None:
        return {"because_kind": "", "because": None}
    if type(record) not in CAUSES:
        raise ValueError(f"{record._meta.label} lets nobody in: declare it a cause")
    return {"because_kind": record._meta.label_lower, "because": record.pk}


def standing_on(causes: list[Any]) -> Iterator[Model]:
    """The records that stand on these themselves, one step down the chain, whoever asks; some may come twice."""
    for model, keys in CAUSES.items():
        for key in keys:
            above = model._meta.get_field(key).related_model
            ids = [record.pk for record in causes if type(record) is above]
            if ids:
                yield from model._base_manager.filter(**{f"{key}__in": ids})
