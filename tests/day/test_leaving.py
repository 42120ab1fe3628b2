"""Somebody leaves: access ends at once, what they had in hand is handed over in one go, the rest stays in sight."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape
from tests.cast import a_case, a_draft, hire

from tilts.access.models import AuditEntry, Grant, Role, User, Wall
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.accounts.members import close_account, end_membership, in_hand, put_in_role
from tilts.cases.actions import join_team, restrict
from tilts.cases.models import Case
from tilts.day.actions import hand_over_work
from tilts.day.leaving import all_left, gone
from tilts.meetings.actions import plan_meeting
from tilts.meetings.models import Meeting
from tilts.plan.actions import add_task
from tilts.plan.models import Task
from tilts.post.models import Letter
from tilts.risk.actions import send_report
from tilts.risk.models import DoorstepReport

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def fresh(case):
    return unscoped(Case, reason="tests").get(pk=case.pk)


def left_of(cast, user=None):
    """What the supervisor sees that this colleague has left behind."""
    found = all_left(cast.supervisor, list(gone(cast.supervisor)))
    return next((one for one in found if one.user == (user or cast.worker.user)), None)


def leave(cast, who):
    end_membership(cast.administrator, who.membership)


@pytest.fixture
def work(cast):
    """Two cases of the worker, a task in a colleague's case, a meeting, a report sent by name."""
    one, _person = a_case(cast.worker)
    other, _person = a_case(cast.worker, "Berta", "Bērze-Testa")
    theirs, _person = a_case(cast.second_worker, "Cita", "Cita-Testa")
    join_team(cast.second_worker, theirs, user=cast.worker.user, profession="social_worker")
    due = timezone.localdate() + TOMORROW
    task = add_task(cast.second_worker, theirs, what="Piezvanīt", owner=cast.worker.user, due=due)
    starts = timezone.now() + TOMORROW
    meeting = plan_meeting(cast.worker, kind="team", title="Komandas sanāksme", starts=starts, case=one)
    report = send_report(cast.officer, a_draft(cast.officer, cast, known_at_desk=True, to_user=cast.worker.user))
    return {"one": one, "other": other, "theirs": theirs, "task": task, "meeting": meeting, "report": report}


WAYS_TO_GO = {
    "the work is ended": lambda cast: leave(cast, cast.worker),
    "the account is closed": lambda cast: close_account(cast.administrator, cast.worker.user),
    "another role that opens no cases": lambda cast: put_in_role(cast.worker.membership, role=Role.ADMINISTRATOR),
    "the day came on which it was to end": lambda cast: (
        type(cast.worker.membership).objects.filter(pk=cast.worker.membership.pk).update(ends=timezone.now())
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_GO)
def test_what_is_left_behind_stands_with_the_supervisor_however_the_work_ended(cast, work, enter, way):
    assert left_of(cast) is None
    WAYS_TO_GO[way](cast)
    left = left_of(cast)
    assert [case.pk for case in left.cases] == [work["one"].pk, work["other"].pk]
    assert [meeting.pk for meeting in left.meetings] == [work["meeting"].pk]
    assert (left.owed, left.kept, left.reports) == (1, 0, 1)
    day = enter(cast.supervisor.user).get("/").content.decode()
    assert cast.worker.user.name in day and f"/left-behind/{cast.worker.user.pk}/" in day
    assert cast.worker.user.name not in enter(cast.second_worker.user).get("/").content.decode()


def test_access_ends_at_once_with_a_session_that_is_open(cast, work, enter):
    browser = enter(cast.worker.user)
    addresses = ["/", "/cases/", "/inbox/", f"/cases/{work['one'].pk}/", f"/cases/{work['theirs'].pk}/"]
    addresses += [f"/meetings/{work['meeting'].pk}/", f"/doorstep/{work['report'].pk}/"]
    assert {browser.get(address).status_code for address in addresses} == {200}
    leave(cast, cast.worker)
    assert not {browser.get(address).status_code for address in addresses} & {200}
    assert browser.post(f"/cases/{work['one'].pk}/notes/new/", {"text": "x"}).status_code in (302, 403, 404)
    assert not Grant.objects.filter(to_user=cast.worker.user, ends=None).exists()


def test_all_of_it_goes_to_a_colleague_in_one_go(cast, work, enter):
    leave(cast, cast.worker)
    browser, to = enter(cast.supervisor.user), cast.second_worker.user
    address = f"/left-behind/{cast.worker.user.pk}/"
    page = browser.get(address).content.decode()
    assert work["one"].code in page and "Ozolkalne" not in page
    sent = {"to": to.pk, "cases": [work["one"].pk, work["other"].pk], "reports": "on"}
    assert browser.post(address, sent).status_code == 302
    assert {fresh(work[name]).lead for name in ("one", "other")} == {to}
    assert unscoped(Meeting, reason="tests").get(pk=work["meeting"].pk).coordinator == to
    assert unscoped(Task, reason="tests").get(pk=work["task"].pk).owner == to
    assert unscoped(DoorstepReport, reason="tests").get(pk=work["report"].pk).to_user == to
    assert enter(to).get(f"/doorstep/{work['report'].pk}/").status_code == 200
    assert browser.get(f"/doorstep/{work['report'].pk}/").status_code == 404
    assert left_of(cast) is None
    kinds = list(AuditEntry.objects.filter(user=cast.supervisor.user.pk).values_list("kind", flat=True))
    assert kinds.count("case.lead_handed_over") == 2 and "work.handed_over" in kinds
    assert Letter.objects.filter(kind="work.handed_over", to=cast.data_protection.user).exists()


def test_what_is_not_ticked_stays_until_somebody_takes_it(cast, work):
    leave(cast, cast.worker)
    hand_over_work(cast.supervisor, cast.worker.user, to=cast.second_worker.user, cases=[work["one"]])
    left = left_of(cast)
    assert [case.pk for case in left.cases] == [work["other"].pk] and left.reports == 1


def test_what_a_wall_forbids_stays_and_the_rest_goes(cast, work):
    leave(cast, cast.worker)
    to = cast.second_worker.user
    Wall.objects.create(folder=work["other"].folder, user=to, reason="radi")
    handed = hand_over_work(cast.supervisor, cast.worker.user, to=to, cases=[work["one"], work["other"]])
    assert handed.done >= 1 and len(handed.stayed) == 1
    assert fresh(work["other"]).lead == cast.worker.user and fresh(work["one"]).lead == to


def test_where_all_is_refused_nothing_is_done_and_the_sentence_is_said(cast):
    case, _person = a_case(cast.worker)
    Wall.objects.create(folder=case.folder, user=cast.second_worker.user, reason="radi")
    with pytest.raises(Refused):
        hand_over_work(cast.supervisor, cast.worker.user, to=cast.second_worker.user, cases=[case])


def test_a_case_kept_to_named_people_is_never_without_a_way_on_and_never_seen_by_who_hands_it_over(cast, enter):
    case, _person = a_case(cast.worker)
    restrict(cast.worker, case, reason="kliente ir pazīstama")
    leave(cast, cast.worker)
    left = left_of(cast)
    assert (left.cases, left.kept) == ([], 1)
    page = enter(cast.supervisor.user).get(f"/left-behind/{cast.worker.user.pk}/").content.decode()
    assert case.code not in page
    with pytest.raises(Refused):
        hand_over_work(cast.supervisor, cast.worker.user, to=cast.supervisor.user, cases=[], kept=True)
    hand_over_work(cast.supervisor, cast.worker.user, to=cast.second_worker.user, cases=[], kept=True)
    assert fresh(case).lead == cast.second_worker.user
    assert enter(cast.supervisor.user).get(f"/cases/{case.pk}/").status_code == 404
    assert enter(cast.second_worker.user).get(f"/cases/{case.pk}/").status_code == 200


def test_a_report_that_was_taken_up_goes_on_with_a_colleague(cast, work, enter):
    browser = enter(cast.worker.user)
    assert browser.post(f"/inbox/{work['report'].pk}/take-up/").status_code == 302
    leave(cast, cast.worker)
    assert left_of(cast).reports == 1
    hand_over_work(cast.supervisor, cast.worker.user, to=cast.second_worker.user, cases=[], reports=True)
    assert enter(cast.second_worker.user).get(f"/doorstep/{work['report'].pk}/").status_code == 200
    assert left_of(cast).reports == 0


def test_who_ends_somebodys_work_reads_how_much_waits_and_the_supervisors_hear_of_it(cast, work, enter):
    browser = enter(cast.administrator.user)
    page = browser.get(f"/members/{cast.worker.user.pk}/end/").content.decode()
    waits = [escape(line) for line in in_hand(cast.worker.membership)]
    assert len(waits) == 3 and all(line in page for line in waits) and work["one"].code not in page
    assert browser.post(f"/members/{cast.worker.user.pk}/end/").status_code == 302
    assert Letter.objects.filter(kind="work.left", to=cast.supervisor.user).count() == 1
    nothing = hire(cast.office, "Neko Nevada", Role.CASE_WORKER)
    end_membership(cast.administrator, nothing.membership)
    assert Letter.objects.filter(kind="work.left").count() == 1


def test_nobody_but_a_supervisor_of_the_same_office_hands_work_over(cast, work):
    strangers_boss = hire(cast.stranger_office, "Svešā Vadone", Role.SUPERVISOR)
    for reach in (cast.second_worker, cast.administrator, cast.data_protection, strangers_boss):
        with pytest.raises(NotAllowed):
            hand_over_work(reach, cast.worker.user, to=cast.second_worker.user, cases=[])


def test_who_leaves_may_hand_over_before_and_nothing_is_lost_on_the_way(cast, work, enter):
    page = enter(cast.supervisor.user).get("/left-behind/").content.decode()
    assert cast.worker.user.name in page
    hand_over_work(cast.supervisor, cast.worker.user, to=cast.second_worker.user, cases=[work["one"], work["other"]])
    leave(cast, cast.worker)
    assert left_of(cast).reports == 1


def test_a_closed_case_is_not_left_behind(cast):
    case, _person = a_case(cast.worker, opened_on=date(2026, 1, 5))
    unscoped(Case, reason="tests").filter(pk=case.pk).update(closed_on=date(2026, 2, 1))
    leave(cast, cast.worker)
    assert left_of(cast) is None
    assert User.objects.filter(pk=cast.worker.user.pk).exists()
