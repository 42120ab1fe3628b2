"""A child at risk: any role that works with people tells it the same day, with or without a case."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import a_case, hire

from tilts.access.actions import Stale
from tilts.access.models import AuditEntry, Grant, Role
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.cases.actions import close_case, keep_child_report, restrict, send_child_report, write_child_report
from tilts.cases.models import Case, ChildReport, Note
from tilts.people.walls import wall_name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TOKEN = "Kanarijputnins"
FACTS = {
    "told_to": "orphans_court",
    "which": "Balvu novada bāriņtiesa",
    "child": f"Bella {TOKEN}",
    "place": f"Skola {TOKEN}",
    "known": f"Stāstīja {TOKEN}",
}


def sent(reach, report, **more):
    facts = {"sent_how": "eaddress", "sent_at": timezone.now(), "seen_version": report.version, "number": "1-2/77"}
    return send_child_report(reach, report, **facts | more)


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.SPECIALIST, Role.OPERATOR, Role.MENTOR, Role.POLICE])
def test_every_role_that_works_with_people_reports_and_reads_its_own_report_alone(cast, enter, role):
    case, _person = a_case(cast.worker)
    who = hire(cast.office, "Kads Kadinieks", role)
    browser = enter(who.user)
    answer = browser.post("/child-reports/new/", FACTS)
    report = who(ChildReport).get()
    assert answer.status_code == 302 and answer.url == f"/child-reports/{report.pk}/"
    page = browser.get(answer.url)
    assert page.status_code == 200 and f"Bella {TOKEN}" in page.content.decode()
    assert not who(Note).exists() and not who(Case).filter(pk=case.pk, lead=None).exists()
    assert AuditEntry.objects.filter(kind="child_report.written", record=report.pk, user=who.user.pk).count() == 1


@pytest.mark.parametrize("who", ["manager", "data_protection", "administrator"])
def test_who_does_not_work_with_people_does_not(cast, enter, who):
    assert enter(getattr(cast, who).user).get("/child-reports/new/").status_code == 403
    with pytest.raises(NotAllowed):
        write_child_report(getattr(cast, who), **FACTS)


def test_without_a_case_it_is_known_to_its_author_and_the_supervisors_of_the_office_alone(cast, enter):
    report = write_child_report(cast.psychologist, **FACTS)
    readers = {who.user.name for who in cast.everybody() if who(ChildReport).exists()}
    assert readers == {cast.psychologist.user.name, cast.supervisor.user.name}
    for who in (cast.worker, cast.stranger, cast.officer):
        assert enter(who.user).get(f"/child-reports/{report.pk}/").status_code == 404
        assert TOKEN not in enter(who.user).get("/child-reports/").content.decode()
    for who in (cast.supervisor, cast.psychologist):
        assert TOKEN not in enter(who.user).get("/").content.decode()


def test_from_a_case_who_leads_it_knows_and_may_send_it(cast):
    case, _person = a_case(cast.second_worker)
    with pytest.raises(NotAllowed):
        write_child_report(cast.worker, case, **FACTS)
    report = write_child_report(cast.second_worker, case, **FACTS)
    assert cast.second_worker(ChildReport).get() == report
    sent(cast.second_worker, report)
    assert report.sent_on == timezone.localdate() and report.number == "1-2/77"


def test_who_is_kept_out_of_the_case_or_the_name_is_kept_out_of_the_report(cast):
    case, _person = a_case(cast.worker)
    other = hire(cast.office, "Vita Vadone", Role.SUPERVISOR)
    raise_wall(cast.supervisor, case.folder, reason="kin", user=other.user)
    named = hire(cast.office, "Vera Vadone", Role.SUPERVISOR)
    wall_name(cast.supervisor, name=f"Bella {TOKEN}", reason="kin", user=named.user)
    write_child_report(cast.worker, case, **FACTS)
    assert cast.supervisor(ChildReport).exists()
    assert not other(ChildReport).exists() and not named(ChildReport).exists()


def test_a_report_from_a_restricted_case_is_not_shown_to_supervisors(cast):
    case, _person = a_case(cast.worker)
    restrict(cast.worker, case, reason="a witness")
    case.refresh_from_db()
    write_child_report(cast.worker, case, **FACTS)
    assert cast.worker(ChildReport).exists() and not cast.supervisor(ChildReport).exists()


def test_it_is_red_on_my_day_until_it_is_sent_and_late_from_the_next_day(cast, enter):
    report = write_child_report(cast.worker, **FACTS)
    page = enter(cast.worker.user).get("/").content.decode()
    assert "Child at risk: not sent yet" in page and "due today" in page
    yesterday = timezone.now() - timedelta(days=1)
    unscoped(ChildReport, reason="tests").update(at=yesterday, day=timezone.localdate(yesterday))
    report.refresh_from_db()
    assert "late: it was due the same day" in enter(cast.worker.user).get("/").content.decode()
    sent(cast.worker, report)
    assert "Child at risk: not sent yet" not in enter(cast.worker.user).get("/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"known": " "}, "known"), ({"child": ""}, "child"), ({"which": ""}, "which"), ({"told_to": "king"}, "told_to")],
)
def test_what_is_missing_comes_back_with_a_sentence_and_what_was_typed(cast, enter, wrong, field):
    page = enter(cast.worker.user).post("/child-reports/new/", FACTS | wrong)
    assert page.status_code == 422 and page.context["form"].errors[field]
    assert f"Skola {TOKEN}" in page.content.decode() and not cast.worker(ChildReport).exists()
    with pytest.raises(Refused):
        write_child_report(cast.worker, **FACTS | wrong)


@pytest.mark.parametrize("shift", [timedelta(hours=2), -timedelta(days=2)])
def test_it_is_not_sent_in_the_future_or_before_it_was_written(cast, enter, shift):
    report = write_child_report(cast.worker, **FACTS)
    with pytest.raises(Refused):
        sent(cast.worker, report, sent_at=timezone.now() + shift)
    told = timezone.localtime(timezone.now() + shift).strftime("%Y-%m-%dT%H:%M")
    form = {"sent_how": "post", "sent_at": told, "number": "77", "version": 1}
    page = enter(cast.worker.user).post(f"/child-reports/{report.pk}/send/", form)
    assert page.status_code == 422 and 'value="77"' in page.content.decode()
    assert cast.worker(ChildReport).get().sent_at is None


def test_what_is_sent_is_read_and_not_written(cast, enter):
    report = write_child_report(cast.worker, **FACTS)
    form = {"sent_how": "eaddress", "sent_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "version": 1}
    assert enter(cast.worker.user).post(f"/child-reports/{report.pk}/send/", form).status_code == 302
    report.refresh_from_db()
    assert report.sent_at >= report.at and report.sent_by == cast.worker.user
    with pytest.raises(NotAllowed):
        keep_child_report(cast.worker, report, seen_version=2, **FACTS)
    with pytest.raises(NotAllowed):
        sent(cast.worker, report)
    assert enter(cast.worker.user).get(f"/child-reports/{report.pk}/change/").status_code == 403
    assert not Grant.objects.filter(folder=report.folder_id, zone_risk=2).exists()


def test_the_second_writer_is_told_and_keeps_the_text(cast, enter):
    report = write_child_report(cast.worker, **FACTS)
    browser, address = enter(cast.worker.user), f"/child-reports/{report.pk}/change/"
    assert browser.post(address, FACTS | {"place": "Mājās", "version": 1}).status_code == 302
    late = browser.post(address, FACTS | {"place": "Pie omes", "version": 1})
    assert late.status_code == 422 and "Pie omes" in late.content.decode()
    assert "changed this report while you were writing" in late.content.decode()
    with pytest.raises(Stale):
        keep_child_report(cast.worker, cast.worker(ChildReport).get(), seen_version=1, **FACTS)


def test_a_supervisor_reads_and_does_not_write(cast, enter):
    report = write_child_report(cast.worker, **FACTS)
    browser = enter(cast.supervisor.user, purpose="supervision")
    assert browser.get(f"/child-reports/{report.pk}/").status_code == 200
    assert browser.get(f"/child-reports/{report.pk}/send/").status_code == 403


def test_a_case_does_not_close_over_an_unsent_report(cast):
    case, _person = a_case(cast.worker)
    report = write_child_report(cast.worker, case, **FACTS)
    with pytest.raises(Refused, match="child at risk|riska"):
        close_case(cast.worker, case, closed_on=case.opened_on, seen_version=1)
    sent(cast.worker, report)
    close_case(cast.worker, case, closed_on=case.opened_on, seen_version=1)
