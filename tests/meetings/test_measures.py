"""What is counted of meetings, and what is held of a person: counts stay when the texts go."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, referred, running

from tilts.access.reach import Reach, unscoped
from tilts.kit.holdings import HOLDINGS, Subject
from tilts.kit.periods import Period
from tilts.meetings import actions
from tilts.meetings.counts import counted
from tilts.meetings.models import AgendaItem, FamilyStep, MeetingAction, Research, SharedItem
from tilts.reports.counting import count, figure

pytestmark = pytest.mark.django_db
COUNTING = Reach(purpose="job").counting()


def held(coordinator, *units, cases=(), **facts):
    """A meeting of today that is over."""
    meeting = a_meeting(coordinator, *units, days=0, **facts)
    for worker, case in cases:
        referred(worker, meeting, case)
    if meeting.kind == "monitoring":
        actions.write_issue(coordinator, meeting, title="Jautājums")
    running(coordinator, meeting)
    for item in coordinator(AgendaItem).filter(meeting=meeting).select_related("meeting"):
        actions.begin_item(coordinator, item)
    closed(coordinator, meeting)
    return meeting


def period():
    today = timezone.localdate()
    return Period.of(today - timedelta(days=1), today + timedelta(days=1))


def value(key, **where):
    return int(figure(key, reach=COUNTING, period=period(), where=where).value or 0)


def test_meetings_cases_and_institutions_are_counted_once_they_took_place(cast):
    coordinator, units = coordinator_of(cast), institutions(3)
    cases = [(cast.worker, a_case(cast.worker)[0]) for _n in range(2)]
    held(coordinator, *units, cases=cases, project=cast.project)
    held(coordinator, units[0], kind="monitoring")
    a_meeting(coordinator, *units)
    assert value("meetings.held") == 2 and value("meetings.held", kind="marac") == 1
    assert value("meetings.cases_discussed") == 2
    assert value("meetings.attendance") == 6 and value("meetings.institutions") == 4, "the host came to both"
    paid = figure("meetings.held", reach=COUNTING, period=period(), project=cast.project)
    assert int(paid.value or 0) == 1
    table = count("meetings.attendance", reach=COUNTING, period=period(), by=("institution",))
    assert sum(int(number.value or 0) for _dims, number in table.rows) == 6 and len(table.rows) == 3


def test_a_family_with_two_conferences_is_one_family(cast):
    case, _person = a_case(cast.worker)
    leads = cast.second_worker
    for _turn in range(2):
        meeting = a_meeting(cast.worker, kind="family_group", case=case, coordinator=leads.user, days=0)
        actions.invite(leads, meeting, name="Pagasta pārvalde", kind="other")
        running(leads, meeting)
        closed(leads, meeting)
    assert value("meetings.families_conferred") == 1 and value("meetings.held", kind="family_group") == 2


def test_a_count_of_a_monitoring_meeting_is_that_of_the_institutions_at_the_table(cast):
    coordinator, units = coordinator_of(cast), institutions(1)
    held(coordinator, *units, kind="monitoring")
    today = timezone.localdate()
    for organisations, number in (([cast.office], 1), ([units[0].organisation], 0)):
        assert counted(coordinator, "meetings.held", today, today, organisations) == number


def test_erased_the_texts_are_gone_and_the_counts_stay(cast):
    coordinator, units = coordinator_of(cast), institutions(1)
    case, person = a_case(cast.worker)
    meeting = a_meeting(coordinator, *units, days=0)
    item = referred(cast.worker, meeting, case)
    running(coordinator, meeting)
    item = coordinator(AgendaItem).select_related("meeting").get(pk=item.pk)
    actions.write_research(units[0], item, text="Anna Ozolkalne-Testa", nature="fact")
    actions.share_item(units[0], item, text="Annai ir bērni", nature="fact")
    mine = {"owner": units[0].organisation, "what": "Zvanīt Annai", "due_on": meeting.day}
    actions.set_action(units[0], meeting, item=item, **mine)
    actions.begin_item(coordinator, item)
    closed(coordinator, meeting)
    subject = Subject(cast.office.pk, person.pk, frozenset({case.pk}), frozenset({case.pk}), ("Anna",))
    pieces = HOLDINGS["meetings"].pieces(lambda table: unscoped(table, reason="tests"), subject)
    assert {"Annai ir bērni", "Zvanīt Annai", "Lai viņš nezina"} <= {one.text for one in pieces}
    assert "Anna Ozolkalne-Testa" not in {one.text for one in pieces}, "another institution's own research"
    HOLDINGS["meetings"].emptied(lambda table: unscoped(table, reason="tests"), subject)
    for model, column in ((Research, "text"), (SharedItem, "text"), (MeetingAction, "what"), (AgendaItem, "wants")):
        assert {getattr(one, column) for one in model._base_manager.all()} == {""}, model
    assert not FamilyStep._base_manager.exists() and value("meetings.cases_discussed") == 1
