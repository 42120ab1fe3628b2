"""Grants know why: what follows from a cause ends with it, nothing else does, and no grant is written without one."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import BY_LAW, a_case, hire
from tests.meetings.table import a_meeting, coordinator_of, institutions, published, referred

from tilts.access.actions import let_in
from tilts.access.actor import JOB, acting
from tilts.access.causes import CAUSES, because_of
from tilts.access.grants import end_what_follows
from tilts.access.models import ZONES, Folder, Grant, GrantKind, Role
from tilts.access.models.folders import OF_ONES_WORK
from tilts.cases.actions import join_team, leave_team
from tilts.cases.models import Case
from tilts.directory.actions import end_agreement, end_partner, keep_partner, record_agreement
from tilts.directory.models import Agreement
from tilts.meetings.actions import cancel_meeting, change_meeting, give_pass, hand_meeting_over, invite, uninvite
from tilts.meetings.models import AgendaItem, Invitation, Meeting, Seat
from tilts.people.actions import record_consent, withdraw_consent
from tilts.people.models import Consent, LegalBasis
from tilts.sharing.actions import refer, share
from tilts.sharing.models import OPEN, Referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)
WHY = "She is in danger tonight and cannot be asked."


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


NUMBER = st.integers(0, 999)
DAYS = st.sampled_from([None, 2, 5, 9])
"""Now, or in so many days."""
GROUNDS = st.lists(st.sampled_from([Consent, LegalBasis, Agreement]), min_size=1, max_size=4)
REFERRALS = st.lists(st.tuples(NUMBER, st.sampled_from([*OPEN, "done"])), max_size=4)
ITEMS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 2), st.booleans(), NUMBER), max_size=4, unique_by=lambda i: i[:2]
)
INVITATIONS = st.lists(st.integers(0, 1), max_size=3)
SEATS = st.lists(st.tuples(NUMBER, st.one_of(st.none(), NUMBER)), max_size=5)
GRANTS = st.lists(st.tuples(NUMBER, st.sampled_from([None, -1, 3, 7])), min_size=1, max_size=12)
ENDS = st.lists(st.tuples(NUMBER, DAYS), min_size=1, max_size=4)


GROUND_KEYS: dict[type[Model], str] = {Consent: "consent", LegalBasis: "legal_basis", Agreement: "agreement"}
"""By which key what stands on one of these names it."""


@dataclass
class Web:
    """Records that let somebody in and grants that stand on them; `stands_on` is told by whoever made them."""

    cast: Any
    cases: list[tuple[Case, Any]]
    records: list[Any] = field(default_factory=list)
    stands_on: dict[Any, set[Any]] = field(default_factory=dict)
    grants: dict[Any, tuple[Any, datetime | None]] = field(default_factory=dict)

    def add(self, record: Any, *above: Any) -> Any:
        """One more record, and what it stands on."""
        record.save(force_insert=True)
        self.records.append(record)
        self.stands_on[record.pk] = {one.pk for one in above if one is not None}
        return record

    def above(self, record: Any) -> set[Any]:
        """Whatever a record follows from, itself among it."""
        found = {record}
        for one in self.stands_on[record]:
            found |= self.above(one)
        return found

    def ground(self, model: type[Model]) -> Any:
        """A consent, a law, an agreement."""
        case, person = self.cases[0]
        of: dict[str, Any] = {"organisation": self.cast.office}
        today = timezone.localdate()
        if model is Agreement:
            return self.add(Agreement(**of, with_organisation=self.cast.stranger_office, kind="law", signed_on=today))
        of |= {"folder": case.folder, "person": person, "day": today}
        if model is Consent:
            return self.add(Consent(**of, zones="name", way="spoken", with_whom="x"))
        return self.add(LegalBasis(**of, law="duty", reason="x"))

    def referral(self, ground: Any, state: str) -> Referral:
        """A referral to somebody outside that stands on this."""
        now, today = timezone.now(), timezone.localdate()
        facts = {"organisation": self.cast.office, "case": self.cases[0][0], "partner": self.partner, "asked": "x"}
        when = {"answer_by": today, "until": today + 30 * DAY, "sent_at": now, "sent_on": today}
        made = Referral(state=state, urgency="soon", **facts, **when, **{GROUND_KEYS[type(ground)]: ground})
        return self.add(made, ground)

    def meeting(self) -> Meeting:
        """A meeting."""
        folder = Folder.objects.create(organisation=self.cast.office, kind="meeting")
        facts: dict[str, Any] = {"organisation": self.cast.office, "coordinator": self.cast.supervisor.user}
        now = timezone.now()
        return self.add(Meeting(id=folder.pk, folder=folder, kind="marac", title="x", starts=now, day=now, **facts))

    def item(self, meeting: Meeting, case: Case, agreement: Agreement | None) -> AgendaItem:
        """A case on its agenda."""
        today = timezone.localdate()
        facts: dict[str, Any] = {"organisation": self.cast.office, "referred_by_unit": self.cast.office}
        made = AgendaItem(
            meeting=meeting, case=case, agreement=agreement, number=1, day=today, referred_on=today, **facts
        )
        return self.add(made, meeting, agreement)

    def invitation(self, meeting: Meeting, ground: Any) -> Invitation:
        """Somebody at the table, who may be from outside and there on a ground of their own."""
        on = {GROUND_KEYS[type(ground)]: ground} if ground else {}
        made = Invitation(organisation=self.cast.office, meeting=meeting, name="x", kind="court", **on)
        return self.add(made, meeting, ground)

    def let_in(self, because: Any, ends: datetime | None) -> None:
        """A grant that stands on a record."""
        starts = timezone.now() - 3 * DAY
        told = {"kind": GrantKind.SHARED, "basis": "x", "zone_name": 1, "starts": starts, "ends": ends}
        to = {"folder": self.cases[0][0].folder, "to_unit": self.cast.stranger_office}
        grant = Grant.objects.create(**told, **to, **because_of(because))
        self.grants[grant.pk] = (because.pk, ends)


def woven(cast: Any, cases: Any, partner: Any, drawn: dict[str, Any]) -> Web:
    """A web as it was drawn."""
    web = Web(cast, cases)
    web.partner = partner
    grounds = [web.ground(model) for model in drawn["grounds"]]
    agreements = [one for one in grounds if type(one) is Agreement]
    for number, state in drawn["referrals"]:
        web.referral(grounds[number % len(grounds)], state)
    meetings = [web.meeting(), web.meeting()]
    items = [
        web.item(meetings[m], cases[c][0], agreements[n % len(agreements)] if agreed and agreements else None)
        for m, c, agreed, n in drawn["items"]
    ]
    invitations = [web.invitation(meetings[m], grounds[-1] if m else None) for m in drawn["invitations"]]
    taken = set()
    for at, by in drawn["seats"]:
        if not items or (by is not None and not invitations):
            continue
        item = items[at % len(items)]
        invitation = None if by is None else invitations[by % len(invitations)]
        if invitation is None or (item, invitation) not in taken:
            taken.add((item, invitation))
            web.add(Seat(item=item, invitation=invitation), item, invitation)
    for number, days in drawn["grants"]:
        web.let_in(web.records[number % len(web.records)], None if days is None else timezone.now() + days * DAY)
    return web


@pytest.mark.long
def test_whatever_ends_exactly_what_follows_from_it_ends_at_that_moment(cast):
    cases = [a_case(cast.worker) for _number in range(3)]
    partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
    met = {"deep": 0, "later": 0, "kept": 0, "fallen": 0}

    @settings(max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        drawn=st.fixed_dictionaries(
            {
                "grounds": GROUNDS,
                "referrals": REFERRALS,
                "items": ITEMS,
                "invitations": INVITATIONS,
                "seats": SEATS,
                "grants": GRANTS,
            }
        ),
        ends=ENDS,
    )
    def holds(drawn: dict[str, Any], ends: list[tuple[int, int | None]]) -> None:
        with transaction.atomic(), acting(JOB):
            web = woven(cast, cases, partner, drawn)
            for number, days in ends:
                check_end(web, web.records[number % len(web.records)], days, met)
            transaction.set_rollback(True)

    holds()
    assert all(met.values()), met


def check_end(web: Web, cause: Any, days: int | None, met: dict[str, int]) -> None:
    """End one cause, twice, and compare every grant and referral with what was told of the web."""
    before = {one.pk: one for one in Grant.objects.filter(pk__in=web.grants)}
    states = {one.pk: (one.state, one.until) for one in Referral._base_manager.all()}
    now = timezone.now()
    moment = midnight(timezone.localdate(now) + days * DAY) if days else None
    for _again in range(2):
        end_what_follows(web.cast.worker, cause, on=moment)
        done = timezone.now()
        for pk, one in before.items():
            because, _first = web.grants[pk]
            follows = cause.pk in web.above(because)
            ends = Grant.objects.get(pk=pk).ends
            if not follows or (one.ends and one.ends <= (moment or now)):
                assert ends == one.ends
                met["kept"] += one.ends is None
            elif moment:
                assert ends == moment
                met["later"] += 1
            else:
                assert now <= ends <= done
                met["deep"] += because != cause.pk
        for referral in Referral._base_manager.all():
            state, until = states[referral.pk]
            falls = state in OPEN and referral.pk != cause.pk and cause.pk in web.above(referral.pk)
            assert referral.state == ("withdrawn" if falls and not moment else state)
            assert referral.until == (min(until, timezone.localdate(moment) - DAY) if falls and moment else until)
            met["fallen"] += falls


def test_every_key_of_a_cause_names_another_cause_and_none_stands_on_itself():
    below: dict[Any, set[Any]] = {
        model: {model._meta.get_field(key).related_model for key in keys} for model, keys in CAUSES.items()
    }
    assert {Consent, Agreement, Referral, Invitation, Seat} <= set(below)
    assert set().union(*below.values()) <= set(below)
    while below:
        ends = {model for model, above in below.items() if not above & set(below)}
        assert ends, f"in a circle: {below}"
        below = {model: above for model, above in below.items() if model not in ends}


def test_the_database_takes_no_grant_without_a_cause_but_for_the_work_of_ones_own_office(cast):
    case, _person = a_case(cast.worker)
    own, other = {"to_user": cast.second_worker.user, "at": cast.office}, {"to_unit": cast.stranger_office}
    guest = {"to_user": cast.stranger.user}
    for kind in GrantKind.values:
        for to in (own, other, guest):
            for why in (None, LegalBasis()):
                written = why is not None or (kind in OF_ONES_WORK and to is own)
                facts = {"folder": case.folder, "kind": kind, "basis": "x", **to, **because_of(why)}
                for write in (Grant.objects.create, lambda **facts: Grant.objects.bulk_create([Grant(**facts)])):
                    try:
                        with transaction.atomic():
                            write(**facts)
                        assert written, (kind, to)
                    except IntegrityError:
                        assert not written, (kind, to)


def test_what_is_no_cause_lets_nobody_in(cast):
    case, person = a_case(cast.worker)
    with pytest.raises(ValueError, match="declare it a cause"):
        let_in(cast.worker, case.folder, GrantKind.ASSIGNED, basis="x", because=person, to_user=cast.lawyer.user)


def open_to(actor: Any, case: Any) -> bool:
    """Whether anything of a case is open."""
    return any(getattr(actor.zones(case.folder_id), zone) for zone in ZONES)


def test_two_referrals_on_one_consent_end_with_it_and_each_for_itself(cast):
    case, person = a_case(cast.worker)
    told: dict[str, Any] = {"asked": "x", "zones": ["name"], "urgency": "soon", "until": timezone.localdate() + 9 * DAY}
    theirs = {"with_unit": cast.stranger_office, "zones": ["name"], "day": timezone.localdate(), "way": "spoken"}
    consent = record_consent(cast.worker, case.folder, person=person, **theirs)
    record_agreement(
        cast.supervisor,
        with_organisation=cast.stranger_office,
        kind="law",
        signed_on=timezone.localdate(),
        zones=["name"],
    )
    refer(cast.worker, case, to=cast.stranger_office, basis="consent", consent=consent, **told)
    shared = {"at": cast.stranger_office, "email": cast.stranger.user.email, "zones": ["name"]}
    share(cast.worker, case, basis="vital", reason=WHY, until=told["until"], **shared)
    withdraw_consent(cast.worker, consent, seen_version=consent.version)
    standing = Grant.objects.filter(elsewhere=True, ends__gt=timezone.now())
    assert [one.because_kind for one in standing] == ["people.legalbasis"], "what rests on the law stays"
    assert cast.stranger.zones(case.folder_id).name == 1


def test_who_leaves_the_team_loses_what_the_team_gave_and_nothing_else(cast):
    case, _person = a_case(cast.worker)
    let_in(cast.worker, case.folder, GrantKind.MEETING, **BY_LAW, to_user=cast.psychologist.user, at=cast.office)
    join_team(cast.worker, case, user=cast.psychologist.user, profession="psychologist")
    leave_team(cast.worker, case, user=cast.psychologist.user)
    zones = cast.psychologist.zones(case.folder_id)
    assert (zones.name, zones.services) == (1, 0)


# agreements and tables of institutions


def on_agreement(cast: Any, **facts: Any) -> tuple[Any, Any, Any, list[Any]]:
    """A meeting with two institutions, and one case on its agenda that stands on a signed agreement."""
    coordinator, units = coordinator_of(cast), institutions(2)
    agreement = record_agreement(
        cast.supervisor,
        with_organisation=cast.stranger_office,
        kind="agreement",
        signed_on=timezone.localdate() - 9 * DAY,
        zones=[],
        for_meetings=True,
    )
    meeting = a_meeting(coordinator, *units)
    item = referred(cast.worker, meeting, basis="agreement", basis_words="", **facts)
    published(coordinator, meeting)
    return agreement, meeting, item, units


def test_a_case_on_an_agenda_closes_with_the_agreement_it_stands_on_and_opens_to_nobody_after(cast):
    agreement, meeting, item, units = on_agreement(cast)
    by_law = referred(cast.worker, meeting)
    assert all(open_to(unit, one.case) for unit in units for one in (item, by_law))
    end_agreement(cast.supervisor, agreement, ends=timezone.localdate(), seen_version=agreement.version)
    meeting.refresh_from_db()
    for unit in units:
        assert not open_to(unit, item.case) and open_to(unit, by_law.case)
        assert unit.zones(meeting.folder_id).name == 1, "the table itself stands on the invitation"
    assert coordinator_of(cast).zones(item.case_id).name == 0
    invite(coordinator_of(cast), meeting, unit=cast.stranger_office, role=Role.CASE_WORKER)
    assert not open_to(cast.stranger, item.case) and open_to(cast.stranger, by_law.case)


def test_an_agreement_that_ends_on_a_day_to_come_closes_its_cases_on_that_day_also_if_the_meeting_moves(cast):
    agreement, meeting, item, units = on_agreement(cast)
    last = timezone.localdate() + 6 * DAY
    end_agreement(cast.supervisor, agreement, ends=last, seen_version=agreement.version)
    assert open_to(units[0], item.case)
    of_item = Grant.objects.filter(because__in=Seat.objects.filter(item=item).values("pk"))
    assert {one.ends for one in of_item} == {midnight(last)} and of_item.count() == 3
    meeting.refresh_from_db()
    later = timezone.now() + 20 * DAY
    change_meeting(coordinator_of(cast), meeting, starts=later, seen_version=meeting.version)
    assert {one.ends for one in of_item} == {midnight(last)}


def test_a_partner_that_ends_takes_along_what_stood_on_its_agreements(cast):
    case, _person = a_case(cast.worker)
    partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
    today = timezone.localdate()
    agreement = record_agreement(
        cast.supervisor, partner=partner, kind="agreement", signed_on=today - 9 * DAY, zones=["name"]
    )
    told: dict[str, Any] = {"asked": "x", "zones": ["name"], "urgency": "soon", "until": today + 9 * DAY}
    referral = refer(cast.worker, case, to=partner, basis="agreement", **told)
    end_agreement(cast.supervisor, agreement, ends=today + 4 * DAY, seen_version=agreement.version)
    referral.refresh_from_db()
    assert (referral.state, referral.until) == ("sent", today + 3 * DAY)
    end_agreement(cast.supervisor, agreement, ends=today, seen_version=agreement.version)
    referral.refresh_from_db()
    assert (referral.state, referral.reason) == ("withdrawn", "What it rested on has ended.")
    end_partner(cast.supervisor, partner, ends=today, seen_version=partner.version)
    referral.refresh_from_db()
    assert referral.state == "withdrawn"


def test_one_institution_uninvited_is_out_of_every_case_and_the_others_stay(cast):
    _agreement, meeting, item, units = on_agreement(cast)
    other = referred(cast.worker, meeting)
    invitation = Invitation._base_manager.get(meeting=meeting, unit=units[0].organisation)
    uninvite(coordinator_of(cast), meeting, invitation=invitation, seen_version=invitation.version)
    for one in (item, other):
        assert not open_to(units[0], one.case) and open_to(units[1], one.case)
    assert units[0].zones(meeting.folder_id).name == 0 and units[1].zones(meeting.folder_id).name == 1


def test_a_cancelled_meeting_shuts_to_whoever_called_it_and_whoever_referred_to_it(cast):
    coordinator, units = coordinator_of(cast), institutions(1)
    meeting = a_meeting(cast.supervisor, coordinator=coordinator.user)
    invite(coordinator, meeting, unit=units[0].organisation, role=units[0].role)
    referred(cast.worker, meeting)
    assert cast.supervisor.zones(meeting.folder_id).name == cast.worker.zones(meeting.folder_id).name == 1
    later = timezone.now() + 40 * DAY
    change_meeting(coordinator, meeting, starts=later, seen_version=meeting.version)
    ends = midnight(timezone.localdate(later) + 366 * DAY)
    of_meeting = Grant.objects.filter(because=meeting.pk)
    assert {one.ends for one in of_meeting} == {ends}
    assert len(of_meeting) == 3, "whoever called it, whoever referred, the host"
    cancel_meeting(coordinator, meeting, why="x", seen_version=meeting.version)
    assert cast.supervisor.zones(meeting.folder_id).name == cast.worker.zones(meeting.folder_id).name == 0


def test_a_guest_is_let_in_for_fourteen_days_also_after_the_meeting_moved(cast):
    coordinator, units = coordinator_of(cast), institutions(1)
    meeting = a_meeting(coordinator, *units)
    passed = give_pass(coordinator, meeting, name="Viesis", institution="Tiesa", kind="court").passed
    later = timezone.now() + 30 * DAY
    change_meeting(coordinator, meeting, starts=later, seen_version=meeting.version)
    ends = midnight(timezone.localdate(later) + 15 * DAY)
    assert {one.ends for one in Grant.objects.filter(to_user=passed.user)} == {ends}


def test_who_drives_the_meeting_next_sits_in_the_seat_of_who_drove_it(cast):
    _agreement, meeting, item, _units = on_agreement(cast)
    before = coordinator_of(cast)
    assert open_to(before, item.case)
    meeting.refresh_from_db()
    after = hire(cast.office, "Kristine Koordinatore", Role.COORDINATOR)
    hand_meeting_over(cast.supervisor, meeting, to=after.user, seen_version=meeting.version)
    assert before.zones(item.case_id).name == 0 and after.zones(item.case_id).name == 1
    with acting(JOB):
        assert Seat.objects.filter(item=item, invitation=None).count() == 2


def test_who_has_access_leads_from_a_grant_to_its_referral(cast, enter):
    case, _person = a_case(cast.worker)
    told: dict[str, Any] = {"asked": "x", "zones": ["name"], "urgency": "soon", "until": timezone.localdate() + 9 * DAY}
    referral = refer(cast.worker, case, to=cast.stranger_office, basis="vital", reason=WHY, **told)
    address = f"/referrals/{referral.pk}/"
    for actor in (cast.worker, cast.supervisor):
        browser = enter(actor.user)
        if actor is cast.supervisor:
            browser.post("/purpose/", {"purpose": "supervision"})
        page = browser.get(f"/cases/{case.pk}/access/")
        assert page.status_code == 200 and address in page.content.decode()
        assert browser.get(address).status_code == 200
