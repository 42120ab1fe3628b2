"""The source programmes replayed: what they published comes out of the records, through the measures."""

import argparse
import csv
import io
import json
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.cases.test_pages import MOST_OF_CASE_PAGE, MOST_OF_DAY, MOST_QUERIES, is_work
from tests.conftest import ship

from tilts.access.models import Organisation, User
from tilts.access.reach import Reach, unscoped
from tilts.cases.models import Case
from tilts.config import figures
from tilts.demo.build import build_demonstration
from tilts.kit.periods import Period
from tilts.projects.models import BudgetLine, Project
from tilts.reports.counting import figure
from tilts.risk.models import DoorstepReport
from tilts.services.models import Session

BUILT = {"A01", "A02", "A03", "A04", "A05", "A06", "A12", "A13", "B01", "B02", "B03", "E16"}
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The demonstration, built once; what a test changes in it is taken back after that test."""
    whole = transaction.atomic()
    whole._from_testcase = True  # as the transactions of the tests themselves are marked
    with django_db_blocker.unblock(), translation.override("lv"), whole:
        ship()
        assert build_demonstration()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(built, db):
    """The demonstration, in the test's own transaction."""


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
    assert figure("risk.questionnaires", reach=counting, period=ever).value == 16
    assert figure("risk.questionnaires", reach=counting, period=ever, project=project).value == 13


@pytest.mark.usefixtures("demonstration")
def test_every_institution_of_the_pilot_came_and_the_agreements_of_the_branch_are_on_record():
    counting = Reach(purpose="job").counting()
    ever = Period.of(date(2017, 1, 1), date(2099, 12, 31))
    project = unscoped(Project, reason="test").get(code="balvi")
    kinds = {"social_service": 4, "orphans_court": 4, "state_police": 1, "municipal_police": 1, "prosecutor": 1}
    for kind, number in (kinds | {"probation": 1, "health": 1, "court": 0}).items():
        came = figure(
            "meetings.institutions", reach=counting, period=ever, project=project, where={"institution": kind}
        )
        assert (came.value or 0) == number, kind
    signed = {"organisation": "centrs", "year": "2020"}
    assert figure("directory.agreements", reach=counting, period=ever, where=signed).value == 5


@pytest.mark.usefixtures("demonstration")
def test_building_the_demonstration_twice_changes_nothing():
    before = Organisation.objects.count(), unscoped(Session, reason="test").count()
    assert not build_demonstration()
    assert (Organisation.objects.count(), unscoped(Session, reason="test").count()) == before


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("socdienests", "/"),
        ("socdienests", "/inbox/"),
        ("socdienests", "/cases/"),
        ("socdienests", "{case}"),
        ("socdienests", "{case}consultations/add/"),
        ("socdienests", "{case}access/"),
        ("socdienests", "{report}"),
        ("policija", "/doorstep/"),
        ("projekts", "/projects/"),
        ("projekts", "/projects/marta/"),
        ("projekts", "/reports/"),
    ],
)
def test_every_page_of_the_line_takes_few_queries(enter, who, path):
    case = unscoped(Case, reason="test").filter(organisation__code="balvu-sd")[0]
    report = unscoped(DoorstepReport, reason="test").filter(state="taken_up")[0]
    address = path.format(case=f"/cases/{case.pk}/", report=f"/doorstep/{report.pk}/")
    browser = enter(User.objects.get(email=f"{who}@demo.tilts.example"))
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    asked = sum(is_work(one["sql"]) for one in queries.captured_queries)
    # the demonstration has an emergency opening and a referral to tell of, one question each
    assert 0 < asked <= {"/": MOST_OF_DAY + 2, "{case}": MOST_OF_CASE_PAGE}.get(path, MOST_QUERIES)
