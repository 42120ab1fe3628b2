"""The list of projects, the page of one, and its money."""

from datetime import date
from decimal import Decimal

import pytest
from tests.projects.programme import employ, programme

from tilts.access.models import Role
from tilts.projects.models import BudgetLine
from tilts.projects.panels import by_source

pytestmark = pytest.mark.django_db
PAGE = "/projects/river-help/"


def test_the_list_shows_the_projects_of_ones_own_organisation(enter):
    made = programme()
    text = enter(made.manager).get("/projects/").content.decode()
    assert "Help by the river" in text
    assert "1 Mar 2020–31 Dec 2020" in text
    assert "finished" in text


def test_a_stranger_sees_no_project_and_finds_no_page(enter):
    made = programme()
    stranger = enter(made.stranger)
    assert "Help by the river" not in stranger.get("/projects/").content.decode()
    assert stranger.get(PAGE).status_code == 404


def test_a_role_without_projects_is_told_so(enter):
    made = programme()
    mentor = employ(made.organisation, Role.MENTOR, "mentor@bridge.example")
    assert enter(mentor).get("/projects/").status_code == 403


def test_the_page_says_who_pays_for_how_long_and_where(enter):
    made = programme()
    text = enter(made.manager).get(PAGE).content.decode()
    for words in ("Help by the river", "river-help", "A Fund of Good Will", "2020/17", "River Street", "Bridge House"):
        assert words in text


def test_money_is_shown_by_source_with_shares_to_those_who_account_for_it(enter):
    made = programme()
    text = enter(made.manager).get(PAGE).content.decode()
    assert "94,891.32\N{NO-BREAK SPACE}€" in text
    assert ["85.5 %" in text, "4.5 %" in text, "10.0 %" in text] == [True, True, True]
    assert "94,891" not in enter(made.worker).get(PAGE).content.decode()


def test_shares_are_of_the_whole_and_the_bar_is_full():
    lines = [BudgetLine(source=name, amount=Decimal(amount)) for name, amount in (("a", "1"), ("b", "1"), ("a", "1"))]
    first, second = by_source(lines)
    assert (first.amount, first.percent, second.percent) == (Decimal(2), Decimal("66.7"), Decimal("33.3"))
    assert first.width + second.width in (999, 1000)
    assert second.left == first.left + first.width


def test_a_budget_of_nothing_has_no_share():
    (only,) = by_source([BudgetLine(source="a", amount=Decimal(0))])
    assert (only.percent, only.width) == (Decimal(0), 0)


def test_a_running_project_is_under_way(enter):
    made = programme()
    made.project.ends = date(2999, 1, 1)
    made.project.save()
    assert "under way" in enter(made.manager).get("/projects/").content.decode()
