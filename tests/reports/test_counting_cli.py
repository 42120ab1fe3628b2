"""`tilts measures` and `tilts measure`."""

import argparse
import json
from datetime import date

import pytest
from django.utils.translation import override
from tests.reports.plain_count import BREAKDOWNS
from tests.reports.test_counting import act, person, register

from tilts.kit.cli import BadInput
from tilts.kit.measures import MEASURES, TIME
from tilts.people.models import Person
from tilts.projects.models import Project, ProjectAlias
from tilts.reports.cli import add_parsers
from tilts.reports.typed import UnknownValue, typed_value

PERIOD = ("--from", "2020-01-01", "--to", "31.12.2020.")


def run(*words):
    """Read the words as the console does, and do them."""
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    args = parser.parse_args(words)
    return args.run(args)


@pytest.fixture
def office(db):
    """Three acts of two persons."""
    rows = [person("a", sex="f"), person("b", sex="m")]
    days = ("2020-01-31", "a"), ("2020-02-01", "b"), ("2020-02-29", "a")
    return register(rows, [act(day, ref, project="alfa" if ref == "a" else "") for day, ref in days])


def printed(capsys, *words):
    """What a command prints as JSON."""
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_number_is_printed_as_the_contract_says(office, capsys):
    assert printed(capsys, "measure", "services.persons_served", *PERIOD) == {
        "key": "services.persons_served",
        "from": "2020-01-01",
        "to": "2020-12-31",
        "count_type": "persons_in_period",
        "value": 2,
        "state": "value",
        "rows": [],
    }


def test_a_table_has_its_breakdowns_as_columns(office, capsys):
    found = printed(capsys, "measure", "services.consultations", *PERIOD, "--by", "month,sex")
    assert found["rows"] == [
        {"month": "2020-01", "sex": "f", "value": 1},
        {"month": "2020-02", "sex": "f", "value": 1},
        {"month": "2020-02", "sex": "m", "value": 1},
    ]


def test_conditions_project_and_organisation_narrow_the_number(office, capsys):
    base = ("measure", "services.consultations", *PERIOD)
    assert printed(capsys, *base, "--where", "sex=f", "--where", "month=2020-02")["value"] == 1
    assert printed(capsys, *base, "--project", "alfa", "--organisation", "centrs")["value"] == 2
    ProjectAlias.objects.create(project=Project._base_manager.get(code="alfa"), code="VP-2020/77")
    assert printed(capsys, *base, "--project", "VP-2020/77")["value"] == 2


def test_a_mean_is_not_rounded(office, capsys):
    assert printed(capsys, "measure", "services.persons_monthly_mean", *PERIOD)["value"] == 3 / 12


def test_zero_is_zero(office, capsys):
    found = printed(capsys, "measure", "services.minutes", "--from", "2021-01-01", "--to", "2021-01-01", "--by", "site")
    assert (found["value"], found["state"], found["rows"]) == (0, "zero", [])


def test_a_table_is_printed_for_people(office, capsys):
    assert run("measure", "services.consultations", *PERIOD, "--by", "sex") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["sex  value", "f    2", "m    1", "services.consultations 2020-01-01..2020-12-31: 3"]


def test_all_measures_are_listed_with_both_names_and_definitions(capsys):
    found = {one["key"]: one for one in printed(capsys, "measures")}
    assert set(found) == set(MEASURES)
    consultations = found["services.consultations"]
    assert (consultations["name_lv"], consultations["name_en"]) == ("Konsultācijas", "Consultations")
    assert set(consultations["breakdowns"]) == set(BREAKDOWNS)
    assert all(one["definition"].endswith(".") and one["definition_lv"].endswith(".") for one in found.values())
    assert run("measures") == 0
    assert "services.consultations" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("services.sighs", *PERIOD),
        ("services.consultations", "--from", "2020-01-01"),
        ("services.consultations", "--from", "2020-02-30", "--to", "2020-03-01"),
        ("services.consultations", "--from", "2020-03-02", "--to", "2020-03-01"),
        ("services.consultations", *PERIOD, "--by", "eye_colour"),
        ("services.consultations", *PERIOD, "--where", "eye_colour=blue"),
        ("services.consultations", *PERIOD, "--where", "sex"),
        ("services.consultations", *PERIOD, "--where", "sex=f", "--where", "sex=m"),
        ("services.consultations", *PERIOD, "--project", "nav"),
        ("services.consultations", *PERIOD, "--organisation", "nav"),
    ],
)
def test_bad_input_is_one_sentence(db, words):
    with pytest.raises(BadInput) as bad:
        run("measure", *words)
    assert str(bad.value).endswith(".")
    assert "\n" not in str(bad.value)


def test_the_last_day_counts(office, capsys):
    found = printed(capsys, "measure", "services.consultations", "--from", "2020-02-29", "--to", "2020-02-29")
    assert found["value"] == 1
    assert date.fromisoformat(found["to"]) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("sex=Sieviete", 2),
        ("sex=siev.", 2),
        ("sex=V", 1),
        ("sex=nav zināms", 0),
        ("organisation=Centrs", 3),
        ("project=ALFA", 2),
        ("mode=klātienē", 3),
        ("age_band=0-6", 0),
        ("support_level=maksimālais", 0),
        ("country=Latvija", 0),
        ("country=Ukraina", 0),
        ("municipality=Rīga", 0),
        ("municipality=riga", 0),
        ("quarter=2020-q1", 3),
        ("person_status=bēglis", 0),
    ],
)
def test_a_condition_takes_the_spellings_of_registers(office, capsys, condition, value):
    with override("lv"):
        found = printed(capsys, "measure", "services.consultations", *PERIOD, "--where", condition)
    assert found["value"] == value


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("sex=female1", "“female1” is no value of “sex”. Near it: f"),
        ("sex=blue", "“blue” is no value of “sex”. It can be: f, m, unknown, x."),
        ("specialism=lawyr", "Near it: lawyer"),
        ("municipality=Rigaa", "Near it: Rīga"),
        ("project=alpha", "Near it: alfa"),
        ("month=2020-13", "write it like 2026-02"),
        ("quarter=2020-Q5", "write it like 2026-Q1"),
        ("year=20", "write it like 2026"),
        ("age_band=0-5", "Near it: 0-6"),
        ("country=Latvja", "Near it: LV"),
        ("site=nekur", "is no value of “site”"),
        ("interpreter_language=klingonu", "is no value of “interpreter_language”"),
    ],
)
def test_a_condition_that_cannot_be_is_refused_and_near_ones_are_named(office, condition, sentence):
    with override("en"), pytest.raises(BadInput) as bad:
        run("measure", "services.consultations", *PERIOD, "--where", condition)
    assert sentence in str(bad.value)


def test_every_breakdown_of_every_measure_refuses_what_cannot_be_and_takes_what_is_counted(office):
    for measure in MEASURES.values():
        for name in measure.breakdowns:
            with pytest.raises(UnknownValue):
                typed_value(measure, name, "čiekurs zem eglītes")
            if name not in TIME:
                assert typed_value(measure, name, "unknown") == "unknown"
                for value in getattr(measure.sources[0].by[name], "values", ()):
                    assert typed_value(measure, name, value.upper()) == value


@pytest.mark.parametrize(
    ("born", "precision", "band"),
    [
        ("2002-01-01", "year", "18-24"),
        ("2002-01-01", "estimated", "18-24"),
        ("2002-02-01", "month", "18-24"),
        ("2002-03-01", "month", "13-17"),
        ("2003-01-01", "year", "13-17"),
        ("2002-02-02", "day", "13-17"),
    ],
)
def test_a_birth_known_in_part_counts_from_its_first_day(office, capsys, born, precision, band):
    Person._base_manager.filter(reference="b").update(birth_date=born, birth_precision=precision)
    found = printed(
        capsys, "measure", "services.consultations", "--from", "2020-02-01", "--to", "2020-02-01", "--by", "age_band"
    )
    assert found["rows"] == [{"age_band": band, "value": 1}]
    children = ("measure", "services.children_served", "--from", "2020-02-01", "--to", "2020-02-01")
    assert printed(capsys, *children)["value"] == (band == "13-17")


def test_every_measure_that_asks_an_age_says_how_a_birth_known_in_part_is_counted():
    asking = [one for one in MEASURES.values() if "age_band" in one.breakdowns]
    assert len(asking) >= 5
    for measure in asking:
        assert "its first day counts" in measure.definition and "no tā pirmās dienas" in measure.definition_lv
