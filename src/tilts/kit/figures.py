"""Figures: a number with what it counts, its state and its period; and which of them may be added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilts.kit.periods import Period

Number = int | Decimal


class UnlawfulSum(ValueError):
    """These figures must not be added; the message is a sentence for the user."""


class CountType(StrEnum):
    """What a number counts; this decides what may be added."""

    ACTS = "acts"
    PERSONS_IN_PERIOD = "persons_in_period"
    PERSONS_SINCE_START = "persons_since_start"
    MONTHLY_MEAN = "monthly_mean"
    HOUSEHOLDS = "households"
    CHILDREN = "children"
    INSTITUTIONS = "institutions"
    HOURS = "hours"
    MINUTES = "minutes"
    HEADS = "heads"
    ITEMS = "items"
    MONEY = "money"

    @property
    def label(self) -> str | Promise:
        """How people call it."""
        return _LABELS[self]

    @property
    def may_be_added(self) -> bool:
        """Whether figures of this type add up when nothing is in two of them."""
        return self in _ADDITIVE


class State(StrEnum):
    """The five things a cell can say; they never look alike."""

    VALUE = "value"
    ZERO = "zero"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"

    @property
    def label(self) -> str | Promise:
        """How people call it."""
        return _STATES[self]

    @property
    def has_number(self) -> bool:
        """Whether a number may stand in the cell."""
        return self in (State.VALUE, State.ZERO)


_ADDITIVE = frozenset(
    {CountType.ACTS, CountType.HOURS, CountType.MINUTES, CountType.HEADS, CountType.ITEMS, CountType.MONEY}
)
_LABELS: dict[CountType, str | Promise] = {
    CountType.ACTS: gettext_lazy("acts"),
    CountType.PERSONS_IN_PERIOD: gettext_lazy("persons in the period, each once"),
    CountType.PERSONS_SINCE_START: gettext_lazy("persons since the start, each once"),
    CountType.MONTHLY_MEAN: gettext_lazy("persons a month on average"),
    CountType.HOUSEHOLDS: gettext_lazy("families in the period, each once"),
    CountType.CHILDREN: gettext_lazy("children in the period, each once"),
    CountType.INSTITUTIONS: gettext_lazy("institutions in the period, each once"),
    CountType.HOURS: gettext_lazy("hours"),
    CountType.MINUTES: gettext_lazy("minutes"),
    CountType.HEADS: gettext_lazy("participants, counted without names"),
    CountType.ITEMS: gettext_lazy("items"),
    CountType.MONEY: gettext_lazy("money in euro"),
}
_STATES: dict[State, str | Promise] = {
    State.VALUE: gettext_lazy("a value"),
    State.ZERO: gettext_lazy("zero"),
    State.NOT_REPORTED: gettext_lazy("not reported"),
    State.NOT_APPLICABLE: gettext_lazy("not applicable"),
    State.HIDDEN: gettext_lazy("hidden to protect people"),
}


@dataclass(frozen=True)
class Figure:
    """One number and everything that must be known to read it."""

    value: Number | None
    count_type: CountType
    state: State
    period: Period

    def __post_init__(self) -> None:
        """Refuse a state that contradicts the value: a hidden figure carries no number, a zero is 0."""
        if self.state.has_number != (self.value is not None):
            raise ValueError(f"a figure that is {self.state.value} cannot have the value {self.value!r}")
        if self.value is not None and (self.value == 0) != (self.state is State.ZERO):
            raise ValueError(f"the value {self.value!r} is not {self.state.value}")

    @classmethod
    def of(cls, value: Number, count_type: CountType, period: Period) -> Self:
        """A counted figure: a value, or zero."""
        return cls(value, count_type, State.ZERO if value == 0 else State.VALUE, period)

    @classmethod
    def without_number(cls, state: State, count_type: CountType, period: Period) -> Self:
        """A figure that is not reported, not applicable or hidden."""
        return cls(None, count_type, state, period)


def combine(figures: Iterable[Figure], *, apart_by: str = "period") -> Figure:
    """Add figures, if that gives a true number; otherwise `UnlawfulSum`.

    Without `apart_by` the figures are of periods that follow one another. With the name of a breakdown (`"site"`) they
    are its rows in one and the same period, and the caller vouches that no act stands in two rows. Distinct persons,
    households, children and means never add up: ask the measure for the whole period instead.
    """
    parts = sorted(figures, key=lambda figure: figure.period)
    if not parts:
        raise UnlawfulSum(_("There is nothing to add."))
    if len(parts) == 1:
        return parts[0]
    _check_types(parts)
    period = _following_period(parts) if apart_by == "period" else _same_period(parts)
    return _sum(parts, period)


def _check_types(parts: Sequence[Figure]) -> None:
    kinds = {part.count_type for part in parts}
    if len(kinds) > 1:
        raise UnlawfulSum(_("Figures that count different things cannot be added."))
    kind = parts[0].count_type
    if not kind.may_be_added:
        raise UnlawfulSum(
            _("“%(what)s” cannot be added up: the same one may be counted in several parts.") % {"what": kind.label}
        )


def _following_period(parts: Sequence[Figure]) -> Period:
    for one, next_one in pairwise(parts):
        if one.period.overlaps(next_one.period):
            raise UnlawfulSum(_("These periods overlap, so some of it would be counted twice."))
        if one.period.after != next_one.period.first:
            raise UnlawfulSum(_("There is a gap between these periods, so the sum would have no true period."))
    return Period(parts[0].period.first, parts[-1].period.after)


def _same_period(parts: Sequence[Figure]) -> Period:
    if len({part.period for part in parts}) > 1:
        raise UnlawfulSum(_("The rows of one breakdown must be of the same period."))
    return parts[0].period


def _sum(parts: Sequence[Figure], period: Period) -> Figure:
    kind = parts[0].count_type
    states = {part.state for part in parts}
    for unknown in (State.HIDDEN, State.NOT_REPORTED):
        if unknown in states:
            return Figure.without_number(unknown, kind, period)
    if states == {State.NOT_APPLICABLE}:
        return Figure.without_number(State.NOT_APPLICABLE, kind, period)
    return Figure.of(sum((part.value for part in parts if part.value is not None), start=0), kind, period)
