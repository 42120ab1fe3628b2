"""Every measure by every breakdown equals an independent count of the register."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.reports.plain_count import ACT_BREAKDOWNS, BREAKDOWNS, MEASURES
from tests.reports.registers import FIRST, LAST, Written, random_acts, random_persons

from tilts.access.reach import Reach
from tilts.kit.measures import find_measure
from tilts.kit.periods import Period
from tilts.projects.models import Project
from tilts.reports.counting import count, figure, since_start, trace_ids
from tilts.services.models import Session

pytestmark = pytest.mark.django_db
WHOLE = Period.of(FIRST, LAST)
PAIRS = (
    ("month", "specialism"),
    ("quarter", "year"),
    ("site", "sex"),
    ("age_band", "sex"),
    ("support_level", "project"),
    ("year", "municipality"),
)
WHERES = (
    {"sex": "f"},
    {"specialism": "lawyer", "site": "riga"},
    {"support_level": "maximum"},
    {"month": "2020-02"},
    {"quarter": "2020-Q1", "age_band": "13-17"},
    {"site": "unknown"},
    {"project": "unknown"},
)


def numbers(table):
    """The table as plain numbers."""
    rows = {tuple(dims.values()): float(figure.value) for dims, figure in table.rows}
    return float(table.total.value), rows


def same(plain):
    """What the plain count says, in the same form; its shares are compared to twelve digits."""
    total, rows = plain
    return pytest.approx(total, rel=1e-12), pytest.approx(rows, rel=1e-12)


def written(seed, persons=60, acts=250, code="darbs", prefix=""):
    """A random register in the tables."""
    people = random_persons(seed, persons, prefix)
    return Written(code, people, random_acts(seed + 1, acts, people, code))


def compare(register, *, reach, periods, bys=((),), wheres=({},), keys=MEASURES):
    """Each measure by each breakdown under each condition."""
    for key, period, by, where in product(keys, periods, bys, wheres):
        found = numbers(count(key, reach=reach, period=period, by=by, where=where))
        expected = same(register.plain.count(key, period.first, period.last, by=by, where=where))
        assert found == expected, (key, period, by, where)


SEEDS = [pytest.param(seed, marks=pytest.mark.long) for seed in (1, 20)]
SEEDS += [pytest.param(seed, marks=pytest.mark.lengthy) for seed in (300, 4000)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_register_counts_as_by_hand(seed):
    register = written(seed)
    reach = Reach().counting(register.organisation)
    part = Period.of(FIRST.replace(year=2020, month=2, day=29), LAST.replace(year=2020, month=7, day=1))
    single = [(name,) for name in BREAKDOWNS]
    compare(register, reach=reach, periods=(WHOLE, part), bys=[(), *single, *PAIRS])
    compare(register, reach=reach, periods=(WHOLE,), bys=[(), ("sex",), ("year",)], wheres=WHERES)


def test_two_organisations_count_apart_and_together():
    one, other = written(5, acts=120), written(6, acts=90, code="otrs", prefix="o")
    compare(one, reach=Reach().counting(one.organisation), periods=(WHOLE,), bys=[(), ("organisation",)])
    for key in MEASURES:
        if key == "services.persons_monthly_mean":
            continue
        both = numbers(count(key, reach=Reach().counting(), period=WHOLE, by=["organisation"]))
        parts = [plain.plain.count(key, FIRST, LAST, by=["organisation"]) for plain in (one, other)]
        assert both == (sum(total for total, _rows in parts), {**parts[0][1], **parts[1][1]})


def test_a_project_counts_the_acts_it_pays_for():
    register = written(7)
    project = Project._base_manager.get(code="alfa")
    reach = Reach().counting(register.organisation)
    for key, by in product(MEASURES, [(), ("project",), ("age_band",), ("month",)]):
        found = numbers(count(key, reach=reach, period=WHOLE, project=project, by=by))
        assert found == same(register.plain.count(key, FIRST, LAST, by=by, project="alfa")), (key, by)


def test_the_curve_since_the_start_ends_in_the_number_of_the_period_and_never_falls():
    register = written(8)
    reach = Reach().counting(register.organisation)
    points = [month.last for month in WHOLE.months()][:-1] + [LAST]
    for key in MEASURES:
        curve = since_start(key, reach, FIRST, points)
        assert [day for day, _figure in curve] == points
        for day, figure_there in curve:
            expected, _rows = register.plain.count(key, FIRST, day)
            assert float(figure_there.value) == pytest.approx(expected, rel=1e-12)
        values = [figure_there.value for _day, figure_there in curve]
        assert key == "services.persons_monthly_mean" or values == sorted(values)


def test_the_acts_behind_a_figure_are_those_that_the_register_counts():
    register = written(9)
    reach = Reach().counting(register.organisation)
    for key in MEASURES:
        expected = {register.sessions[number].pk for number in register.plain.act_numbers(key, FIRST, LAST)}
        assert set(trace_ids(key, reach, WHOLE)) == expected


def test_distinct_things_are_never_more_than_acts_with_their_participants_and_act_breakdowns_add_up():
    register = written(10)
    reach = Reach().counting(register.organisation)
    acts = figure("services.consultations", reach=reach, period=WHOLE).value
    assert figure("services.families_served", reach=reach, period=WHOLE).value <= acts * 7
    single = [act["person_refs"] for act in register.plain.acts if act["status"] == "held"]
    assert figure("services.persons_served", reach=reach, period=WHOLE).value <= sum(len(r.split(";")) for r in single)
    for key, name in product(("services.consultations", "services.minutes"), set(ACT_BREAKDOWNS) - {"project"}):
        table = count(key, reach=reach, period=WHOLE, by=[name])
        assert sum(row.value for _dims, row in table.rows) == table.total.value


def asked(queries):
    """Without telling PostgreSQL who acts."""
    return sum("set_config" not in one["sql"] for one in queries)


def test_a_count_takes_one_query_and_a_breakdown_two():
    register = written(11, acts=40)
    reach = Reach().counting(register.organisation)
    for key in MEASURES:
        with CaptureQueriesContext(connection) as queries:
            count(key, reach=reach, period=WHOLE)
        assert asked(queries) == 1
        with CaptureQueriesContext(connection) as queries:
            count(key, reach=reach, period=WHOLE, by=["month", "age_band", "support_level"])
        assert asked(queries) == 2


def test_every_breakdown_of_the_contract_is_there():
    for key in MEASURES:
        assert set(find_measure(key).breakdowns) == set(BREAKDOWNS)


@pytest.mark.lengthy
def test_six_thousand_acts_of_fifteen_hundred_persons_count_as_by_hand():
    register = written(12, persons=1500, acts=6000)
    reach = Reach().counting(register.organisation)
    assert len(Session._base_manager.filter(organisation=register.organisation)) == 6000
    keys = [key for key in MEASURES if key != "services.children_in_families_served"]
    compare(register, reach=reach, periods=(WHOLE,), bys=[(), *((name,) for name in BREAKDOWNS)], keys=keys)
