"""A table of institutions: who is let into which case, when, until when, and what each keeps in its own hands."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from tests.cast import a_case, hire
from tests.meetings.table import a_meeting, closed, coordinator_of, institutions, published, referred, running

from tilts.access.actions import Stale
from tilts.access.models import Grant, Organisation, OrganisationKind, Role, Wall
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.access.walls import lower_wall, raise_wall
from tilts.cases.actions import add_party, open_case, restrict
from tilts.cases.models import Case, Note, Party
from tilts.directory.models import Agreement, Partner
from tilts.meetings import actions
from tilts.meetings.models import AgendaItem, GuestPass, Invitation, Meeting, MeetingAction, Research, Seat, SharedItem
from tilts.meetings.repeats import flagged_until, is_repeat
from tilts.meetings.seats import kept_out
from tilts.people.actions import place_person, record_person
from tilts.people.models import ContactWay, Person
from tilts.post.models import Letter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def coordinator(cast):
    return coordinator_of(cast)


@pytest.fixture
def units(db):
    return institutions(3)


def today():
    return timezone.localdate()


def agreed(reach):
    """A cooperation agreement that meetings of institutions rest on, signed long before."""
    return Agreement.objects.create(
        organisation=reach.organisation,
        partner=Partner.objects.create(organisation=reach.organisation, name="Pilsētas policija", kind="police"),
        kind="agreement",
        signed_on=today() - timedelta(days=400),
        for_meetings=True,
    )


def test_the_agenda_opens_names_from_publication_on_and_never_an_address(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    there = units[0]
    assert there(Meeting).get() == meeting
    assert not there(AgendaItem).exists() and not there(Case).exists()
    published(coordinator, meeting)
    assert there(AgendaItem).get() == item and there(Party).exists() and there(Person).exists()
    zones = there.zones(item.case_id)
    assert (zones.name, zones.admin) == (1, 1)
    assert (zones.risk, zones.address, zones.contact, zones.services, zones.codes, zones.privileged) == (0,) * 6
    assert not there(ContactWay).exists() and not there(Note).exists()


def test_only_those_who_sit_at_tables_for_an_institution_are_let_in(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    referred(cast.worker, meeting)
    published(coordinator, meeting)
    other = hire(units[0].organisation, "Cits Cits", Role.CASE_WORKER)
    assert other(Meeting).exists() and not other(AgendaItem).exists() and not other(Case).exists()
    assert not cast.stranger(Meeting).exists()


def test_fourteen_days_after_the_meeting_its_cases_are_shut_and_its_actions_stay(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    published(coordinator, meeting)
    act = actions.set_action(
        units[0], meeting, item=item, owner=units[0].organisation, what="Zvanīt", due_on=meeting.day
    )
    seats = Grant.objects.filter(because__in=Seat.objects.filter(item=item).values("pk"))
    last = meeting.day + timedelta(days=14)
    assert {timezone.localdate(grant.ends - timedelta(seconds=1)) for grant in seats} == {last}
    seats.update(starts=timezone.now() - timedelta(days=30), ends=timezone.now() - timedelta(days=1))
    assert not units[0](AgendaItem).exists() and units[0](MeetingAction).get() == act
    assert not units[1](MeetingAction).exists()


def test_consent_alone_is_no_basis_and_a_judgement_needs_its_reason(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    case, _person = a_case(cast.worker)
    for facts, sentence in (
        ({"basis": "consent"}, "Consent alone"),
        ({"basis": "law", "basis_words": ""}, "Name the law"),
        ({"criteria": []}, "Say why"),
        ({"criteria": ["professional_judgement"], "why": ""}, "reason in words"),
    ):
        with translation.override("en"), pytest.raises(Refused, match=sentence):
            referred(cast.worker, meeting, case, **facts)
    assert not coordinator(AgendaItem).exists() and not coordinator.zones(case.pk).name, "nothing half done"
    with translation.override("en"), pytest.raises(Refused, match="No signed agreement on meetings"):
        referred(cast.worker, meeting, case, basis="agreement", basis_words="")
    agreement = agreed(cast.worker)
    item = referred(cast.worker, meeting, case, basis="agreement", basis_words="")
    assert item.number == 1 and item.agreement == agreement
    with pytest.raises(Refused):
        referred(cast.worker, meeting, case)


def test_a_case_restricted_to_named_people_is_not_put_before_institutions(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    case, _person = a_case(cast.worker)
    restrict(cast.worker, case, reason="lieciniece")
    with pytest.raises(Refused):
        referred(cast.worker, meeting, case)
    other = referred(cast.worker, meeting)
    restrict(cast.worker, other.case, reason="lieciniece")
    published(coordinator, meeting)
    assert not units[0](AgendaItem).exists()


def test_a_walled_institution_does_not_get_that_case_and_only_the_coordinator_is_told(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    walled, other = referred(cast.worker, meeting), referred(cast.worker, meeting)
    raise_wall(cast.supervisor, walled.case.folder, reason="radi", unit=units[0].organisation)
    published(coordinator, meeting)
    assert set(units[0](AgendaItem)) == {other} and set(units[1](AgendaItem)) == {walled, other}
    assert [(item, one.unit) for item, one in kept_out(meeting)] == [(walled, units[0].organisation)]
    raise_wall(cast.supervisor, other.case.folder, reason="radi", user=units[1].user)
    assert set(units[1](AgendaItem)) == {walled}


def test_somebody_walled_is_refused_in_a_sentence_where_the_meeting_is_about_that_case(cast, coordinator, units):
    case, _person = a_case(cast.worker)
    raise_wall(cast.supervisor, case.folder, reason="radi", unit=units[0].organisation)
    meeting = a_meeting(cast.worker, kind="team", case=case)
    with pytest.raises(Refused, match="."):
        actions.invite(cast.worker, meeting, unit=units[0].organisation, role=Role.PARTICIPANT)
    assert not cast.worker(Invitation).exists()


def test_a_late_invitation_opens_the_agenda_and_one_taken_back_shuts_it(cast, coordinator, units):
    meeting = a_meeting(coordinator, units[0])
    referred(cast.worker, meeting)
    published(coordinator, meeting)
    late = actions.invite(coordinator, meeting, unit=units[1].organisation, role=Role.PARTICIPANT)
    assert units[1](AgendaItem).exists()
    emergency = referred(cast.worker, meeting)
    assert set(units[1](AgendaItem)) == {emergency, AgendaItem._base_manager.exclude(pk=emergency.pk).get()}
    actions.uninvite(coordinator, meeting, invitation=late, seen_version=late.version)
    assert not units[1](AgendaItem).exists() and not units[1](Meeting).exists() and not units[1](Case).exists()
    with pytest.raises(Refused):
        actions.invite(coordinator, meeting, unit=units[0].organisation, role=Role.PARTICIPANT)


def test_moved_or_cancelled_what_a_meeting_opens_goes_with_it(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    published(coordinator, meeting)
    later = timezone.now() + timedelta(days=20)
    actions.change_meeting(coordinator, meeting, starts=later, seen_version=meeting.version)
    ends = set(
        Grant.objects.filter(because__in=Seat.objects.filter(item=item).values("pk")).values_list("ends", flat=True)
    )
    assert {timezone.localdate(end - timedelta(seconds=1)) for end in ends} == {meeting.day + timedelta(days=14)}
    actions.cancel_meeting(coordinator, meeting, why="pārcelts", seen_version=meeting.version)
    assert not units[0](Meeting).exists() and not units[0](Case).exists() and not units[0](AgendaItem).exists()


def test_research_is_read_by_its_own_institution_alone_until_it_is_put_on_the_table(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    published(coordinator, meeting)
    mine, other = units[0], units[1]
    found = actions.write_research(mine, item, text="Trīs izsaukumi gadā", nature="fact", decision="share")
    held = actions.write_research(
        mine, item, text="Dzer", nature="opinion", decision="hold_back", reason="nav pārbaudīts"
    )
    assert set(mine(Research)) == {found, held}
    for who in (other, coordinator, cast.worker, cast.stranger):
        assert not who(Research).exists()
    with pytest.raises(Refused):
        actions.share_research(mine, found, seen_version=found.version)
    with pytest.raises(Refused):
        actions.write_research(mine, item, text="x", nature="fact", decision="hold_back")
    actions.change_meeting(coordinator, meeting, starts=timezone.now(), seen_version=meeting.version)
    actions.open_meeting(coordinator, meeting, seen_version=meeting.version)
    item.refresh_from_db()
    found = mine(Research).select_related("item__meeting").get(pk=found.pk)
    actions.share_research(mine, found, seen_version=found.version)
    assert [one.text for one in other(SharedItem)] == ["Trīs izsaukumi gadā"]
    assert not other(Research).exists()
    with pytest.raises(NotAllowed):
        actions.change_research(other, held, seen_version=held.version, text="x", decision="", reason="")
    actions.change_research(mine, held, seen_version=held.version, text="Bija reibumā", decision="", reason="")
    assert mine(Research).get(pk=held.pk).text == "Bija reibumā"
    with pytest.raises(Refused):
        found = mine(Research).select_related("item__meeting").get(pk=found.pk)
        actions.change_research(mine, found, seen_version=found.version, text="x", decision="", reason="")


def test_of_two_who_write_the_same_item_the_second_is_told(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    running(coordinator, meeting)
    first, second = (coordinator(AgendaItem).select_related("meeting").get() for _n in (0, 1))
    seen = second.version
    actions.conclude(coordinator, first, conclusion="Policija brauc", seen_version=first.version)
    with pytest.raises(Stale):
        actions.conclude(coordinator, second, conclusion="Bāriņtiesa", seen_version=seen)
    item.refresh_from_db()
    assert (item.conclusion, item.concluded_by) == ("Policija brauc", coordinator.user)


def test_the_clock_runs_for_one_case_at_a_time(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    one, two = referred(cast.worker, meeting), referred(cast.worker, meeting)
    with pytest.raises(Refused):
        actions.begin_item(coordinator, one)
    running(coordinator, meeting)
    one, two = coordinator(AgendaItem).select_related("meeting").order_by("number")
    actions.begin_item(coordinator, one)
    actions.begin_item(coordinator, two)
    one.refresh_from_db()
    assert one.ended_at and two.began_at and not two.ended_at
    with pytest.raises(NotAllowed):
        actions.begin_item(units[0], one)
    with pytest.raises(Refused):
        actions.close_meeting(coordinator, meeting, seen_version=meeting.version)
    closed(coordinator, meeting)
    two.refresh_from_db()
    assert two.ended_at and two.flag_until == flagged_until(two.referred_on)


@pytest.mark.parametrize(
    ("last", "incident", "repeat"),
    [
        (date(2018, 5, 10), date(2019, 5, 10), True),
        (date(2018, 5, 10), date(2019, 5, 11), False),
        (date(2018, 5, 10), date(2018, 5, 9), False),
        (date(2020, 2, 29), date(2021, 2, 28), True),
        (date(2020, 2, 29), date(2021, 3, 1), False),
        (None, date(2021, 3, 1), False),
        (date(2018, 5, 10), None, False),
    ],
)
def test_a_repeat_lies_within_twelve_months_of_the_last_referral_both_ends_counted(last, incident, repeat):
    for rule in ("same_pair", "any_incident"):
        assert is_repeat(rule, last, incident, same_pair=True, crime=True) is repeat


@pytest.mark.parametrize(
    ("rule", "same_pair", "crime", "repeat"),
    [
        ("same_pair", True, True, True),
        ("same_pair", True, False, False),
        ("same_pair", False, True, False),
        ("any_incident", False, False, True),
    ],
)
def test_the_two_published_definitions_differ_in_what_the_incident_was(rule, same_pair, crime, repeat):
    facts = {"same_pair": same_pair, "crime": crime}
    assert is_repeat(rule, date(2018, 5, 10), date(2018, 9, 1), **facts) is repeat
    with pytest.raises(ValueError):
        is_repeat("ours", date(2018, 5, 10), date(2018, 9, 1), **facts)


def test_a_woman_who_comes_back_in_a_new_case_is_compared_with_her_last_referral(cast, coordinator, units):
    first, person = a_case(cast.worker)
    before = a_meeting(coordinator, *units, days=0)
    referred(cast.worker, before, first)
    running(coordinator, before)
    closed(coordinator, before)
    again = open_case(cast.worker, kind="violence")
    add_party(cast.worker, again, person=place_person(cast.worker, again.folder, person))
    assert referred(cast.worker, a_meeting(coordinator, *units, days=5), again).last_referred_on == today()
    other, _somebody = a_case(cast.worker, "Cita", "Citiņa")
    assert referred(cast.worker, a_meeting(coordinator, *units, days=6), other).last_referred_on is None


def test_the_child_of_an_earlier_case_makes_no_repeat(cast, coordinator, units):
    first, mother = a_case(cast.worker)
    before = a_meeting(coordinator, *units, days=0)
    referred(cast.worker, before, first)
    running(coordinator, before)
    closed(coordinator, before)
    again, _client = a_case(cast.worker, "Cita", "Citiņa")
    add_party(cast.worker, again, person=place_person(cast.worker, again.folder, mother), role="other")
    assert referred(cast.worker, a_meeting(coordinator, *units, days=5), again).last_referred_on is None


def test_a_case_that_comes_again_is_compared_with_its_last_referral(cast, coordinator, units):
    case, _person = a_case(cast.worker)
    before = a_meeting(coordinator, *units, days=0)
    referred(cast.worker, before, case)
    running(coordinator, before)
    closed(coordinator, before)
    again = a_meeting(coordinator, *units, days=5)
    item = referred(cast.worker, again, case, criteria=["repeat"])
    assert item.last_referred_on == today()
    item = actions.set_repeat(coordinator, item, rule="any_incident", incident_on=today(), seen_version=item.version)
    assert item.is_repeat is True and item.repeat_rule == "any_incident"


def test_each_institution_takes_actions_on_for_itself_and_is_reminded_of_what_is_overdue(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    running(coordinator, meeting)
    mine = {"item": item, "what": "Aizvest uz krīzes centru", "due_on": today()}
    act = actions.set_action(units[0], meeting, owner=units[0].organisation, user=units[0].user, **mine)
    with pytest.raises(Refused):
        actions.set_action(units[0], meeting, owner=units[1].organisation, **mine)
    with pytest.raises(Refused):
        actions.set_action(units[0], meeting, owner=units[0].organisation, **mine | {"due_on": date(2001, 1, 1)})
    other = actions.set_action(coordinator, meeting, owner=units[1].organisation, **mine)
    actions.finish_action(units[1], other, done_on=today(), note="Aizvesta", seen_version=other.version)
    MeetingAction._base_manager.filter(pk=act.pk).update(
        set_on=today() - timedelta(days=9), due_on=today() - timedelta(days=1)
    )
    job = Reach(purpose="job")
    assert actions.chase_overdue(job) == 1 and actions.chase_overdue(job) == 0
    assert [one.to for one in Letter.objects.filter(kind="meeting.action_overdue")] == [units[0].user]


def test_what_was_written_down_wrongly_is_mended_until_the_meeting_is_over(cast, coordinator, units, enter, in_english):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    running(coordinator, meeting)
    one, other, _third = units
    own = {"item": item, "owner": one.organisation, "due_on": today()}
    act = actions.set_action(one, meeting, what="Piezvanīs", **own)
    twice = actions.set_action(one, meeting, what="Piezvanīs", **own)
    with pytest.raises(NotAllowed):
        actions.change_action(other, act, what="x", due_on=today(), seen_version=1)
    with pytest.raises(Refused, match="says for itself"):
        actions.change_action(coordinator, act, what="x", due_on=today(), user=coordinator.user, seen_version=1)
    with pytest.raises(Refused, match="before the meeting"):
        actions.change_action(one, act, what="x", due_on=today() - timedelta(days=1), seen_version=1)
    browser, start = enter(one.user), f"/meetings/{meeting.pk}/actions"
    week = today() + timedelta(days=7)
    told = {"what": "Piezvanīs mātei", "due_on": week.isoformat(), "user": one.user.pk, "version": 1}
    assert browser.post(f"{start}/{act.pk}/change/", told).status_code == 302
    answer = browser.post(f"{start}/{act.pk}/change/", told | {"what": "Otrs teksts"})
    assert answer.status_code == 422 and "Otrs teksts" in answer.content.decode(), "who comes second is told"
    assert browser.post(f"{start}/{twice.pk}/withdraw/", {"why": "", "version": 1}).status_code == 422
    assert browser.post(f"{start}/{twice.pk}/withdraw/", {"why": "divreiz", "version": 1}).status_code == 302
    [left] = one(MeetingAction).filter(meeting=meeting)
    assert (left.what, left.due_on, left.user) == ("Piezvanīs mātei", week, one.user)
    actions.change_action(coordinator, left, what="Piezvanīs tēvam", due_on=week, seen_version=left.version)
    left.refresh_from_db()
    assert (left.what, left.user) == ("Piezvanīs tēvam", one.user), "whom they named stays"
    closed(coordinator, meeting)
    for reach in (one, coordinator):
        with pytest.raises(NotAllowed):
            actions.change_action(reach, reach(MeetingAction).get(), what="x", due_on=week, seen_version=left.version)


def test_what_was_put_on_the_table_by_mistake_is_taken_off(cast, coordinator, units, enter, in_english):
    meeting = a_meeting(coordinator, *units)
    referred(cast.worker, meeting)
    running(coordinator, meeting)
    one, other, _third = units
    item = one(AgendaItem).select_related("meeting").get()
    wrong = actions.share_item(one, item, text="Par citu cilvēku", nature="fact")
    with pytest.raises(NotAllowed):
        actions.withdraw_shared(other, wrong, why="x", seen_version=1)
    start = f"/meetings/{meeting.pk}/items/{item.pk}/"
    assert "Par citu" in enter(other.user).get(start).content.decode()
    assert "Take it off the table" not in enter(other.user).get(start).content.decode()
    assert "Take it off the table" in enter(coordinator.user).get(start).content.decode()
    told = {"why": "cita lieta", "version": 1}
    assert enter(one.user).post(f"{start}shared/{wrong.pk}/withdraw/", told).status_code == 302
    assert "Par citu" not in enter(other.user).get(start).content.decode()
    assert "Par citu" not in enter(coordinator.user).get(f"/meetings/{meeting.pk}/minutes/").content.decode()


def test_who_coordinates_sees_on_my_day_what_others_are_late_with(cast, coordinator, units, enter, in_english):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    running(coordinator, meeting)
    act = actions.set_action(
        units[0], meeting, item=item, owner=units[0].organisation, what="Piezvanīs", due_on=today()
    )
    assert "Piezvanīs" not in enter(coordinator.user).get("/").content.decode(), "today is not late"
    MeetingAction._base_manager.filter(pk=act.pk).update(set_on=today() - 2 * DAY, due_on=today() - DAY)
    page = enter(coordinator.user).get("/").content.decode()
    assert "Piezvanīs" in page and units[0].organisation.name in page and "overdue" in page
    assert "Piezvanīs" not in enter(units[1].user).get("/").content.decode()


def test_a_colleague_takes_the_meeting_over_with_its_cases_and_who_drove_it_sees_them_no_more(
    cast, coordinator, units, enter, in_english
):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    other = hire(cast.office, "Otra Koordinatore", Role.COORDINATOR)
    assert not other(AgendaItem).filter(pk=item.pk).exists() and coordinator(AgendaItem).filter(pk=item.pk).exists()
    address = f"/meetings/{meeting.pk}/hand-over/"
    with pytest.raises(NotAllowed):
        actions.hand_meeting_over(cast.worker, meeting, to=other.user, seen_version=meeting.version)
    with pytest.raises(NotAllowed):
        actions.hand_meeting_over(units[0], meeting, to=other.user, seen_version=meeting.version)
    for to, said in ((coordinator.user, "already"), (cast.worker.user, "may call such a meeting")):
        with pytest.raises(Refused, match=said):
            actions.hand_meeting_over(cast.supervisor, meeting, to=to, seen_version=meeting.version)
    raise_wall(cast.data_protection, item.case.folder, user=other.user, reason="ģimene")
    answer = enter(cast.supervisor.user).post(address, {"to": other.user.pk, "version": meeting.version})
    assert answer.status_code == 422 and "Choose somebody else" in answer.content.decode()
    lower_wall(cast.data_protection, Wall.objects.get(), reason="kļūda")
    answer = enter(cast.supervisor.user).post(address, {"to": other.user.pk, "version": meeting.version})
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert meeting.coordinator == other.user
    assert other(AgendaItem).filter(pk=item.pk).exists() and not coordinator(AgendaItem).filter(pk=item.pk).exists()
    assert [one.to for one in Letter.objects.filter(kind="meeting.handed_over")] == [other.user]
    with pytest.raises(NotAllowed):
        actions.publish(coordinator, meeting, seen_version=meeting.version)
    closed(other, running(other, meeting))


def test_who_works_on_the_familys_case_does_not_take_its_conference_over(cast, in_english):
    case, _person = a_case(cast.worker)
    leads = hire(cast.office, "Neatkarīga Vadītāja", Role.SPECIALIST)
    meeting = a_meeting(cast.worker, kind="family_group", case=case, coordinator=cast.second_worker.user)
    with pytest.raises(Refused, match="does not work on the case"):
        actions.hand_meeting_over(cast.second_worker, meeting, to=cast.worker.user, seen_version=meeting.version)
    actions.hand_meeting_over(cast.second_worker, meeting, to=leads.user, seen_version=meeting.version)
    meeting.refresh_from_db()
    actions.change_meeting(leads, meeting, starts=meeting.starts, place="Bibliotēka", seen_version=meeting.version)


def test_a_guest_sees_the_agenda_of_that_meeting_from_publication_and_nothing_else(cast, coordinator, units):
    meeting, elsewhere = a_meeting(coordinator, *units), a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    referred(cast.worker, elsewhere)
    given = actions.give_pass(coordinator, meeting, name="Tiesnese Tiesa", institution="Rajona tiesa", kind="court")
    assert actions.find_pass(given.token, given.code) is None, "before the agenda is published"
    published(coordinator, meeting)
    published(coordinator, elsewhere)
    guest = Reach(user=actions.find_pass(given.token, given.code.lower()).user)
    assert guest(Meeting).get() == meeting and guest(AgendaItem).get() == item
    assert set(guest(Case)) == {item.case} and guest.zones(item.case_id).address == 0
    for model in (GuestPass, Research, ContactWay, Note):
        assert not guest(model).exists()
    assert not guest.may("cases.read") and not guest.may("account.kept") and not guest.may("meeting.minutes_read")
    actions.end_pass(coordinator, coordinator(GuestPass).select_related("meeting").get())
    assert not guest(Meeting).exists() and not guest(AgendaItem).exists() and not guest(Case).exists()
    assert actions.find_pass(given.token, given.code) is None


def test_five_wrong_codes_end_a_pass(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    referred(cast.worker, meeting)
    given = actions.give_pass(coordinator, meeting, name="Ārsts Ārsts", institution="Prakse", kind="health")
    published(coordinator, meeting)
    for _try in range(5):
        assert actions.find_pass(given.token, "nepareizs") is None
    assert actions.find_pass(given.token, given.code) is None
    assert not Reach(user=given.passed.user)(AgendaItem).exists()


def test_of_link_and_code_only_hashes_are_kept(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    given = actions.give_pass(coordinator, meeting, name="Ārsts Ārsts", institution="Prakse", kind="health")
    row = GuestPass._base_manager.values().get()
    assert given.token not in str(row) and given.code not in str(row)
    assert not given.passed.user.has_usable_password()


@pytest.fixture
def probation():
    """A coordinator of the State Probation Service."""
    service = Organisation.objects.create(code="vpd", name="Probācijas dienests", kind=OrganisationKind.PROBATION)
    return hire(service, "Paula Probacija", Role.COORDINATOR)


def test_probation_calls_its_own_meeting_on_a_violent_offender_and_gets_what_is_on_the_agenda(cast, probation, units):
    meeting = a_meeting(probation, *units, kind="probation")
    his = open_case(cast.worker, kind="violence")
    offender = record_person(cast.worker, his.folder, given_name="Juris", family_name="Izdomu-Testa")
    add_party(cast.worker, his, person=offender, role="alleged")
    item = referred(cast.worker, meeting, his)
    running(probation, meeting)
    actions.write_research(units[0], item, text="Divi izsaukumi.", nature="fact")
    actions.begin_item(probation, item)
    closed(probation, meeting)
    item.refresh_from_db()
    assert item.flag_until is None, "the flag of twelve months belongs to the conference on high-risk cases"
    assert units[0](Person).filter(pk=offender.pk).exists()


def test_nobody_but_probation_calls_its_meeting(cast, coordinator, probation, enter, in_english):
    with pytest.raises(Refused, match="State Probation Service"):
        a_meeting(coordinator, kind="probation")
    offered = [enter(one.user).get("/meetings/new/").content.decode() for one in (coordinator, probation)]
    assert ['value="probation"' in page for page in offered] == [False, True]


def test_that_she_was_told_the_result_is_written_down_with_a_day_that_is_over(cast, coordinator, units):
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting)
    closed(coordinator, running(coordinator, meeting))
    item.refresh_from_db()
    with pytest.raises(Refused):
        actions.say_told(cast.worker, item, told_on=today() + timedelta(days=1), seen_version=item.version)
    actions.say_told(cast.worker, item, told_on=today(), seen_version=item.version)
    assert cast.worker(AgendaItem).get().told_on == today()
