"""Counts do not talk: replays of questions by which somebody behind a wall was counted out (T16).

Every measure and each of its breakdowns is asked for on the page behind a figure, by everybody who reads figures.
"""

from datetime import date, timedelta

import pytest
from django.utils.http import urlencode
from tests.projects.programme import ENDS, STARTS, employ, programme, set_target

from tilts.access.models import Role
from tilts.kit.measures import MEASURES
from tilts.kit.periods import Period
from tilts.reports.asked import Asked
from tilts.reports.own import is_own, is_own_period, told

pytestmark = pytest.mark.django_db
TRACE = "/reports/river-help/trace/"
READERS = (Role.PROJECT_MANAGER, Role.SUPERVISOR, Role.COORDINATOR, Role.CASE_WORKER, Role.SPECIALIST)
NEVER = ("you may not open", "was counted")
"""What no page says of a condition that somebody chose, or of few."""


def query(measure, first=STARTS, last=ENDS, **where):
    conditions = [("where", f"{name}={value}") for name, value in where.items()]
    return urlencode([("measure", measure), ("from", first.isoformat()), ("to", last.isoformat()), *conditions])


@pytest.fixture
def made():
    made = programme(sessions=9)
    set_target(made.project, measure="services.consultations", value=5, where={"sex": "f"})
    return made


def readers(made, enter):
    for role in READERS:
        yield enter(employ(made.organisation, role, f"{role}@counts.example"))


def test_no_reader_puts_a_question_of_their_own_behind_a_figure(made, enter):
    """All measures with all of their breakdowns: only what the report holds is opened."""
    asked = [
        (key, name, value)
        for key, measure in sorted(MEASURES.items())
        for name in measure.breakdowns
        for value in ("f", "unknown", "lawyer")
    ]
    opened = set()
    for number, browser in enumerate(readers(made, enter)):
        # one of them asks everything, the others each fifth question
        for key, name, value in asked if number == 0 else asked[number::5]:
            answer = browser.get(f"{TRACE}?{query(key, **{name: value})}")
            if answer.status_code == 200:
                opened.add((key, name, value))
            else:
                assert answer.status_code in (403, 404)
                assert not any(word in answer.content.decode() for word in NEVER)
    consultations = "services.consultations"
    assert opened == {
        (consultations, "specialism", "lawyer"),
        (consultations, "specialism", "unknown"),
        (consultations, "sex", "f"),
    }


def test_nobody_chooses_the_days(made, enter):
    """A figure of a single day, of a week, of a month and a day: none is opened, and no report stands over them."""
    browser = enter(made.worker)
    chosen = [
        (date(2020, 11, 3), date(2020, 11, 3)),
        (date(2020, 11, 2), date(2020, 11, 8)),
        (date(2020, 11, 1), date(2020, 11, 29)),
        (STARTS, date(2020, 12, 1)),
        (date(2020, 3, 2), ENDS),
    ]
    for first, last in chosen:
        answer = browser.get(f"{TRACE}?{query('services.consultations', first, last)}")
        assert answer.status_code == 403
        assert "for whole months" in answer.content.decode()
        for page in ("", "xlsx/", "pdf/"):
            address = f"/reports/river-help/{page}?from={first}&to={last}"
            answer = (enter(made.manager) if page else browser).get(address)
            assert answer.status_code == 400
            assert "A report covers whole months" in answer.content.decode()
    november = query("services.consultations", date(2020, 11, 1), date(2020, 11, 30))
    assert browser.get(f"{TRACE}?{november}").status_code == 200


@pytest.mark.parametrize(("number", "words"), [(2, ""), (6, ""), (8, "and 5 you may not open")])
def test_few_that_one_may_not_open_are_not_told_as_a_number(enter, number, words):
    """Of each three consultations one lies in the case that the worker may open."""
    made = programme(sessions=number)
    page = enter(made.worker).get(f"{TRACE}?{query('services.consultations')}").content.decode()
    assert (words in page) if words else not any(word in page for word in NEVER)
    assert ("Only records that you may open are listed here." in page) == (not words)
    nobody = enter(made.manager).get(f"{TRACE}?{query('services.consultations')}").content.decode()
    assert ("records were counted; you may not open them." in nobody) == (number >= 5)


def test_of_the_endangered_the_floor_is_higher():
    period = Period.of(STARTS, ENDS)
    assert told(9, Asked("services.consultations", period)) == 9
    assert told(4, Asked("services.consultations", period)) == 0
    assert told(9, Asked("services.consultations", period, (("age_band", "0-17"),))) == 0
    assert told(9, Asked(next(key for key in MEASURES if "children" in key), period)) == 0


def test_a_period_is_of_whole_months_or_the_projects_own(made):
    project = made.project
    project.starts, project.ends = date(2020, 3, 9), date(2020, 12, 20)
    for first, last, own in [
        (project.starts, project.ends, True),
        (project.starts, date(2020, 3, 31), True),
        (date(2020, 12, 1), project.ends, True),
        (date(2020, 1, 1), date(2020, 12, 31), True),
        (date(2020, 3, 10), project.ends, False),
        (project.starts, date(2020, 12, 19), False),
    ]:
        assert is_own_period(project, Period.of(first, last)) is own
    day = Asked("services.consultations", Period.of(project.starts, project.starts + timedelta(days=1)))
    assert not is_own(project, [], day)
