"""The source programmes replayed: what they published comes out of the records, through the measures."""

import argparse
import csv
import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from tilts.access.models import Organisation
from tilts.access.reach import Reach, unscoped
from tilts.config import bench, commands, figures
from tilts.config.demo.build import build_demonstration
from tilts.kit.cli import BadInput
from tilts.kit.periods import Period
from tilts.projects.models import BudgetLine, Project
from tilts.reports.counting import figure
from tilts.services.models import Session

BUILT = {"A01", "A02", "A03", "A04", "A05", "A06", "A12", "A13", "B01"}


@pytest.fixture
def demonstration(shipped):
    """The demonstration, built in the test's own database."""
    assert build_demonstration()


def lines(capsys) -> list[dict[str, str]]:
    code = figures.run_figures(argparse.Namespace(json=False))
    assert code == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


@pytest.mark.usefixtures("demonstration")
def test_every_figure_whose_room_is_built_agrees_and_no_other_claims_to(capsys):
    found = {line["id"]: line["agrees"] for line in lines(capsys)}
    assert len(found) == 93
    assert {key for key, agrees in found.items() if agrees == "true"} == BUILT
    assert {agrees for key, agrees in found.items() if key not in BUILT} == {"not yet"}


@pytest.mark.usefixtures("demonstration")
def test_a_consultation_taken_away_is_a_figure_that_no_longer_agrees(capsys):
    november = unscoped(Session, reason="test").filter(specialism="lawyer", day__month=11, day__year=2020)
    november.first().delete()
    assert figures.run_figures(argparse.Namespace(json=True)) == 1
    found = {line["id"]: line for line in json.loads(capsys.readouterr().out)}
    assert found["A02"]["computed"] == "3"
    assert found["A02"]["agrees"] is False


@pytest.mark.usefixtures("demonstration")
def test_a_budget_that_changes_is_noticed(capsys):
    unscoped(BudgetLine, reason="test").update(amount=1)
    assert figures.run_figures(argparse.Namespace(json=False)) == 1
    assert "A12,project budget,14987.77,1,false" in capsys.readouterr().out


@pytest.mark.usefixtures("demonstration")
def test_reports_of_today_do_not_count_for_the_project_of_2018():
    project = unscoped(Project, reason="test").get(code="balvi")
    counting = Reach(purpose="job").counting()
    ever = Period.of(date(2017, 1, 1), date(2099, 12, 31))
    assert figure("risk.questionnaires", reach=counting, period=ever).value == 15
    assert figure("risk.questionnaires", reach=counting, period=ever, project=project).value == 13


@pytest.mark.usefixtures("demonstration")
def test_building_the_demonstration_twice_changes_nothing():
    before = Organisation.objects.count(), unscoped(Session, reason="test").count()
    assert not build_demonstration()
    assert (Organisation.objects.count(), unscoped(Session, reason="test").count()) == before


def test_figures_without_the_demonstration_are_refused_in_a_sentence(shipped):
    with pytest.raises(BadInput, match="tilts demo"):
        figures.run_figures(argparse.Namespace(json=False))


@pytest.mark.usefixtures("demonstration")
def test_the_bench_walks_every_page_of_the_line(capsys, monkeypatch):
    monkeypatch.setattr(bench, "ROUNDS", 1)
    assert bench.run_bench(argparse.Namespace()) == 0
    pages, cost = capsys.readouterr().out.split("\n\n")
    rows = [line.split() for line in pages.splitlines()[2:]]
    assert len(rows) == 11 and len(cost.strip().splitlines()) == 3
    queries = {" ".join(row[:-3]): int(row[-1]) for row in rows}
    assert queries.pop("case page") <= 25 and all(0 < asked <= 20 for asked in queries.values())


def test_a_data_folder_stays_what_it_was(settings, tmp_path, db):
    settings.KIND_OF_HOME = tmp_path / "home.kind"
    settings.KIND_OF_HOME.write_text("office")
    with pytest.raises(BadInput, match="office"):
        commands.run(["demo", "--no-serve"])
    assert settings.KIND_OF_HOME.read_text() == "office"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["measure"], ["import", "unicorns", "x.csv"]])
def test_a_wrong_command_is_one_sentence(words):
    with pytest.raises(BadInput) as refused:
        commands.run(words)
    assert len(str(refused.value).splitlines()) == 1


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
