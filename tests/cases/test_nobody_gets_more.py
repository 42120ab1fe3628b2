"""By no way round does anybody get what a file keeps shut: a table, a case of one's own, another office, a request."""

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.at_the_door import put_to_work
from tests.cast import a_case, hire
from tests.meetings.table import a_meeting, coordinator_of, institutions, published, referred
from tests.rights.test_requests import ask, give_all, safe
from tests.rights.world import a_file

from tilts.access.actor import acting
from tilts.access.models import AuditEntry, Organisation, OrganisationKind, Profession, Role, Wall
from tilts.access.reach import NotAllowed, Reach, Refused, unscoped
from tilts.access.walls import raise_wall
from tilts.accounts.members import end_membership
from tilts.cases.actions import (
    add_party,
    close_case,
    decide_conflict,
    hand_over,
    join_team,
    name_supervisor,
    open_case,
    restrict,
    write_child_report,
    write_privileged,
)
from tilts.cases.models import Case, Conflict, Party
from tilts.meetings import actions as meetings
from tilts.people.actions import add_address, add_code, add_contact, record_basis, record_person
from tilts.people.models import Address, Person, PersonCode
from tilts.people.walls import wall_name, wall_person
from tilts.plan.actions import record_order
from tilts.rights.actions import releases, requests
from tilts.rights.gathering import as_office, subject_of
from tilts.rights.keeping import why_kept
from tilts.rights.models import RequestState
from tilts.sharing.actions import accept_referral, accept_transfer, offer_transfer, refer, withdraw_referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TOKEN = "Kanarijputnins"
NAME = f"{TOKEN} Ozolkalne-Testa"
DAY = timedelta(days=1)


def told(to, **facts):
    usual = {"asked": "x", "zones": ["services"], "basis": "vital", "reason": "Bērns ir briesmās, jārīkojas tūlīt."}
    until = timezone.localdate() + 30 * DAY
    return {"to": to, "urgency": "urgent", "until": until} | usual | facts


def sees(reach, model=Person):
    with transaction.atomic(), acting(reach):
        return reach(model).exists()


def the_party(case):
    return unscoped(Party, reason="tests").select_related("person").get(case=case)


def offered(cast, case):
    facts = {"summary": "Kopsavilkums", "basis": "consent", "parties": [the_party(case)]}
    return offer_transfer(cast.worker, case, to=cast.stranger_office, **facts)


# by a table


def test_who_was_referred_the_services_of_a_case_takes_no_names_by_calling_a_meeting_about_it(cast, enter):
    case, _person = a_case(cast.worker, given=TOKEN)
    referral = refer(cast.worker, case, **told(cast.stranger_office))
    accept_referral(cast.stranger, referral)
    there = reverse("meetings:meeting_about", args=[case.pk])
    starts = timezone.localtime() + DAY
    answer = enter(cast.stranger.user).post(there, {"kind": "team", "title": "T", "starts": starts.isoformat()[:16]})
    assert answer.status_code == 403 and not sees(cast.stranger)
    referral.refresh_from_db()
    withdraw_referral(cast.worker, referral, reason="Beigas.")
    assert not sees(cast.stranger)


def test_a_case_that_is_kept_to_named_people_is_shut_to_guests_and_single_colleagues_of_other_institutions(cast):
    coordinator, [police] = coordinator_of(cast), institutions(1)
    meeting = a_meeting(coordinator, police)
    case, _person = a_case(cast.worker, given=TOKEN)
    referred(cast.worker, meeting, case)
    meeting.refresh_from_db()
    passed = meetings.give_pass(coordinator, meeting, name="Tiesnese", institution="Tiesa", kind="court").passed
    published(coordinator, meeting)
    guest = Reach(user=passed.user)
    assert sees(guest) and sees(police)
    restrict(cast.worker, unscoped(Case, reason="tests").get(pk=case.pk), reason="Klientu pazīst.")
    assert not sees(guest) and not sees(police)


def test_who_declared_that_they_know_the_family_does_not_read_the_case_at_the_table_of_their_institution(cast):
    coordinator, [police] = coordinator_of(cast), institutions(1)
    chief = hire(police.organisation, "Vadone Iestāde", Role.SUPERVISOR)
    wall_name(chief, name=NAME, user=police.user)
    meeting = a_meeting(coordinator, police)
    case, _person = a_case(cast.worker, given=TOKEN)
    referred(cast.worker, meeting, case)
    published(coordinator, meeting)
    assert not sees(police)


def test_the_link_of_a_guest_does_not_stand_in_the_log_when_the_code_was_wrong(cast, caplog):
    coordinator, [police] = coordinator_of(cast), institutions(1)
    meeting = a_meeting(coordinator, police)
    given = meetings.give_pass(coordinator, meeting, name="Tiesnese", institution="Tiesa", kind="court")
    with caplog.at_level(logging.WARNING):
        answer = Client().post(reverse("meetings:guest_enter", args=[given.token]), {"code": "WRONG222"})
    assert answer.status_code == 422 and given.token not in caplog.text


# by a case of one's own


def test_a_specialist_does_not_open_the_address_of_a_client_by_a_case_of_their_own(cast, enter):
    case, person = a_case(cast.worker, given=TOKEN)
    add_address(cast.worker, case.folder, person=person, kind="shelter", text="Slepena iela 5")
    join_team(cast.worker, case, user=cast.second_worker.user, profession=Profession.SOCIAL_WORKER)
    form = {"kind": "violence", "given_name": TOKEN, "family_name": "Ozolkalne-Testa", "role": "client"}
    answer = enter(cast.second_worker.user).post("/cases/new/", form | {"person": str(person.pk)})
    page = answer.content.decode()
    assert answer.status_code == 422 and "only a part" in page and TOKEN in page
    assert not sees(cast.second_worker, Address)
    assert unscoped(Case, reason="tests").count() == 1, "nothing is half opened"


def test_a_supervisor_does_not_open_codes_by_a_case_of_their_own(cast):
    case, person = a_case(cast.worker)
    add_code(cast.worker, case.folder, person=person, kind="other", value="ZK-77/41")
    with pytest.raises(Refused, match="only a part"):
        add_party(cast.supervisor, open_case(cast.supervisor, kind="violence"), person=person)
    assert not sees(cast.supervisor, PersonCode)


def test_who_sees_all_of_a_person_takes_them_into_another_case(cast):
    _case, person = a_case(cast.worker)
    add_party(cast.worker, open_case(cast.worker, kind="family"), person=person)
    assert unscoped(Party, reason="tests").filter(person=person).count() == 2


def test_who_comes_back_to_work_finds_the_files_of_before_shut(cast):
    case, _person = a_case(cast.second_worker)
    hand_over(cast.second_worker, case, to=cast.worker.user, stays=True)
    end_membership(cast.administrator, cast.second_worker.membership)
    facts = {"email": cast.second_worker.user.email, "name": "x", "role": Role.CASE_WORKER}
    again = Reach(cast.second_worker.user, put_to_work(cast.administrator, cast.supervisor, **facts))
    assert not sees(again)


# by another office


def test_who_declared_that_they_know_the_family_takes_no_offered_case(cast):
    case, _person = a_case(cast.worker, given=TOKEN)
    wall_name(cast.stranger, name=NAME, user=cast.stranger.user)
    offer = offered(cast, case)
    with pytest.raises((Refused, NotAllowed)):
        accept_transfer(cast.stranger, offer, seen_version=1)
    assert not sees(cast.stranger)


@pytest.mark.parametrize("way", ["referral", "transfer"])
def test_a_wall_goes_along_to_the_office_where_the_walled_one_works(cast, way):
    case, person = a_case(cast.worker, given=TOKEN)
    kin = hire(cast.stranger_office, "Vira Masa", Role.SUPERVISOR)
    wall_person(cast.supervisor, person, reason="Vīra māsa.", user=kin.user)
    if way == "referral":
        accept_referral(cast.stranger, refer(cast.worker, case, **told(cast.stranger_office, zones=["name"])))
    else:
        accept_transfer(cast.stranger, offered(cast, case), seen_version=1)
    assert sees(cast.stranger) and not sees(kin)


def test_a_case_kept_to_named_people_stays_so_at_the_office_that_takes_it(cast):
    case, _person = a_case(cast.worker)
    restrict(cast.worker, case, reason="Lieciniece.")
    case.refresh_from_db()
    assert accept_transfer(cast.stranger, offered(cast, case), seen_version=1).folder.restricted


def test_a_referral_of_a_case_that_was_closed_meanwhile_opens_nothing(cast):
    case, _person = a_case(cast.worker)
    referral = refer(cast.worker, case, **told(cast.stranger_office, zones=["name"]))
    close_case(cast.worker, case, closed_on=timezone.localdate(), seen_version=case.version, despite="Aizbrauca.")
    with pytest.raises(Refused, match="closed this case"):
        accept_referral(cast.stranger, referral)
    assert not sees(cast.stranger)


def test_an_office_that_was_referred_a_case_does_not_learn_with_whom_else_it_is_shared_and_why(cast, enter):
    case, person = a_case(cast.worker, given=TOKEN)
    record_basis(cast.worker, case.folder, person=person, law="duty", reason="Slepens iemesls citai iestadei.")
    accept_referral(cast.stranger, refer(cast.worker, case, **told(cast.stranger_office, zones=["name", "services"])))
    other = Organisation.objects.create(code="narko", name="Atkarību centrs", kind=OrganisationKind.NGO)
    nurse = hire(other, "Nora Narkologe", Role.CASE_WORKER)
    accept_referral(nurse, refer(cast.worker, case, **told(other, zones=["name"])))
    browser = enter(cast.stranger.user)
    assert browser.get(f"/cases/{case.pk}/access/").status_code == 403
    for at in ("", f"people/{person.pk}/"):
        page = browser.get(f"/cases/{case.pk}/{at}").content.decode()
        assert TOKEN in page
        assert [words for words in ("Atkarību", "Narkologe", "Slepens iemesls") if words in page] == []


# two sides


def test_a_pair_of_files_once_told_apart_is_found_again_for_other_persons(cast):
    case, _person = a_case(cast.worker, given="Jānis", family="Izdomu-Testa")
    other = open_case(cast.second_worker, kind="violence")
    accused = record_person(cast.second_worker, other.folder, given_name="Jānis", family_name="Izdomu-Testa")
    add_party(cast.second_worker, other, person=accused, role="alleged")
    found = Conflict._base_manager.get()
    decide_conflict(cast.supervisor, found, state="others", why="Cits cilvēks.", seen_version=found.version)
    for reach, here, role in ((cast.worker, case, "client"), (cast.second_worker, other, "alleged")):
        one = record_person(reach, here.folder, given_name="Līga", family_name="Māsa-Testa")
        add_party(reach, here, person=one, role=role)
    found.refresh_from_db()
    assert found.state == "found" and Wall.objects.filter(because=found.pk, ends=None).count() == 2


def test_a_child_is_reported_also_where_who_leads_the_case_is_kept_out(cast):
    case, _person = a_case(cast.worker)
    join_team(cast.worker, case, user=cast.psychologist.user, profession=Profession.PSYCHOLOGIST)
    wall_name(cast.worker, name="Bernins Testins", user=cast.worker.user)
    facts = {"told_to": "police", "which": "Balvi", "child": "Bernins Testins", "known": "Sists."}
    report = write_child_report(cast.psychologist, case, **facts)
    with transaction.atomic(), acting(cast.worker):
        assert not cast.worker(type(report)).exists()


# by a request for data


def asked_by_parent(cast, file, name="Zvxqanna Kvzurboga"):
    return ask(cast, file.asked_child, asked_by="parent", asker_name=name)


def proposed(cast, request):
    safe(cast, request)
    give_all(cast.worker, request)
    return releases.propose(cast.worker, request)


@pytest.mark.parametrize("came", ["order", "wall", "accusation"])
def test_what_came_after_a_parent_had_asked_stops_the_release_too(cast, came):
    file = a_file(cast)
    father = record_person(cast.worker, file.case.folder, given_name="Tēvs", family_name="Tēviņš")
    add_party(cast.worker, file.case, person=father, role="other")
    request = asked_by_parent(cast, file, "Tēvs Tēviņš")
    assert request.state == RequestState.OPEN
    proposed(cast, request)
    if came == "order":
        record_order(cast.worker, file.case, kind="court", starts=timezone.now() - DAY)
    elif came == "wall":
        raise_wall(cast.supervisor, file.case.folder, reason="Radinieks.", user=cast.second_worker.user)
    else:
        add_party(cast.worker, file.case, person=father, role="alleged")
    with pytest.raises(Refused, match="Since it was asked for"):
        releases.confirm_release(cast.data_protection, request)


def test_a_confirmed_release_is_not_handed_over_once_an_order_came_and_can_be_sent_back(cast):
    file = a_file(cast)
    done = releases.confirm_release(cast.data_protection, proposed(cast, asked_by_parent(cast, file)))
    record_order(cast.worker, file.case, kind="court", starts=timezone.now() - DAY)
    with pytest.raises(Refused, match="Since it was asked for"):
        releases.hand_over(cast.data_protection, done, outcome="Atdots.")
    back = releases.take_back(cast.data_protection, done)
    assert (back.state, back.package, back.confirmed_by) == (RequestState.OPEN, {}, None)


def test_a_parent_gets_no_hidden_address_and_no_way_to_reach_the_child_with_the_copy(cast):
    file = a_file(cast)
    add_address(cast.worker, file.case.folder, person=file.child, kind="shelter", text="Slepena iela 5")
    way = {"channel": "phone", "value": "+371 29999999", "safe": False, "code_word": "vijole"}
    add_contact(cast.worker, file.case.folder, person=file.child, **way)
    done = releases.confirm_release(cast.data_protection, proposed(cast, asked_by_parent(cast, file)))
    package = str(done.package)
    assert [words for words in ("Slepena", "29999999", "vijole") if words in package] == []
    assert "held back" in package


@pytest.mark.parametrize("name", ["Brēkulis Jānis Ļaundaris", "Brēkulis Ļaundariss", "brekulis laundaris"])
def test_an_accused_parent_is_known_by_a_second_name_and_in_another_spelling(cast, name):
    assert asked_by_parent(cast, a_file(cast), name).state == RequestState.REFUSED


def test_what_may_only_be_kept_is_not_erased_meanwhile(cast):
    file = a_file(cast)
    requests.restrict_person(cast.data_protection, ask(cast, file.asked, kind="restriction"), on=True)
    person = unscoped(Person, reason="tests").get(pk=file.client.pk)
    with as_office(cast.data_protection):
        reasons = why_kept(subject_of(person), timezone.localdate())
    assert any("kept and not used" in why for why in reasons)


# and who saw it is on record


def test_who_reads_the_minutes_or_supervised_notes_stands_in_the_trace_of_each_case(cast, enter):
    coordinator, [police] = coordinator_of(cast), institutions(1)
    meeting = a_meeting(coordinator, police)
    case, _person = a_case(cast.worker, given=TOKEN)
    referred(cast.worker, meeting, case)
    published(coordinator, meeting)
    join_team(cast.worker, case, user=cast.psychologist.user, profession=Profession.PSYCHOLOGIST)
    name_supervisor(cast.psychologist, supervisor=cast.lawyer.user)
    write_privileged(cast.psychologist, case, text="Slepena doma")
    for who, at, sign, kind in (
        (police, f"/meetings/{meeting.pk}/minutes/", TOKEN, "meeting.minutes_read"),
        (cast.lawyer, reverse("cases:supervision"), "Slepena doma", "privileged.read"),
    ):
        assert sign in enter(who.user).get(at).content.decode()
        assert AuditEntry.objects.filter(record=case.pk, kind=kind, user=who.user.pk, outcome="done").count() == 1
