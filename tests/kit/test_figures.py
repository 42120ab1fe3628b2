"""Which figures may be added."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilts.kit.figures import CountType, Figure, State, UnlawfulSum, combine
from tilts.kit.periods import Period

JUNE, JULY, AUGUST = (Period.month(2018, month) for month in (6, 7, 8))
ADDITIVE = sorted(kind for kind in CountType if kind.may_be_added)
DISTINCT = sorted(kind for kind in CountType if not kind.may_be_added)
NUMBERS = st.integers(0, 10_000)


def acts(value: int, period: Period = JUNE) -> Figure:
    return Figure.of(value, CountType.ACTS, period)


@st.composite
def months_in_a_row(draw: st.DrawFn, least: int = 1) -> list[Period]:
    first = draw(st.dates(date(2010, 1, 1), date(2030, 1, 1)))
    last = first + timedelta(days=31 * draw(st.integers(least, 12)))
    return list(Period.of(first, last).months())


def test_persons_families_children_institutions_and_means_never_add_up() -> None:
    assert DISTINCT == [
        "children",
        "households",
        "institutions",
        "monthly_mean",
        "persons_in_period",
        "persons_since_start",
    ]


def test_acts_of_months_that_follow_one_another_add_up_over_the_whole_time() -> None:
    assert combine([acts(3, JULY), acts(2, JUNE)]) == acts(5, Period(JUNE.first, JULY.after))


def test_rows_of_one_breakdown_add_up_within_their_period() -> None:
    assert combine([acts(3), acts(4)], apart_by="site") == acts(7)


def test_rows_of_one_breakdown_in_different_periods_are_refused() -> None:
    with pytest.raises(UnlawfulSum):
        combine([acts(3, JUNE), acts(4, JULY)], apart_by="site")


def test_overlapping_periods_are_refused() -> None:
    with pytest.raises(UnlawfulSum):
        combine([acts(3, JUNE), acts(4, JUNE)])


def test_a_gap_between_periods_is_refused_because_the_sum_would_have_no_true_period() -> None:
    with pytest.raises(UnlawfulSum):
        combine([acts(3, JUNE), acts(4, AUGUST)])


def test_different_things_are_refused() -> None:
    with pytest.raises(UnlawfulSum):
        combine([acts(3, JUNE), Figure.of(60, CountType.MINUTES, JULY)])


def test_nothing_is_no_sum() -> None:
    with pytest.raises(UnlawfulSum):
        combine([])


def test_money_stays_exact() -> None:
    cents = [Figure.of(Decimal("0.10"), CountType.MONEY, JUNE) for _third in range(3)]
    assert combine(cents, apart_by="line").value == Decimal("0.30")


def test_a_hidden_part_hides_the_sum_and_an_unreported_one_leaves_it_unreported() -> None:
    hidden = Figure.without_number(State.HIDDEN, CountType.ACTS, JULY)
    unreported = Figure.without_number(State.NOT_REPORTED, CountType.ACTS, AUGUST)
    assert combine([acts(3), hidden]).state is State.HIDDEN
    assert combine([acts(3), hidden, unreported]).state is State.HIDDEN
    assert combine([hidden, unreported]).value is None
    assert combine([acts(3, JULY), unreported]).state is State.NOT_REPORTED


def test_a_part_that_does_not_apply_adds_nothing() -> None:
    other = Figure.without_number(State.NOT_APPLICABLE, CountType.ACTS, JULY)
    last = Figure.without_number(State.NOT_APPLICABLE, CountType.ACTS, AUGUST)
    assert combine([acts(3), other]).value == 3
    assert combine([acts(0), other]).state is State.ZERO
    assert combine([other, last]).state is State.NOT_APPLICABLE


@pytest.mark.parametrize("state", [State.NOT_REPORTED, State.NOT_APPLICABLE, State.HIDDEN])
def test_a_figure_without_a_number_carries_none(state: State) -> None:
    with pytest.raises(ValueError, match="cannot have"):
        Figure(3, CountType.ACTS, state, JUNE)


@pytest.mark.parametrize(("value", "state"), [(0, State.VALUE), (3, State.ZERO), (None, State.VALUE)])
def test_zero_and_a_value_are_told_apart(value: int | None, state: State) -> None:
    with pytest.raises(ValueError, match=r"value"):
        Figure(value, CountType.ACTS, state, JUNE)


def test_every_count_type_and_state_has_a_name() -> None:
    assert all(str(one.label) for one in [*CountType, *State])


@given(months_in_a_row(), st.sampled_from(ADDITIVE), st.data())
def test_the_sum_of_the_months_is_the_total_in_any_order(
    months: list[Period], kind: CountType, data: st.DataObject
) -> None:
    values = data.draw(st.lists(NUMBERS, min_size=len(months), max_size=len(months)))
    parts = [Figure.of(value, kind, month) for value, month in zip(values, months, strict=True)]
    total = combine(data.draw(st.permutations(parts)))
    assert total == Figure.of(sum(values), kind, Period(months[0].first, months[-1].after))


@given(months_in_a_row(), st.data())
def test_adding_in_two_steps_gives_the_same(months: list[Period], data: st.DataObject) -> None:
    states = st.sampled_from([State.HIDDEN, State.NOT_REPORTED, State.NOT_APPLICABLE])
    empty = states.map(lambda state: lambda month: Figure.without_number(state, CountType.ACTS, month))
    full = NUMBERS.map(lambda value: lambda month: Figure.of(value, CountType.ACTS, month))
    parts = [data.draw(st.one_of(full, empty))(month) for month in months]
    cut = data.draw(st.integers(1, len(parts) - 1))
    assert combine([combine(parts[:cut]), combine(parts[cut:])]) == combine(parts)


@given(months_in_a_row(), st.sampled_from(DISTINCT), st.data())
def test_distinct_counts_of_two_parts_are_always_refused(
    months: list[Period], kind: CountType, data: st.DataObject
) -> None:
    parts = [Figure.of(data.draw(NUMBERS), kind, month) for month in months]
    with pytest.raises(UnlawfulSum):
        combine(parts)
    with pytest.raises(UnlawfulSum):
        combine([parts[0], parts[0]], apart_by="site")
    assert combine(parts[:1]) == parts[0]
