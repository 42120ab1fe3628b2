"""Planned against achieved on the project's page, the report of a period, and the records behind each figure."""

from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.cases.test_pages import is_work
from tests.projects.programme import SPECIALISMS, consult, employ, programme, set_target

from tilts.access.models import Role
from tilts.access.reach import Reach
from tilts.kit.figures import State
from tilts.kit.periods import Period
from tilts.projects.models import Target, TargetKind
from tilts.reports.counting import figure
from tilts.reports.planned import report_on
from tilts.reports.words import figure_words

pytestmark = pytest.mark.django_db
COUNTING = Reach(purpose="counting")
PAGE, REPORT, TRACE = "/projects/river-help/", "/reports/river-help/", "/reports/river-help/trace/"
WHOLE = Period.of(date(2020, 3, 1), date(2020, 12, 31))
TODAY = date(2021, 2, 1)
MOST_QUERIES = 20


def report(made, period=WHOLE, today=TODAY):
    targets = Target.objects.filter(project=made.project).select_related("site").order_by("pk")
    return report_on(COUNTING, made.project, period, targets, today=today)


def test_the_page_says_achieved_and_planned_in_both_languages(enter):
    made = programme(sessions=40)
    client = enter(made.manager)
    text = " ".join(client.get(PAGE).content.decode().split())
    assert "(planned 5–10)" in text
    assert ">4</a>" in text
    client.cookies["tilts_language"] = "lv"
    assert client.get(PAGE).status_code == 200


def test_a_sentence_says_the_plan_as_it_was_meant():
    made = programme(sessions=8)
    set_target(made.project, measure="services.consultations", value=116)
    set_target(made.project, measure="services.minutes", value=100, kind=TargetKind.AT_LEAST)
    set_target(made.project, measure="services.families_served", value=9, kind=TargetKind.AT_MOST)
    with override("en"):
        sentences = [row.sentence for row in report(made).promised]
    assert sentences == ["4 (planned 5–10)", "8 (planned 116)", "480 (planned at least 100)", "4 (planned at most 9)"]


def test_everybody_who_may_read_it_sees_the_same_number(enter):
    made = programme(sessions=9)
    for user in (made.manager, made.worker):
        assert ">9</a>" in enter(user).get(REPORT).content.decode()


def test_a_funders_viewer_sees_no_live_figure(enter):
    made = programme(sessions=9)
    funder = enter(employ(made.organisation, Role.FUNDER, "funder@fund.example"))
    assert "Planned and achieved" not in funder.get(PAGE).content.decode()
    assert funder.get(REPORT).status_code == 403


def test_the_sums_of_the_table_are_the_measure_itself():
    made = programme(sessions=50)
    matrix = report(made).matrix
    assert matrix.total.figure.value == 50
    for specialism, cell in zip(matrix.specialisms, matrix.together, strict=True):
        where = {"specialism": specialism}
        whole = figure("services.consultations", reach=COUNTING, period=WHOLE, project=made.project, where=where)
        assert cell.figure.value == whole.value
    for row in matrix.rows:
        part = figure("services.consultations", reach=COUNTING, period=row.month, project=made.project)
        assert row.together.figure.value == part.value


def test_zero_and_not_reported_and_not_applicable_never_look_alike():
    made = programme(sessions=50)
    rows = report(made, Period.of(date(2020, 1, 1), date(2020, 12, 31)), today=date(2020, 11, 15)).matrix.rows
    states = {row.month.first.month: row.together.figure.state for row in rows}
    assert states[1] is State.NOT_APPLICABLE
    assert states[5] is State.ZERO
    assert states[11] is State.VALUE
    assert states[12] is State.NOT_REPORTED
    assert [figure_words(rows[at].together.figure) for at in (0, 4, 11)] == ["·", "0", "–"]


def test_a_project_that_has_not_begun_reports_nothing_rather_than_zero():
    made = programme()
    told = report(made, today=date(2020, 1, 1))
    assert told.promised[0].since_start.figure.state is State.NOT_REPORTED
    assert told.matrix.total.figure.state is State.NOT_REPORTED


def test_a_part_of_the_project_says_both_the_period_and_since_the_start():
    made = programme(sessions=61)
    set_target(made.project, measure="services.consultations", value=100)
    row = report(made, Period.month(2020, 12)).promised[-1]
    assert (row.in_period.figure.value, row.since_start.figure.value) == (31, 61)


def test_only_targets_in_force_on_the_last_day_count_and_the_latest_of_one_thing():
    made = programme()
    set_target(made.project, measure="services.consultations", value=100)
    set_target(made.project, measure="services.consultations", value=120, in_force_from=date(2020, 10, 1))
    plans = lambda day: [row.target.value for row in report(made, Period.of(WHOLE.first, day)).promised]  # noqa: E731
    assert plans(date(2020, 9, 30)) == [10, 100]
    assert plans(date(2020, 10, 1)) == [10, 120]


def test_like_targets_are_counted_together_and_give_the_same_numbers():
    made = programme(sessions=50)
    for specialism in (*SPECIALISMS, "mentor"):
        where = {"specialism": specialism}
        set_target(made.project, measure="services.consultations", value=9, where=where, site=made.site)
    counted = {row.target.where.get("specialism"): row.since_start.figure for row in report(made).promised}
    for specialism in SPECIALISMS:
        where = {"specialism": specialism, "site": "river"}
        apart = figure("services.consultations", reach=COUNTING, period=WHOLE, project=made.project, where=where)
        assert counted[specialism].value == apart.value > 0
    assert counted["mentor"].state is State.ZERO


def test_what_stops_the_report_is_listed():
    made = programme(sessions=3)
    consult(made, 2, first=date(2021, 1, 10))
    set_target(made.project, measure="nobody.counts_this", value=1)
    with override("en"):
        stops = [stop.sentence for stop in report(made).stops]
    assert "2 consultations charged to the project lie outside its period" in stops
    assert "A target has no measure yet, so nothing can be counted for it" in stops
    assert "9 months without a consultation" in stops


def test_every_figure_opens_to_its_records_as_far_as_ones_reach_goes(enter):
    made = programme(sessions=9)
    where = "?measure=services.consultations&from=2020-03-01&to=2020-12-31"
    worker = enter(made.worker).get(TRACE + where).content.decode()
    assert worker.count(f'href="/cases/{made.cases[0].pk}/"') == 3
    assert "and 6 you may not open" in worker
    assert str(made.cases[1].pk) not in worker
    manager = enter(made.manager).get(TRACE + where).content.decode()
    assert "9 records were counted; you may not open them." in manager
    assert "/cases/" + str(made.cases[0].pk) not in manager


def test_every_number_on_the_page_is_a_link_that_opens(enter):
    made = programme(sessions=9)
    client = enter(made.worker)
    text = client.get(PAGE).content.decode()
    links = {part.split('"')[0].replace("&amp;", "&") for part in text.split('href="')[1:] if "/trace/" in part[:60]}
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code == 200


def test_questionnaires_that_a_project_follows_open_too(enter):
    made = programme()
    set_target(made.project, measure="risk.questionnaires", value=None)
    where = "?measure=risk.questionnaires&from=2020-03-01&to=2020-12-31"
    assert enter(made.worker).get(TRACE + where).status_code == 200
    (_persons, followed) = report(made).promised
    assert (followed.plan, followed.since_start.figure.state) == ("", State.ZERO)


def test_a_project_without_consultations_is_not_told_that_its_months_are_empty():
    made = programme()
    Target.objects.all().delete()
    set_target(made.project, measure="risk.questionnaires", value=None)
    told = report(made)
    assert (told.matrix, told.stops) == (None, ())


@pytest.mark.parametrize(
    "query",
    [
        "",
        "measure=nobody.counts&from=2020-03-01&to=2020-12-31",
        "measure=services.consultations&from=2020-02-31&to=2020-12-31",
        "measure=services.consultations&from=2020-03-01&to=2020-02-01",
        "measure=services.consultations&from=2020-03-01&to=2020-12-31&where=shoe=9",
    ],
)
def test_a_question_that_cannot_be_is_not_found(enter, query):
    made = programme()
    assert enter(made.worker).get(f"{TRACE}?{query}").status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("31.02.2020", "2020-12-31", "Write the day as 06.06.2018."),
        ("2020-12-31", "2020-03-01", "The last day is before the first day."),
        ("1990-01-01", "2020-12-31", "A report covers at most ten years."),
        ("2022-01-01", "2022-12-31", "The project runs from 1 Mar 2020 to 31 Dec 2020; choose days in it."),
    ],
)
def test_a_wrong_period_is_a_sentence_at_the_field(enter, first, last, sentence):
    made = programme()
    for address in (REPORT, "/reports/"):
        days = {"project_code": "river-help", "from": first, "to": last}
        answer = enter(made.manager).get(address, days)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()


def test_choosing_a_project_without_days_shows_the_whole_of_it(enter):
    made = programme()
    answer = enter(made.manager).get("/reports/", {"project_code": "river-help", "from": "", "to": ""})
    assert answer.status_code == 302
    assert answer["Location"] == "/reports/river-help/?from=2020-03-01&to=2020-12-31"


def test_a_project_out_of_reach_cannot_be_chosen(enter):
    made = programme()
    answer = enter(made.stranger).get("/reports/", {"project_code": "river-help", "from": "", "to": ""})
    assert answer.status_code in (200, 400)
    assert enter(made.stranger).get(REPORT).status_code == 404


@pytest.mark.parametrize("sessions", [10, 1000])
def test_no_page_asks_more_than_twenty_times_whatever_the_number_of_records(enter, sessions):
    made = programme(sessions=sessions)
    for number in range(6):
        where = {"specialism": SPECIALISMS[number % 3], "mode": ("phone", "online")[number // 3]}
        set_target(made.project, measure="services.consultations", value=5, where=where)
    trace = TRACE + "?measure=services.consultations&from=2020-03-01&to=2020-12-31"
    for user in (made.manager, made.worker):
        client = enter(user)
        for address in ("/projects/", PAGE, "/reports/", REPORT, REPORT + "?from=2020-11-01&to=2020-11-30", trace):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            questions = [one["sql"][:150] for one in asked.captured_queries if is_work(one["sql"])]
            assert len(questions) <= MOST_QUERIES, "\n".join(questions)


def test_the_figures_do_not_depend_on_the_day_they_are_looked_at(enter):
    made = programme(sessions=30)
    with mock.patch("django.utils.timezone.localdate", return_value=TODAY + timedelta(days=400)):
        later = report(made)
    assert later.matrix.total == report(made).matrix.total
