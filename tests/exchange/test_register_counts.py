"""What is imported is counted exactly as the file says: every measure, every breakdown, against a plain count."""

import time
from datetime import date
from itertools import combinations

import pytest
from django.db import connection
from tests.exchange.conftest import make_office, rows_of
from tests.exchange.random_register import FIRST, LAST, Maker, charged, columns
from tests.reports.plain_count import BREAKDOWNS, MEASURES, PlainRegister

from tilts.access.reach import Reach
from tilts.kit.periods import Period
from tilts.projects.models import Project
from tilts.reports.counting import count
from tilts.services.models import Session

PERIODS = [
    (FIRST, LAST),
    (date(2020, 1, 1), date(2020, 12, 31)),
    (date(2020, 2, 29), date(2020, 3, 1)),
    (date(2020, 2, 15), date(2020, 7, 14)),
]
PAIRS = [("month", "specialism"), ("age_band", "sex"), ("project", "support_level"), ("site", "municipality")]


class Remembering(PlainRegister):
    """The plain count, which goes through the register once for all breakdowns of one number."""

    def __init__(self, *given):
        super().__init__(*given)
        self.found = {}
        self.young = [human for human in self.humans.values() if human.is_child(FIRST)]

    def _found(self, key, first, last, where, project):
        asked = (key, first, last, tuple(where.items()), project)
        if asked not in self.found:
            self.found = {asked: list(super()._found(key, first, last, where, project))}
        return self.found[asked]

    def _things(self, key, number, act, day):
        if key != "services.children_in_families_served":
            return super()._things(key, number, act, day)
        homes = {human.home(day) for human in self.participants(act)}
        return [(one.ref, one) for one in self.young if one.home(day) in homes and one.is_child(day)]


def import_both(office, take, write, maker, people, acts):
    """Write both registers as files, import them, and give back the plain count of the same rows."""
    persons, services = maker.persons(people), maker.acts(acts, people)
    began = time.perf_counter()
    first = take("persons", write(columns(persons), persons, name="persons.csv"))
    second = take("services", write(columns(services), services, name="services.csv", delimiter=";"))
    seconds = time.perf_counter() - began
    assert first.counts[2] == second.counts[2] == 0, (first.reasons, second.reasons)
    assert second.counts == (acts, 0, 0)
    assert rows_of(Session).count() == acts
    spans = {office.project.code: (office.project.starts, office.project.ends)}
    return Remembering(persons, charged(services, spans), office.organisation.code), seconds


def compare(plain, key, period, *, by=(), where=None, project=None):
    """The engine's numbers equal the plain ones."""
    code = project.code if project else ""
    total, groups = plain.count(key, *period, by=by, where=where or {}, project=code)
    table = count(key, reach=Reach().counting(), period=Period.of(*period), by=by, where=where or {}, project=project)
    assert float(table.total.value) == pytest.approx(total), (key, by, where, period)
    found = {tuple(dims[name] for name in by): float(figure.value) for dims, figure in table.rows}
    assert found == pytest.approx(groups), (key, by, where, period)


@pytest.mark.lengthy
def test_six_thousand_acts_of_fifteen_hundred_persons_count_as_the_file_says(office, take, write):
    maker = Maker(2020, [site.code for site in office.sites], [office.project.code])
    plain, seconds = import_both(office, take, write, maker, 1500, 6000)
    if connection.vendor == "postgresql":
        # The planner knows nothing yet of how many rows there are: they were never committed.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
    print(f"imported in {seconds:.1f} s")
    project = Project(pk=office.project.pk, code=office.project.code)
    for key in MEASURES:
        for period in PERIODS:
            compare(plain, key, period)
        for name in BREAKDOWNS:
            compare(plain, key, (FIRST, LAST), by=(name,))
        compare(plain, key, PERIODS[1], project=project)
        for pair in PAIRS:
            compare(plain, key, PERIODS[3], by=pair)
        compare(plain, key, PERIODS[1], by=("quarter",), where={"sex": "f"})


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_small_registers_full_of_edges_count_as_the_file_says(office, take, write, seed):
    maker = Maker(seed, [site.code for site in office.sites], [office.project.code])
    plain, _seconds = import_both(office, take, write, maker, 12 + seed * 7, 60 + seed * 20)
    for key in MEASURES:
        for period in PERIODS:
            for name in BREAKDOWNS:
                compare(plain, key, period, by=(name,))
        pair = list(combinations(BREAKDOWNS, 2))[seed * 5]
        compare(plain, key, PERIODS[0], by=pair)


def test_two_offices_are_counted_apart_and_together(office, take, write):
    other = make_office("cits")
    rows = [
        {"person_refs": ref, "date": "2020-05-04", "minutes": "30", "mode": "phone", "status": "held"}
        | {"site": site, "specialism": "lawyer", "organisation": code}
        for ref, site, code in [("P1", "tilts-riga", "tilts"), ("P1", "cits-riga", "cits"), ("P2", "", "cits")]
    ]
    assert take("services", write(columns(rows), rows)).counts == (3, 0, 0)
    period = Period.of(FIRST, LAST)
    for organisation, persons in [(office.organisation, 1), (other.organisation, 2), (None, 3)]:
        reach = Reach().counting(organisation)
        assert count("services.persons_served", reach=reach, period=period).total.value == persons
