"""Several write at once, or too late, and nothing typed is lost; the family looks at its plan again."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from tests.cast import a_case
from tests.meetings.table import a_meeting, closed
from tests.meetings.test_meeting_pages import coordinator, table, text, today, version

from tilts.access.reach import Reach
from tilts.meetings import actions
from tilts.meetings.models import AgendaItem, Invitation, MeetingAction, Research

pytestmark = pytest.mark.django_db
__all__ = ["coordinator", "table"]


@pytest.fixture
def planned_by_family(cast, enter):
    """A family group conference with one step of the family's plan, and the browser of who coordinates it."""
    case, _person = a_case(cast.worker)
    meeting = a_meeting(cast.worker, kind="family_group", case=case, coordinator=cast.second_worker.user, days=-3)
    item = cast.second_worker(AgendaItem).select_related("meeting").get(meeting=meeting)
    step = actions.write_step(cast.second_worker, item, what="Vecmāmiņa ņem bērnus", who="vecmāmiņa")
    return SimpleNamespace(
        meeting=meeting,
        item=item,
        step=step,
        case=case,
        desk=enter(cast.second_worker.user),
        team=enter(cast.worker.user),
    )


def test_the_family_looks_at_its_plan_again_and_each_step_says_how_it_went(planned_by_family):
    world = planned_by_family
    there = f"/meetings/{world.meeting.pk}/items/{world.item.pk}/"
    at = f"{there}family/steps/{world.step.pk}/"
    facts = {"outcome": "not_done", "on": today(), "outcome_words": "Autobuss nekursē", "version": version(world.step)}
    for wrong, sentence in (
        ({"outcome": ""}, "Choose."),
        ({"on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "The day cannot be in the future"),
        ({"on": (world.meeting.day - timedelta(days=1)).isoformat()}, "before the meeting"),
    ):
        no = world.desk.post(at, facts | wrong)
        assert no.status_code == 422 and sentence in text(no) and "Autobuss nekursē" in text(no)
    assert world.team.post(at, facts).status_code == 403
    assert world.desk.post(at, facts).status_code == 302
    no = world.desk.post(at, facts | {"outcome": "done", "outcome_words": "Tagad kursē"})
    assert no.status_code == 422 and "Autobuss nekursē" in text(no) and "Tagad kursē" in text(no)
    assert world.desk.post(at, facts | {"outcome": "done", "version": version(world.step)}).status_code == 302
    for browser, page in ((world.desk, there + "family/"), (world.team, there)):
        shown = text(browser.get(page))
        assert "done on" in shown and "Autobuss nekursē" in shown


def test_what_the_family_agreed_stands_chosen_the_next_time(planned_by_family):
    there = f"/meetings/{planned_by_family.meeting.pk}/items/{planned_by_family.item.pk}/family/"
    for number, answer in enumerate(("true", "false", "unknown"), 1):
        assert planned_by_family.desk.post(there, {"agreed": answer, "version": number}).status_code == 302
        assert f'value="{answer}" selected' in text(planned_by_family.desk.get(there))


def test_a_plan_to_look_at_again_stands_on_the_day_of_who_coordinates_and_who_leads(planned_by_family, cast, enter):
    world = planned_by_family
    there = f"/meetings/{world.meeting.pk}/items/{world.item.pk}/"
    kept = {"agreed": "true", "review_on": today(), "version": 1}
    assert world.desk.post(there + "family/", kept).status_code == 302
    assert there in text(world.desk.get("/")) and there in text(world.team.get("/"))
    assert there not in text(enter(cast.supervisor.user).get("/"))
    went = {"outcome": "done", "on": today(), "version": version(world.step)}
    assert world.desk.post(f"{there}family/steps/{world.step.pk}/", went).status_code == 302
    assert "look at again" not in text(world.desk.get("/"))


def test_who_sends_a_form_after_the_meeting_is_over_keeps_the_text_and_writes_nothing(table):
    there, first = f"{table.at}items/{table.item.pk}/", table.browsers[0]
    late = {
        "share/": {"text": "Kvrparvelu", "nature": "fact"},
        "conclude/": {"conclusion": "Kvrparvelu", "version": version(table.item)},
        "actions/add/": {"what": "Kvrparvelu", "owner": table.units[0].organisation.pk, "due_on": today()},
        "research/": {"text": "Kvrparvelu", "nature": "fact"},
        "repeat/": {"rule": "any_incident", "incident_on": today(), "version": version(table.item)},
    }
    closed(coordinator_of_table(table), table.meeting)
    for path, facts in late.items():
        assert first.get(there + path).status_code == 403, path
        answer = first.post(there + path, facts)
        assert answer.status_code == 422 and "This meeting is over" in text(answer), path
        assert path == "repeat/" or "Kvrparvelu" in text(answer), path
        assert table.browsers[1].post(there + path, facts).status_code == 422
    assert "Kvrparvelu" not in text(table.desk.get(table.at + "minutes/")) + text(table.desk.get(there))
    assert not table.units[0](Research).exists() and not table.units[0](MeetingAction).exists()


def coordinator_of_table(table):
    """The reach of who drives it."""
    user = table.meeting.coordinator
    return Reach(user, user.memberships.get())


def test_of_two_who_change_the_agenda_both_texts_stay_and_a_short_field_of_the_other_is_told(table, cast, enter):
    there = f"{table.at}items/{table.item.pk}/change/"
    seen, words = version(table.item), {"minutes": 15, "aware": "yes"}
    theirs = {"summary": "Draudi ar nazi\nPolicija brauca divreiz", "tell_by": "Psiholoģe", "aware": "unsafe"}
    assert table.desk.post(there, words | theirs | {"version": seen}).status_code == 302
    mine = words | {"summary": "Draudi ar nazi\nBērni skolā", "tell_by": "Dace", "version": seen}
    page = text(enter(cast.worker.user).post(there, mine))
    assert "Draudi ar nazi\nPolicija brauca divreiz\nBērni skolā</textarea>" in page
    assert 'value="Dace"' in page and "Psiholoģe" in page and "no, telling the person is not safe" in page


def test_who_writes_a_conclusion_does_not_stop_the_clock_of_the_coordinator(table):
    there = f"{table.at}items/{table.item.pk}/"
    before = version(table.item)
    assert table.desk.post(there + "begin/", {"version": before}).status_code == 302
    words = {"conclusion": "Policija brauc", "version": before}
    assert table.desk.post(there + "conclude/", words).status_code == 302
    table.desk.post(there + "end/", {"version": before})
    table.item.refresh_from_db()
    assert table.item.began_at and table.item.ended_at and table.item.conclusion == "Policija brauc"


def test_two_who_write_attendance_at_once_lose_no_answer(table):
    first, second = invited(table)
    there = f"{table.at}attendance/"
    seen = {f"seen_{one}": 1 for one in (first, second)}
    mine = {f"came_{first}": "yes", f"by_{first}": "Anna"}
    theirs = {f"came_{second}": "no", f"by_{second}": "", f"came_{first}": "", f"by_{first}": ""}
    assert table.desk.post(there, seen | mine).status_code == 302
    no = table.desk.post(there, seen | theirs)
    assert no.status_code == 422 and "while you were writing" in text(no)
    form = no.context["form"]
    go_on = {name: form[name].value() or "" for name in form.fields}
    assert (go_on[f"came_{first}"], go_on[f"by_{first}"], go_on[f"came_{second}"]) == ("yes", "Anna", "no")
    assert table.desk.post(there, go_on).status_code == 302
    rows = {one.pk: (one.came, one.represented_by) for one in Invitation._base_manager.filter(meeting=table.meeting)}
    assert (rows[first], rows[second]) == ((True, "Anna"), (False, ""))


def test_of_two_who_answer_otherwise_for_one_institution_the_second_reads_the_first(table):
    first, _second = invited(table)
    there = f"{table.at}attendance/"
    one = {f"came_{first}": "yes", f"by_{first}": "Anna", f"seen_{first}": 1}
    assert table.desk.post(there, one).status_code == 302
    no = table.desk.post(there, one | {f"came_{first}": "no", f"by_{first}": "Berta"})
    assert no.status_code == 422 and "Berta" in text(no) and "was there Anna" in text(no)


def invited(table):
    rows = Invitation._base_manager.filter(meeting=table.meeting, colleague=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))[:2]
