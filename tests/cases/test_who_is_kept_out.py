"""What somebody could once see or do that was not theirs."""

import pytest
from django.utils import timezone
from tests.cast import a_case, a_draft, a_report

from tilts.access.models import Membership, Role
from tilts.access.reach import NotAllowed, Reach, Refused, unscoped
from tilts.cases.actions import add_party, close_case, set_level, write_note
from tilts.cases.models import Case, Party
from tilts.people.actions import find_similar, keep_contact, record_person
from tilts.risk.actions import open_case_from, return_report, send_report, take_up
from tilts.risk.models import DoorstepReport, Questionnaire, ReportState
from tilts.services.actions import write_session

pytestmark = pytest.mark.django_db


def test_everybody_has_a_day_that_opens(cast, enter):
    a_case(cast.worker)
    a_report(cast.officer, cast)
    a_draft(cast.officer, cast)
    for reach in cast.everybody():
        assert enter(reach.user).get("/").status_code == 200, reach.role


def test_the_phone_of_the_alleged_perpetrator_is_in_no_banner(cast, enter):
    case, client = a_case(cast.worker)
    other = record_person(cast.worker, case.folder, given_name="Cits", family_name="Neviens")
    add_party(cast.worker, case, person=other, role="alleged")
    keep_contact(case.folder, client, channel="phone", value="20000001", safe=True)
    keep_contact(case.folder, other, channel="phone", value="29999999", safe=True)
    page = enter(cast.worker.user).get(f"/cases/{case.pk}/").content.decode()
    assert "20000001" in page
    assert "29999999" not in page


def test_a_grant_ends_with_the_job(cast):
    case, _person = a_case(cast.worker)
    Membership.objects.filter(user=cast.worker.user).update(ends=timezone.now())
    elsewhere = Membership.objects.create(
        user=cast.worker.user, organisation=cast.stranger_office, role=Role.CASE_WORKER
    )
    abroad = Reach(user=cast.worker.user, membership=elsewhere)
    assert not abroad(Case).filter(pk=case.pk).exists()
    assert abroad.zones(case.folder_id).name == 0


def test_a_report_to_a_named_person_stays_with_them(cast):
    report = a_report(cast.officer, cast, to_user=cast.worker.user, known_at_desk=True)
    take_up(cast.worker, report)
    assert not cast.supervisor(DoorstepReport).filter(pk=report.pk).exists()
    case = open_case_from(cast.worker, report, newly_known=True)
    assert cast.worker(Case).filter(pk=case.pk).exists()
    for colleague in (cast.supervisor, cast.second_worker):
        assert not colleague(Case).filter(pk=case.pk).exists()


def test_a_colleague_learns_code_and_stage_and_nothing_of_the_danger(cast, enter):
    case, _person = a_case(cast.worker, territory=cast.county)
    set_level(cast.worker, case, level="high")
    colleague = enter(cast.second_worker.user)
    for address in ("/cases/", f"/cases/{case.pk}/"):
        page = colleague.get(address).content.decode()
        assert case.code in page
        assert "high risk" not in page and "violence" not in page and cast.county.name_en not in page
    assert colleague.get(f"/cases/{case.pk}/access/").status_code == 403
    assert colleague.get(f"/cases/{case.pk}/notes/add/").status_code == 403


def test_a_closed_case_takes_nothing_more(cast):
    case, person = a_case(cast.worker)
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=case.version)
    facts = {"day": timezone.localdate(), "minutes": 45, "specialism": "other", "mode": "phone"}
    with pytest.raises(NotAllowed, match="slēgta"):
        write_note(cast.worker, case, text="Par vēlu")
    with pytest.raises(NotAllowed):
        write_session(cast.worker, case, people=[person], **facts)


def test_the_same_person_is_not_twice_in_one_role(cast):
    case, person = a_case(cast.worker)
    with pytest.raises(Refused, match="jau ir"):
        add_party(cast.worker, case, person=person)
    assert unscoped(Party, reason="tests").filter(case=case).count() == 1


@pytest.mark.parametrize("word", ["Ziedlape", "ziedlapē", "Austra", "Ziedlappe"])
def test_one_word_of_a_name_finds_the_person(cast, word):
    case, _person = a_case(cast.worker, given="Austra", family="Ziedlape")
    found = [like.person.family_name for like in find_similar(cast.worker, name=word)]
    assert found == ["Ziedlape"]
    assert not find_similar(cast.stranger, name=word)


def test_a_returned_report_is_mended_and_sent_again_and_counted_once(cast, enter):
    report = a_report(cast.officer, cast)
    number = report.number
    return_report(cast.worker, report, reason="Trūkst adreses")
    assert not cast.worker(DoorstepReport).filter(pk=report.pk).exists()
    assert enter(cast.officer.user).get(f"/doorstep/{report.pk}/send/").status_code == 200
    send_report(cast.officer, report)
    assert (report.state, report.number) == (ReportState.SENT, number)
    assert cast.worker(DoorstepReport).filter(pk=report.pk).exists()
    assert unscoped(Questionnaire, reason="tests").filter(report=report).count() == 1


@pytest.mark.parametrize("day", ["01.01.1023", "2999-01-01"])
def test_a_year_that_cannot_be_is_named_at_the_field(cast, enter, day):
    answer = enter(cast.worker.user).post(
        "/cases/new/", {"given_name": "Anna", "birth_date": day, "kind": "violence", "role": "client"}
    )
    assert answer.status_code == 422
    assert "This year cannot be right." in answer.content.decode()


def test_a_returned_report_to_a_named_person_does_not_open_to_their_desk(cast, enter):
    report = a_report(cast.officer, cast, to_user=cast.worker.user, known_at_desk=True)
    return_report(cast.worker, report, reason="Trūkst adreses")
    form = enter(cast.officer.user).get(f"/doorstep/{report.pk}/send/").content.decode()
    assert f'value="{cast.worker.user.email}"' in form
    assert f'value="{report.desk_id}" selected' not in form
    moment = timezone.localtime(report.happened_at).strftime("%Y-%m-%dT%H:%M")
    told = {"happened_at": moment, "territory": cast.county.pk, "known_at_desk": "true", "other_desk": report.desk_id}
    assert enter(cast.officer.user).post(f"/doorstep/{report.pk}/send/", told).status_code == 422
    assert not cast.supervisor(DoorstepReport).filter(pk=report.pk).exists()
