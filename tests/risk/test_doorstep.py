"""From the doorstep to the desk, through the real pages."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.cast import a_case, a_draft, a_report, answers_of, fill_in, hire
from tests.offered import offered

from tilts.access.actions import Stale
from tilts.access.models import Grant, GrantKind, Organisation, OrganisationKind, Role
from tilts.access.reach import NotAllowed, Refused, unscoped
from tilts.cases.models import Case, Party
from tilts.directory.models import Desk
from tilts.people.models import ContactWay, Person
from tilts.projects.models import ProjectPartner
from tilts.questionnaires.models import Answers
from tilts.risk.actions import (
    begin_report,
    desk_for,
    keep_report,
    open_case_from,
    pass_on,
    record_contact,
    register_report,
    return_report,
    send_report,
    take_up,
)
from tilts.risk.clocks import clocks_of
from tilts.risk.models import DoorstepReport, Questionnaire, QuestionnaireAttribution, ReportState

pytestmark = pytest.mark.django_db
RIGA = ZoneInfo("Europe/Riga")
NAMES = ("Marta", "Kalnatesta", "20000001", "Izdomu iela", "Guntis", "kliedzienus")


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def told(cast, **more):
    """The last card, filled in."""
    return {
        "happened_at": local(timezone.now() - timedelta(hours=2)),
        "territory": cast.county.pk,
        "person_name": "Marta Kalnatesta",
        "person_phone": "+371 20000001",
        "phone_is_safe": "true",
        "address": "Izdomu iela 7",
        "alleged_name": "Guntis Izdomu",
        "children_present": "true",
        "account": "Dzirdeja kliedzienus.",
        "known_at_desk": "false",
        "version": 1,
    } | more


def begun(browser):
    """A report begun in this browser: its address, and the record."""
    answer = browser.post("/doorstep/new/")
    assert answer.status_code == 302
    report = unscoped(DoorstepReport, reason="tests").get(pk=answer.url.split("/")[2])
    return answer.url, report


def test_a_press_that_comes_twice_begins_one_report(cast, enter):
    officer = enter(cast.officer.user)
    first, second = (officer.post("/doorstep/new/", {"once": "a" * 64}) for _once in range(2))
    assert first.url == second.url
    assert unscoped(DoorstepReport, reason="tests").count() == 1


def answered(browser, address):
    """Press "yes" on every card until the last page."""
    for _card in range(60):
        answer = browser.get(address)
        if answer.status_code == 302:
            address = answer.url
            continue
        if address.endswith("/send/"):
            return address
        prefix = re.search(r'name="(\w+)-(?:value|source|comment)"', answer.content.decode())
        data = {f"{prefix[1]}-value": "yes"} if prefix else {}
        after = browser.post(address, data)
        assert after.status_code == 302, after.content.decode()
        address = after.url
    raise AssertionError("the cards never end")


def other_desk(cast):
    office = Organisation.objects.create(code="cits-sd", name="Cits dienests", kind=OrganisationKind.SOCIAL_SERVICE)
    return office, hire(office, "Cita Darbiniece", Role.CASE_WORKER)


def test_a_report_goes_from_the_door_to_a_case(cast, enter):
    officer, worker = enter(cast.officer.user), enter(cast.worker.user)
    address, report = begun(officer)
    address = answered(officer, address)
    sent = officer.post(address, told(cast))
    assert sent.status_code == 302 and sent.url == f"/doorstep/{report.pk}/"
    report.refresh_from_db()
    assert report.state == ReportState.SENT and report.desk == cast.office and report.level == "high"
    receipt = officer.get(sent.url).content.decode()
    assert report.number in receipt and "Marta Kalnatesta" in receipt

    inbox, page = (worker.get(url).content.decode() for url in ("/inbox/", f"/doorstep/{report.pk}/"))
    assert report.number in inbox and report.number in page
    assert [name for name in NAMES if name in inbox + page] == []

    assert worker.post(f"/inbox/{report.pk}/take-up/").status_code == 302
    assert "Marta Kalnatesta" in worker.get(f"/doorstep/{report.pk}/").content.decode()
    joined = worker.post(f"/inbox/{report.pk}/join/", offered(worker.get(f"/inbox/{report.pk}/join/").content))
    assert joined.status_code == 302, joined.content.decode()
    case = cast.worker(Case).get()
    assert joined.url == f"/cases/{case.pk}/"
    assert case.newly_known is True and case.level == "high" and case.territory == cast.county
    shown = worker.get(joined.url).content.decode()
    assert "Marta Kalnatesta" in shown and report.number in shown
    assert cast.worker(ContactWay).get().safe is True
    assert "taken up" in officer.get(f"/doorstep/{report.pk}/").content.decode()


@pytest.mark.parametrize("level", ["yes", "no", "dont_know"])
def test_pages_show_a_report_of_every_level(cast, enter, level):
    report = begin_report(cast.officer)
    fill_in(cast.officer, answers_of(report), level)
    keep_report(cast.officer, report, seen_version=1, happened_at=timezone.now(), territory=cast.county)
    send_report(cast.officer, report)
    assert enter(cast.worker.user).get("/inbox/").status_code == 200
    assert enter(cast.worker.user).get(f"/doorstep/{report.pk}/").status_code == 200
    assert enter(cast.officer.user).get(f"/doorstep/{report.pk}/").status_code == 200


def test_a_half_filled_draft_is_kept_and_gone_on_with(cast, enter):
    officer = enter(cast.officer.user)
    address, report = begun(officer)
    card = officer.get(address).url
    name = re.search(r'name="(\w+)-value"', officer.get(card).content.decode())[1]
    later = officer.post(card, {f"{name}-value": "yes", "later": "1"})
    assert later.url == "/"
    assert answers_of(report).values == {name: "yes"}
    assert f"/doorstep/{report.pk}/card/" in officer.get("/").content.decode()
    assert officer.get(address).url != card, "goes on at the first open question"


def test_the_last_card_is_kept_half_filled_too(cast, enter):
    officer = enter(cast.officer.user)
    address, report = begun(officer)
    address = answered(officer, address)
    later = officer.post(address, {"person_name": "Marta Kalnatesta", "later": "1", "version": 1})
    assert later.status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT and report.person_name == "Marta Kalnatesta"
    assert "Marta Kalnatesta" in officer.get(address).content.decode()


def test_a_municipality_nobody_answers_for_is_refused_in_a_sentence(cast, enter):
    officer = enter(cast.officer.user)
    address, report = begun(officer)
    elsewhere = type(cast.county).objects.find("Ventspils", timezone.localdate())
    answer = officer.post(answered(officer, address), told(cast, territory=elsewhere.pk))
    assert answer.status_code == 422
    assert "No social service is on record for this municipality" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT and report.person_name == "Marta Kalnatesta", "what was typed is kept"
    assert answer.context["form"]["version"].value() == str(report.version), "so the same page goes on"


def test_a_municipality_that_does_not_exist_is_refused(cast, enter):
    officer = enter(cast.officer.user)
    address, report = begun(officer)
    assert officer.post(answered(officer, address), told(cast, territory="LV-NONE")).status_code == 422


def test_an_event_in_the_future_is_refused_in_a_sentence(cast, enter):
    officer = enter(cast.officer.user)
    address, report = begun(officer)
    tomorrow = local(timezone.now() + timedelta(days=1))
    answer = officer.post(answered(officer, address), told(cast, happened_at=tomorrow))
    assert answer.status_code == 422 and "The event cannot be in the future." in answer.content.decode()


def test_a_report_without_all_answers_is_not_sent(cast, enter):
    officer = enter(cast.officer.user)
    _address, report = begun(officer)
    answer = officer.post(f"/doorstep/{report.pk}/send/", told(cast))
    report.refresh_from_db()
    assert (answer.status_code == 422) == (report.state == ReportState.DRAFT)


def test_where_somebody_may_know_the_parties_another_desk_or_person_is_needed(cast, enter):
    officer = enter(cast.officer.user)
    address, report = begun(officer)
    address = answered(officer, address)
    answer = officer.post(address, told(cast, known_at_desk="true"))
    assert answer.status_code == 422 and "choose another desk or a person" in answer.content.decode()
    office, colleague = other_desk(cast)
    assert officer.post(address, told(cast, known_at_desk="true", other_desk=office.pk)).status_code == 302
    assert colleague(DoorstepReport).exists() and not cast.worker(DoorstepReport).exists()


def test_a_named_person_receives_it_alone(cast, enter):
    officer = enter(cast.officer.user)
    address, report = begun(officer)
    address = answered(officer, address)
    nobody = officer.post(address, told(cast, to_email="nobody@balvi-sd.example"))
    assert nobody.status_code == 422 and "Nobody at this desk has this e-mail address." in nobody.content.decode()
    admin = officer.post(address, told(cast, to_email=cast.administrator.user.email))
    assert admin.status_code == 422
    assert officer.post(address, told(cast, to_email=cast.second_worker.user.email.upper())).status_code == 302
    assert cast.second_worker(DoorstepReport).exists()
    for reach in (cast.worker, cast.supervisor, cast.administrator):
        assert not reach(DoorstepReport).exists()
    assert enter(cast.worker.user).post(f"/inbox/{report.pk}/take-up/").status_code == 404
    assert enter(cast.second_worker.user).post(f"/inbox/{report.pk}/take-up/").status_code == 302


def test_of_two_who_take_up_the_second_is_told(cast, enter):
    report = a_report(cast.officer, cast)
    first, second = (reach(DoorstepReport).get() for reach in (cast.worker, cast.second_worker))
    take_up(cast.worker, first)
    with pytest.raises(Stale):
        take_up(cast.second_worker, second)
    answer = enter(cast.second_worker.user).post(f"/inbox/{report.pk}/take-up/", follow=True)
    assert "A colleague took this report up a moment ago." in answer.content.decode()
    assert [name for name in NAMES if name in answer.content.decode()] == []
    report.refresh_from_db()
    assert report.taken_by == cast.worker.user


def test_whoever_passed_it_on_no_longer_sees_it(cast, enter):
    report = a_report(cast.officer, cast)
    office, colleague = other_desk(cast)
    answer = enter(cast.worker.user).post(f"/inbox/{report.pk}/pass-on/", {"desk": office.pk})
    assert answer.status_code == 302
    for reach in (cast.worker, cast.supervisor):
        assert enter(reach.user).get(f"/doorstep/{report.pk}/").status_code == 404
    assert report.number in enter(colleague.user).get("/inbox/").content.decode()
    assert cast.officer(DoorstepReport).exists(), "the sender follows what became of it"
    with pytest.raises(Stale):
        take_up(cast.worker, report)
    take_up(colleague, colleague(DoorstepReport).get())
    report.refresh_from_db()
    with pytest.raises(NotAllowed):
        take_up(cast.worker, report)


def test_passing_on_twice_keeps_when_each_lost_sight(cast):
    report = a_report(cast.officer, cast)
    office, colleague = other_desk(cast)
    pass_on(cast.worker, report, desk=office)
    first = Grant.objects.filter(folder=report.folder, to_unit=cast.office).values_list("ends", flat=True)
    before = sorted(first)
    pass_on(colleague, colleague(DoorstepReport).get(), desk=cast.office)
    kept = Grant.objects.filter(folder=report.folder, to_unit=cast.office, ends__isnull=False)
    assert sorted(kept.values_list("ends", flat=True)) == before
    assert cast.worker(DoorstepReport).exists() and not colleague(DoorstepReport).exists()


def test_a_returned_report_shows_its_reason_to_the_sender(cast, enter):
    report = a_report(cast.officer, cast)
    enter(cast.worker.user).post(f"/inbox/{report.pk}/return/", {"reason": "Wrong municipality"})
    assert "Wrong municipality" in enter(cast.officer.user).get(f"/doorstep/{report.pk}/").content.decode()
    report.refresh_from_db()
    with pytest.raises(Stale):
        return_report(cast.second_worker, report, reason="again")


def test_a_sent_report_no_longer_changes(cast, enter):
    report = a_report(cast.officer, cast)
    officer = enter(cast.officer.user)
    for address in (f"/doorstep/{report.pk}/card/", f"/doorstep/{report.pk}/send/"):
        assert officer.post(address, told(cast, person_name="Changed")).status_code in (302, 403)
    report.refresh_from_db()
    assert report.person_name == "Marta Kalnatesta"
    with pytest.raises(Refused):
        send_report(cast.officer, report)


def test_registering_a_report_that_came_another_way(cast, enter):
    worker = enter(cast.worker.user)
    now = timezone.now()
    data = told(cast, channel="email", sender_kind="state_police", level="medium", sent_at=local(now))
    answer = worker.post("/inbox/register/", data)
    assert answer.status_code == 302, answer.content.decode()
    report = cast.worker(DoorstepReport).get()
    assert (report.channel, report.state, report.desk) == ("email", ReportState.SENT, cast.office)
    assert "Marta Kalnatesta" in worker.get(answer.url).content.decode(), "the registrar read it already"
    assert "Marta Kalnatesta" not in enter(cast.second_worker.user).get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("happened", "came", "sentence"),
    [
        (-1, +1, "A report cannot come from the future."),
        (-1, -3, "A report cannot come before the event."),
        (+2, -1, "The event cannot be in the future."),
    ],
)
def test_registering_refuses_impossible_moments(cast, enter, happened, came, sentence):
    now = timezone.now()
    moments = {
        "happened_at": local(now + timedelta(hours=happened)),
        "sent_at": local(now + timedelta(hours=came)),
    }
    data = told(cast, channel="phone", sender_kind="state_police", **moments)
    answer = enter(cast.worker.user).post("/inbox/register/", data)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_numbers_follow_each_other_beyond_ten_thousand(cast):
    first = a_report(cast.officer, cast)
    year = timezone.localdate().year
    assert first.number == f"{year}-0001"
    unscoped(DoorstepReport, reason="tests").filter(pk=first.pk).update(number=f"{year}-9999")
    assert a_report(cast.officer, cast).number == f"{year}-10000"
    assert a_report(cast.officer, cast).number == f"{year}-10001"


@pytest.mark.parametrize(
    ("happened", "sent", "met"),
    [
        # Friday evening: the next working day is Monday, to its end
        (datetime(2024, 9, 6, 22, 0), datetime(2024, 9, 9, 23, 59), True),
        (datetime(2024, 9, 6, 22, 0), datetime(2024, 9, 10, 0, 0), False),
        # before a holiday in the middle of the week (18 November 2024 is a Monday)
        (datetime(2024, 11, 15, 12, 0), datetime(2024, 11, 19, 12, 0), True),
    ],
)
def test_the_legal_clock_ends_with_the_next_working_day(cast, happened, sent, met):
    report = DoorstepReport(happened_at=happened.replace(tzinfo=RIGA), sent_at=sent.replace(tzinfo=RIGA))
    assert clocks_of(report).sent_in_time is met


def test_the_services_own_clock_is_another_one(cast):
    report = a_report(cast.officer, cast)
    assert clocks_of(report).own_deadline == report.sent_at + timedelta(hours=24)


def test_the_first_contact_is_not_before_the_report_and_not_in_the_future(cast, enter):
    report = a_report(cast.officer, cast)
    take_up(cast.worker, report)
    worker, address = enter(cast.worker.user), f"/inbox/{report.pk}/contact/"
    early = worker.post(address, {"at": local(report.sent_at - timedelta(hours=1))})
    assert early.status_code == 422 and "cannot be before the report came" in early.content.decode()
    late = worker.post(address, {"at": local(timezone.now() + timedelta(hours=1))})
    assert late.status_code == 422 and "cannot be in the future" in late.content.decode()
    record_contact(cast.worker, report, at=timezone.now(), seen_version=report.version)
    assert worker.get(f"/doorstep/{report.pk}/").status_code == 200
    with pytest.raises(NotAllowed):
        record_contact(cast.second_worker, report, at=timezone.now(), seen_version=report.version)


def test_the_first_contact_may_be_in_the_minute_of_the_report(cast, enter):
    report = a_report(cast.officer, cast)
    take_up(cast.worker, report)
    answer = enter(cast.worker.user).post(
        f"/inbox/{report.pk}/contact/", {"at": local(report.sent_at), "version": report.version}
    )
    assert answer.status_code == 302, "the page offers whole minutes"


def test_a_known_person_joins_the_open_case(cast, enter):
    case, person = a_case(cast.worker, "Marta", "Kalnatesta")
    report = a_report(cast.officer, cast)
    take_up(cast.worker, report)
    page = enter(cast.worker.user).get(f"/inbox/{report.pk}/join/").content
    assert case.code in page.decode()
    told = offered(page) | {"newly_known": "no", "person": f"{person.pk}:{case.pk}"}
    answer = enter(cast.worker.user).post(f"/inbox/{report.pk}/join/", told)
    assert answer.url == f"/cases/{case.pk}/"
    assert cast.worker(Case).count() == 1 and cast.worker(Party).filter(role="client").count() == 1
    assert unscoped(Questionnaire, reason="tests").get().newly_known is False


def test_joining_asks_whether_the_family_was_known(cast, enter):
    report = a_report(cast.officer, cast)
    take_up(cast.worker, report)
    assert enter(cast.worker.user).post(f"/inbox/{report.pk}/join/", {"sent": "1"}).status_code == 422
    assert not cast.worker(Case).exists()


def test_a_case_one_does_not_write_in_is_not_joined(cast, enter):
    case, person = a_case(cast.second_worker, "Marta", "Kalnatesta")
    report = a_report(cast.officer, cast)
    take_up(cast.worker, report)
    told = offered(enter(cast.worker.user).get(f"/inbox/{report.pk}/join/").content)
    answer = enter(cast.worker.user).post(f"/inbox/{report.pk}/join/", told | {"person": f"{person.pk}:{case.pk}"})
    assert answer.status_code == 422
    with pytest.raises(NotAllowed):
        open_case_from(cast.worker, report, newly_known=False, case=case)
    report.refresh_from_db()
    assert report.case is None


def test_a_report_is_counted_once_and_for_the_project_of_sender_and_desk(cast):
    report = a_report(cast.officer, cast)
    assert QuestionnaireAttribution.objects.get().project == cast.project
    take_up(cast.worker, report)
    open_case_from(cast.worker, report, newly_known=True)
    act = unscoped(Questionnaire, reason="tests").get()
    assert act.instrument == "doorstep" and act.filled_on == report.happened_on


def test_whose_desk_it_is_depends_on_the_day(cast):
    office, _colleague = other_desk(cast)
    Desk.objects.update(ends=date(2024, 1, 1))
    Desk.objects.create(organisation=office, territory=cast.county, starts=date(2024, 1, 1))
    assert desk_for(cast.county, date(2023, 12, 31)) == cast.office
    assert desk_for(cast.county, date(2024, 1, 1)) == office


def test_the_officer_no_longer_writes_after_sending(cast):
    report = a_draft(cast.officer, cast)
    assert cast.officer.zones(report.pk).risk == 2
    send_report(cast.officer, report)
    assert cast.officer.zones(report.pk).risk == 1
    assert Grant.objects.filter(folder=report.folder, kind=GrantKind.SUBMITTED).count() == 1


def test_names_of_a_report_make_no_person_before_a_case(cast):
    a_report(cast.officer, cast)
    assert not unscoped(Person, reason="tests").exists()
    assert not cast.worker(Answers).exists()


def test_a_register_entry_needs_the_desk(cast):
    with pytest.raises(NotAllowed):
        register_report(cast.officer, sent_at=timezone.now(), happened_at=timezone.now())


def test_a_report_counts_for_the_project_of_its_desk_though_the_sender_is_no_partner(cast):
    ProjectPartner.objects.filter(project=cast.project).delete()
    act = unscoped(Questionnaire, reason="tests").get(report=a_report(cast.officer, cast))
    assert [paid.project for paid in QuestionnaireAttribution.objects.filter(act=act)] == [cast.project]
