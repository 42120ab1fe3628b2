"""Acts are put right by their pages, and the course of the case says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import a_report
from tests.reports.test_every_act_is_put_right import an_assessment, held, month

from tilts.access.models import Site
from tilts.directory.actions import keep_partner, record_agreement
from tilts.meetings.models import Meeting
from tilts.risk.models import Questionnaire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def words(browser, case):
    """The page of a case."""
    return browser.get(reverse("cases:case_page", args=[case.pk])).content.decode()


def day(number=0):
    """A day so many days ago, as it is typed."""
    return (timezone.localdate() - timedelta(days=number)).strftime("%d.%m.%Y")


def test_a_questionnaire_of_a_case(cast, enter):
    act = an_assessment(cast)
    browser, case = enter(cast.worker.user), act.case
    correct, void = (reverse(f"risk:questionnaire_{verb}", args=[case.pk, act.pk]) for verb in ("correct", "void"))
    assert correct in words(browser, case) and browser.get(correct).status_code == 200
    read = reverse("risk:assessment_read", args=[case.pk, act.pk])
    assert correct in browser.get(read).content.decode()
    ahead = browser.post(correct, {"filled_on": day(-3), "version": 1})
    assert ahead.status_code == 422 and "in the future" in ahead.content.decode()
    told = {"filled_on": day(2), "projects": [str(cast.project.pk)], "version": 1}
    assert browser.post(correct, told).status_code == 302
    assert "corrected" in words(browser, case)
    late = browser.post(void, {"why": "twice", "version": 1})
    assert late.status_code == 422 and "Nothing is lost" in late.content.decode()
    assert browser.post(void, {"why": "twice", "version": 2, "once": "b" * 64}).status_code == 302
    page = words(browser, case)
    assert "Risk questionnaire taken out" in page and "it was written twice" in page and correct not in page
    assert browser.get(correct).status_code == 404 == browser.get(read).status_code
    assert enter(cast.manager.user).get(correct).status_code == 403


def test_who_filled_in_a_questionnaire_at_a_door_puts_it_right_after_sending(cast, enter):
    report = a_report(cast.officer, cast)
    address = reverse("risk:report_questionnaire_correct", args=[report.pk])
    browser = enter(cast.officer.user)
    assert address in browser.get(reverse("risk:report_page", args=[report.pk])).content.decode()
    assert browser.post(address, {"filled_on": day(1), "territory": cast.county.pk, "version": 1}).status_code == 302
    act = Questionnaire._base_manager.get(report=report)
    assert act.filled_on == timezone.localdate() - timedelta(days=1) and act.earlier
    for who, answer in ((cast.second_officer, 404), (cast.worker, 404), (cast.manager, 403)):
        assert enter(who.user).get(address).status_code == answer
    void = reverse("risk:report_questionnaire_void", args=[report.pk])
    assert browser.post(void, {"why": "wrong_person", "version": 2}).status_code == 302
    assert month(timezone.localdate() - timedelta(days=1), "risk.questionnaires") == 0


def test_a_meeting_that_was_held(cast, enter):
    coordinator, meeting, item = held(cast)
    browser, worker = enter(coordinator.user), enter(cast.worker.user)
    address = reverse("meetings:meeting_correct", args=[meeting.pk])
    assert address in browser.get(reverse("meetings:meeting_page", args=[meeting.pk])).content.decode()
    site = Site.objects.get(organisation=cast.office)
    told = {"title": "Sanāksme", "starts": f"{day(1)} 10:00", "site": site.pk, "project": cast.project.pk}
    refused = browser.post(address, told | {"starts": f"{day(-1)} 10:00", "version": meeting.version})
    assert refused.status_code == 422 and "cannot be in the future" in refused.content.decode()
    assert browser.post(address, told | {"version": meeting.version, "once": "b" * 64}).status_code == 302
    moved = Meeting._base_manager.get(pk=meeting.pk)
    assert (moved.site, moved.day) == (site, timezone.localdate() - timedelta(days=1))
    assert list(moved.attributions.values_list("project", flat=True)) == [cast.project.pk]
    assert "corrected" in words(worker, item.case)
    assert worker.get(address).status_code == 403
    void = reverse("meetings:meeting_void", args=[meeting.pk])
    assert browser.post(void, {"why": "not_held", "version": moved.version}).status_code == 302
    page = words(worker, item.case)
    assert "Taken out: conference on high-risk cases" in page and "it did not take place" in page
    assert browser.get(address).status_code == 404


def test_a_case_that_was_not_talked_about_after_all(cast, enter):
    _coordinator, meeting, item = held(cast)
    browser, today = enter(cast.worker.user), timezone.localdate()
    correct, void = (reverse(f"meetings:item_{verb}", args=[meeting.pk, item.pk]) for verb in ("correct", "void"))
    assert correct in browser.get(reverse("meetings:item_page", args=[meeting.pk, item.pk])).content.decode()
    for number, (answer, count) in enumerate((("no", 0), ("yes", 1))):
        told = {"talked_about": answer, "version": item.version + number, "once": f"{number}" * 64}
        assert browser.post(correct, told).status_code == 302
        assert month(today, "meetings.cases_discussed") == count
    assert enter(cast.psychologist.user).get(correct).status_code == 404
    assert browser.post(void, {"why": "other_case", "version": item.version + 2}).status_code == 302
    assert month(today, "meetings.cases_discussed") == 0 and "it belongs to another case" in words(browser, item.case)


def test_an_agreement(cast, enter):
    partner = keep_partner(cast.manager, name="Balvu slimnīca", kind="hospital")
    told = {"kind": "agreement", "zones": [], "partner": partner}
    act = record_agreement(cast.manager, signed_on=timezone.localdate(), **told)
    browser, listed = enter(cast.supervisor.user), reverse("directory:agreement_list")
    correct, void = (reverse(f"directory:agreement_{verb}", args=[act.pk]) for verb in ("correct", "void"))
    assert correct in browser.get(listed).content.decode()
    told = {"kind": "agreement", "signed_on": day(1), "number": "7", "version": 1}
    assert browser.post(correct, told).status_code == 302
    assert "corrected" in browser.get(listed).content.decode()
    assert enter(cast.worker.user).get(correct).status_code == 403
    assert browser.post(void, {"why": "not_signed", "version": 2}).status_code == 302
    page = browser.get(listed).content.decode()
    assert "it was not signed" in page and correct not in page
