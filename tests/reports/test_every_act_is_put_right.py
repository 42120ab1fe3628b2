"""Whatever a measure counts is put right and taken out: a walk over all measures, and each table by its own verbs."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast, a_case, fill_in
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, referred, running

from tilts.access.actions import ACTIONS, Stale
from tilts.access.models import AuditEntry
from tilts.access.putting_right import PUT_RIGHT
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.directory.actions import correct_agreement, keep_partner, record_agreement, void_agreement
from tilts.directory.models import Agreement
from tilts.kit.measures import MEASURES
from tilts.kit.periods import Period
from tilts.meetings import actions as meetings
from tilts.meetings.models import AgendaItem, Invitation, Meeting
from tilts.questionnaires.actions import begin_answers, keep_answers
from tilts.questionnaires.models import current_version
from tilts.reports.counting import figure
from tilts.risk.actions import correct_questionnaire, finish_assessment, void_questionnaire
from tilts.risk.models import Questionnaire
from tilts.services.actions import correct_session, void_session, write_session
from tilts.services.models import Participation, Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
COUNTING = Reach(purpose="job").counting()


@dataclass
class Counted:
    """One act of today: what counts it, who put it right, and how it is moved to another day and taken out."""

    measure: str
    act: Any
    writer: Reach
    supervisor: Reach
    correct: Callable[..., Any]
    void: Callable[..., Any]
    others: list[Reach]
    last: Reach | None = None
    """Who takes it out, where it is not the writer."""


def _session(cast: Cast) -> Counted:
    case, person = a_case(cast.worker)
    facts: dict[str, Any] = {"minutes": 45, "specialism": "social_worker", "mode": "phone"}
    act = write_session(cast.worker, case, people=[person], day=timezone.localdate(), **facts).session

    def correct(who: Reach, day: date, seen: int) -> None:
        correct_session(who, act, people=[person], day=day, seen_version=seen, **facts)

    def void(who: Reach, why: str, seen: int) -> None:
        void_session(who, act, why=why, seen_version=seen)

    others = [cast.second_worker, cast.stranger, cast.officer, cast.manager]
    return Counted("services.consultations", act, cast.worker, cast.supervisor, correct, void, others)


def an_assessment(cast: Cast) -> Questionnaire:
    """The fuller questionnaire of a case, of today."""
    case, _person = a_case(cast.worker)
    answers = begin_answers(cast.worker, case.folder, version=current_version("full"))
    fill_in(cast.worker, answers)
    ticks = {item.name: "OK" for item in answers.questionnaire_version.form.items if item.kind == "tick"}
    keep_answers(cast.worker, answers, values=ticks)
    answers.refresh_from_db()
    told = {"professional_level": answers.computed_level or "high", "reason": "x"}
    return finish_assessment(cast.worker, case, answers=answers, **told)


def _questionnaire(cast: Cast) -> Counted:
    act = an_assessment(cast)

    def correct(who: Reach, day: date, seen: int) -> None:
        correct_questionnaire(who, act, filled_on=day, territory=cast.county, seen_version=seen)

    def void(who: Reach, why: str, seen: int) -> None:
        void_questionnaire(who, act, why=why, seen_version=seen)

    others = [cast.second_worker, cast.stranger, cast.officer, cast.manager, cast.psychologist]
    return Counted("risk.assessments", act, cast.worker, cast.supervisor, correct, void, others)


def held(cast: Cast) -> tuple[Reach, Meeting, AgendaItem]:
    """A conference of today that is over, where one case was talked about."""
    coordinator, [unit] = coordinator_of(cast), institutions(1)
    meeting = a_meeting(coordinator, unit, days=0)
    item = referred(cast.worker, meeting)
    running(coordinator, meeting)
    item = coordinator(AgendaItem).select_related("meeting").get(pk=item.pk)
    meetings.begin_item(coordinator, item)
    closed(coordinator, meeting)
    item = coordinator(AgendaItem).select_related("meeting").get(pk=item.pk)
    return coordinator, item.meeting, item


def _moved(meeting: Meeting) -> Callable[..., Any]:
    def correct(who: Reach, day: date, seen: int) -> None:
        starts = timezone.make_aware(datetime(day.year, day.month, day.day, 0, 1))
        meetings.correct_meeting(who, meeting, starts=starts, seen_version=seen)

    return correct


def _meeting(cast: Cast) -> Counted:
    coordinator, meeting, _item = held(cast)

    def void(who: Reach, why: str, seen: int) -> None:
        meetings.void_meeting(who, meeting, why=why, seen_version=seen)

    others = [cast.second_worker, cast.worker, cast.stranger, cast.manager]
    return Counted("meetings.held", meeting, coordinator, cast.supervisor, _moved(meeting), void, others)


def _item(cast: Cast) -> Counted:
    coordinator, meeting, item = held(cast)
    moved = _moved(meeting)

    def correct(who: Reach, day: date, seen: int) -> None:
        moved(who, day, seen - item.version + meeting.version)
        item.refresh_from_db()

    def void(who: Reach, why: str, seen: int) -> None:
        meetings.void_item(who, item, why=why, seen_version=seen)

    others = [cast.second_worker, cast.stranger, cast.manager]
    told = (coordinator, cast.supervisor, correct, void, others, cast.worker)
    return Counted("meetings.cases_discussed", item, *told)


def _invitation(cast: Cast) -> Counted:
    coordinator, meeting, _item = held(cast)
    seats = coordinator(Invitation).filter(meeting=meeting)
    host, act = seats.get(unit=cast.office), seats.exclude(unit=cast.office).get()
    meetings.note_attendance(coordinator, meeting, came={host.pk: (None, "", host.version)})
    moved = _moved(meeting)

    def correct(who: Reach, day: date, seen: int) -> None:
        moved(who, day, seen - act.version + meeting.version)

    def void(who: Reach, why: str, seen: int) -> None:
        meetings.note_attendance(who, meeting, came={act.pk: (None, "", seen)})

    others = [cast.second_worker, cast.worker, cast.stranger, cast.manager]
    return Counted("meetings.attendance", act, coordinator, cast.supervisor, correct, void, others)


def _agreement(cast: Cast) -> Counted:
    partner = keep_partner(cast.manager, name="Balvu slimnīca", kind="hospital")
    told: dict[str, Any] = {"kind": "agreement", "number": "1"}
    act = record_agreement(cast.manager, signed_on=timezone.localdate(), zones=[], partner=partner, **told)

    def correct(who: Reach, day: date, seen: int) -> None:
        correct_agreement(who, act, signed_on=day, seen_version=seen, **told)

    def void(who: Reach, why: str, seen: int) -> None:
        void_agreement(who, act, why=why, seen_version=seen)

    others = [cast.worker, cast.stranger, cast.officer]
    return Counted("directory.agreements", act, cast.manager, cast.supervisor, correct, void, others)


MADE: dict[type[Any], Callable[[Cast], Counted]] = {
    Session: _session,
    Questionnaire: _questionnaire,
    Meeting: _meeting,
    AgendaItem: _item,
    Invitation: _invitation,
    Agreement: _agreement,
}


def counted_tables() -> set[type[Any]]:
    """The tables whose rows any measure counts."""
    return {source.rows(COUNTING).model for one in MEASURES.values() for source in one.sources}


def test_every_table_that_is_counted_has_verbs_that_put_it_right_and_take_it_out(cast):
    assert counted_tables() == set(PUT_RIGHT) == set(MADE)
    for table, verbs in PUT_RIGHT.items():
        assert verbs.corrected and verbs.taken_out, table
        for kind in (*verbs.corrected, *verbs.taken_out):
            asked = inspect.signature(ACTIONS[kind]).parameters
            assert "seen_version" in asked or "came" in asked, f"{kind} writes over what nobody saw"


def month(day: date, measure: str) -> int:
    """The figure of the month of this day."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return int(figure(measure, reach=COUNTING, period=Period.of(first, last)).value or 0)


@pytest.mark.parametrize("table", MADE, ids=lambda table: table.__name__)
def test_an_act_moves_to_another_month_with_the_figures_and_is_taken_out_of_them(cast, table):
    one = MADE[table](cast)
    today = timezone.localdate()
    before = today.replace(day=1) - timedelta(days=1)
    assert (month(before, one.measure), month(today, one.measure)) == (0, 1)
    one.correct(one.writer, before, one.act.version)
    assert (month(before, one.measure), month(today, one.measure)) == (1, 0)
    one.act.refresh_from_db()
    if hasattr(one.act, "earlier"):
        assert today.isoformat() in one.act.earlier[-1].values() and one.act.corrected_by == one.writer.user
    why = one.act.REASONS[0] if hasattr(one.act, "REASONS") else ""
    with pytest.raises(Stale):
        one.void(one.last or one.writer, why, one.act.version + 7)
    one.void(one.last or one.writer, why, one.act.version)
    assert (month(before, one.measure), month(today, one.measure)) == (0, 0)
    assert type(one.act)._base_manager.filter(pk=one.act.pk).exists(), "what was taken out stays on record"
    verbs = PUT_RIGHT[table]
    for kinds in (verbs.corrected, verbs.taken_out):
        assert AuditEntry.objects.filter(kind__in=kinds).exists(), f"no trace of {kinds}"


@pytest.mark.parametrize("table", MADE, ids=lambda table: table.__name__)
def test_a_colleague_who_does_not_write_it_is_refused_and_the_supervisor_is_not(cast, table):
    one = MADE[table](cast)
    today, why = timezone.localdate(), one.act.REASONS[0] if hasattr(one.act, "REASONS") else ""
    for who in one.others:
        with pytest.raises(NotAllowed):
            one.void(who, why, one.act.version)
    one.correct(one.supervisor, today - timedelta(days=1), one.act.version)
    one.act.refresh_from_db()
    one.void(one.supervisor, why, one.act.version)
    assert month(today, one.measure) == 0


@pytest.mark.parametrize("table", MADE, ids=lambda table: table.__name__)
def test_nothing_is_taken_out_for_a_reason_that_nobody_published_nor_moved_to_a_day_to_come(cast, table):
    one = MADE[table](cast)
    ahead = timezone.localdate() + timedelta(days=2)
    with pytest.raises(Refused):
        one.correct(one.writer, ahead, one.act.version)
    if hasattr(one.act, "REASONS"):
        with pytest.raises(Refused, match="Say why"):
            one.void(one.writer, "because", one.act.version)
    assert month(timezone.localdate(), one.measure) == 1


@pytest.mark.parametrize("table", [Session, Questionnaire, Meeting])
def test_an_act_changes_its_project(cast, table):
    one = MADE[table](cast)
    period = Period.of(timezone.localdate(), timezone.localdate())

    def paid() -> int:
        return int(figure(one.measure, reach=COUNTING, period=period, project=cast.project).value or 0)

    assert paid() == 0
    _charge(cast, one, cast.project)
    assert paid() == 1 and one.act.earlier[-1]["projects"] == []
    _charge(cast, one, None)
    assert paid() == 0 and one.act.earlier[-1]["projects"] == [cast.project.code]


def _charge(cast: Cast, one: Counted, project: Any) -> None:
    act, seen = one.act, {"seen_version": one.act.version}
    if isinstance(act, Session):
        people = [part.person for part in one.writer(Participation).filter(session=act).select_related("person")]
        facts = {"minutes": 45, "specialism": "social_worker", "mode": "phone", "day": act.day, "people": people}
        correct_session(one.writer, act, project=project, **facts, **seen)
    elif isinstance(act, Questionnaire):
        chosen = [project] if project else []
        correct_questionnaire(one.writer, act, filled_on=act.filled_on, territory=None, projects=chosen, **seen)
    else:
        meetings.correct_meeting(one.writer, act, starts=act.starts, project=project, **seen)
    act.refresh_from_db()
