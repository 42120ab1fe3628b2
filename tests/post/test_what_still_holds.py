"""Every kind of letter is asked once more when it leaves: what no longer holds, or is theirs no longer, is not sent."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation
from tests.cast import a_case, a_draft, a_report, hire
from tests.meetings.table import a_meeting, coordinator_of, institutions, published, referred, running

from tilts.access.actor import JOB
from tilts.access.glass import break_glass, review_breaking
from tilts.access.grants import end_grants
from tilts.access.models import Breaking, Folder, Grant, Membership, Role, User, Wall
from tilts.accounts.members import end_membership
from tilts.accounts.staffing import accept, ask_hire, ask_link, decline, refuse, release, withdraw
from tilts.cases.actions import add_party, decide_conflict, hand_over, open_case
from tilts.cases.models import Conflict
from tilts.day.actions import hand_over_work
from tilts.day.tasks import KIND, MOST_TOLD, tell_what_is_due
from tilts.directory.actions import keep_partner, record_agreement
from tilts.meetings import actions as meetings
from tilts.meetings.models import Invitation, Meeting, MeetingAction
from tilts.people.actions import record_person
from tilts.people.walls import lower_name_wall, wall_name
from tilts.plan.actions import add_task, finish_task
from tilts.post.kinds import KINDS
from tilts.post.mail import post
from tilts.post.models import Letter, LetterState
from tilts.post.postman import send_waiting
from tilts.post.truth import TRUE_WHILE
from tilts.risk.actions import pass_on, send_report, take_up
from tilts.sharing.actions import (
    accept_referral,
    decline_referral,
    decline_transfer,
    finish_referral,
    give_link,
    offer_transfer,
    refer,
    share,
    withdraw_referral,
    withdraw_transfer,
)
from tilts.sharing.models import Referral
from tilts.sharing.tasks import tend_links
from tilts.trace.actions import close_alert
from tilts.trace.alerts import look_for_alerts
from tilts.trace.models import Alert

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "Bērns ir briesmās, jārīkojas tūlīt."


def today():
    return timezone.localdate()


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


@dataclass
class Scene:
    """A letter of some kind that waits for somebody, and all that may happen before it leaves."""

    to: User
    before: dict[str, Callable[[], Any]] = field(default_factory=dict)
    folder: Folder | None = None
    works: bool = True

    def ways(self):
        """What may happen: of its own kind, and whatever may happen to anybody."""
        ways = dict(self.before)
        ways["the account was closed"] = lambda: User.objects.filter(pk=self.to.pk).update(is_active=False)
        if self.works:
            theirs = Membership.objects.filter(user=self.to)
            ways["they left"] = lambda: theirs.update(ends=timezone.now())
        if self.folder:
            wall = {"folder": self.folder, "user": self.to, "reason": "radi"}
            ways["a wall was raised"] = lambda: Wall.objects.create(**wall)
        return ways


SCENES: dict[str, Callable[[Any], Scene]] = {}


def scene(kind):
    def declare(build):
        SCENES[kind] = build
        return build

    return declare


@scene("report.waiting")
def _report_waiting(cast):
    report = a_report(cast.officer, cast)
    other = {"desk": cast.office, "to_user": cast.supervisor.user}
    return Scene(
        cast.worker.user,
        {
            "a colleague took it up": lambda: take_up(cast.second_worker, fresh(report)),
            "it was passed on by name": lambda: pass_on(cast.second_worker, fresh(report), **other),
        },
        report.folder,
    )


@scene("report.named")
def _report_named(cast):
    report = send_report(cast.officer, a_draft(cast.officer, cast, known_at_desk=True, to_user=cast.worker.user))
    other = {"desk": cast.office, "to_user": cast.second_worker.user}
    return Scene(
        cast.worker.user, {"it was passed on": lambda: pass_on(cast.worker, fresh(report), **other)}, report.folder
    )


def broken(cast):
    operator = hire(cast.office, "Zane Zvana", Role.OPERATOR)
    case, _person = a_case(cast.worker)
    words = {"category": "life", "reason": "Viņa zvanīja un teica, ka baidās."}
    return break_glass(operator, organisation=cast.office, code=case.code, **words)


@scene("glass.broken")
def _glass_broken(cast):
    found = broken(cast)
    words = {"justified": True, "review": "Bija pamats."}
    return Scene(
        cast.data_protection.user,
        {"it was reviewed": lambda: review_breaking(cast.supervisor, fresh(found), **words)},
        found.folder,
    )


@scene("account.password")
def _account_password(cast):
    asked = ask_hire(cast.administrator, email="jauna@example.lv", name="Jana Jaunā", role=Role.CASE_WORKER)

    def chosen():
        asked.user.set_password("Ļoti-gara-parole-9")
        asked.user.save()

    ways = {"it was withdrawn": lambda: withdraw(cast.administrator, fresh(asked)), "a password was chosen": chosen}
    return Scene(asked.user, ways, works=False)


@scene("account.touched")
def _account_touched(cast):
    ask_link(cast.administrator, cast.worker.user)
    return Scene(cast.worker.user, works=False)


@scene("work.offered")
def _work_offered(cast):
    asked = ask_hire(cast.administrator, email=cast.stranger.user.email, name="Signe", role=Role.PROJECT_MANAGER)
    cast.stranger.user.proved_at = timezone.now()
    cast.stranger.user.save()
    ways = {
        "it was withdrawn": lambda: withdraw(cast.administrator, fresh(asked)),
        "it was accepted": lambda: accept(cast.stranger, fresh(asked)),
        "it was declined": lambda: decline(cast.stranger, fresh(asked)),
    }
    return Scene(cast.stranger.user, ways, works=False)


@scene("staff.waits")
def _staff_waits(cast):
    asked = ask_hire(cast.administrator, email="jauna@example.lv", name="Jana Jaunā", role=Role.CASE_WORKER)
    ways = {
        "somebody else released it": lambda: release(cast.supervisor, fresh(asked)),
        "somebody else refused it": lambda: refuse(cast.supervisor, fresh(asked)),
        "it was withdrawn": lambda: withdraw(cast.administrator, fresh(asked)),
    }
    return Scene(cast.data_protection.user, ways)


@scene("staff.told")
def _staff_told(cast):
    asked = ask_hire(cast.administrator, email="jauna@example.lv", name="Jana Jaunā", role=Role.PROJECT_MANAGER)
    return Scene(cast.data_protection.user, {"it was withdrawn": lambda: withdraw(cast.administrator, fresh(asked))})


@scene("alert.raised")
def _alert_raised(cast):
    late = timezone.now() - timedelta(hours=1)
    Breaking.objects.filter(pk=broken(cast).pk).update(review_due=late)
    look_for_alerts(late - DAY)

    def closed():
        for one in Alert.objects.all():
            close_alert(cast.data_protection, one, finding="Vadītāja bija slima, izskatīts šodien.")

    return Scene(cast.data_protection.user, {"the alert was closed": closed})


@scene("wall.waits")
def _wall_waits(cast):
    case, _person = a_case(cast.worker)
    wall = wall_name(cast.second_worker, name="Anna Ozolkalne-Testa", user=cast.worker.user)
    theirs = {"name": "Anna Ozolkalne-Testa", "user": cast.worker.user}
    ways = {
        "the wall was raised": lambda: wall_name(cast.data_protection, **theirs),
        "it was taken back": lambda: lower_name_wall(cast.supervisor, fresh(wall)),
        "another works on it": lambda: end_grants(Grant.objects.filter(to_user=cast.worker.user)),
    }
    return Scene(cast.supervisor.user, ways, case.folder)


def a_referral(cast):
    case, _person = a_case(cast.worker)
    words = {"asked": "Krīzes istaba divām naktīm", "zones": ["name"], "basis": "vital", "reason": WHY}
    return refer(cast.worker, case, to=cast.stranger_office, urgency="urgent", until=today() + 30 * DAY, **words)


@scene("referral.waiting")
def _referral_waiting(cast):
    referral = a_referral(cast)
    colleague = hire(cast.stranger_office, "Svesa Vadone", Role.SUPERVISOR)
    ways = {
        "it was taken back": lambda: withdraw_referral(cast.worker, fresh(referral), reason="Vairs nevajag"),
        "a colleague answered": lambda: accept_referral(colleague, fresh(referral)),
    }
    return Scene(cast.stranger.user, ways, referral.case.folder)


@scene("referral.partner_silent")
def _partner_silent(cast):
    case, _person = a_case(cast.worker)
    partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
    words = {"asked": "Krīzes istaba divām naktīm", "zones": ["name"], "basis": "vital", "reason": WHY}
    referral = refer(cast.worker, case, to=partner, urgency="urgent", until=today() + 30 * DAY, **words)
    give_link(cast.worker, referral)
    Referral._base_manager.filter(pk=referral.pk).update(sent_at=timezone.now() - 9 * DAY)
    tend_links()
    ways = {
        "the sender wrote the answer down": lambda: accept_referral(cast.worker, fresh(referral)),
        "it was taken back": lambda: withdraw_referral(cast.worker, fresh(referral), reason="Vairs nevajag"),
    }
    return Scene(cast.worker.user, ways, case.folder)


@scene("referral.given")
def _referral_given(cast):
    referral, doer = a_referral(cast), hire(cast.stranger_office, "Svesa Psihe", Role.SPECIALIST)
    accept_referral(cast.stranger, referral, doer=doer.user)
    ways = {
        "it was taken back": lambda: withdraw_referral(cast.worker, fresh(referral), reason="Vairs nevajag"),
        "what was asked is done": lambda: finish_referral(doer, fresh(referral), outcome="Izdarīts"),
    }
    return Scene(doer.user, ways, referral.case.folder)


@scene("referral.answered")
def _referral_answered(cast):
    referral = a_referral(cast)
    decline_referral(cast.stranger, referral, reason="Nav vietu")
    return Scene(cast.worker.user, folder=referral.case.folder)


@scene("case.shared")
def _case_shared(cast):
    case, _person = a_case(cast.worker)
    with_them = {"with_organisation": cast.stranger_office, "signed_on": today() - DAY, "zones": ["name"]}
    record_agreement(cast.supervisor, kind="agreement", **with_them)
    who = {"at": cast.stranger_office, "email": cast.stranger.user.email}
    grant = share(cast.worker, case, zones=["name"], basis="agreement", until=today() + DAY, **who)
    ended = Grant.objects.filter(pk=grant.pk)
    return Scene(cast.stranger.user, {"it was taken back": lambda: end_grants(ended)}, case.folder)


@scene("conflict.found")
def _conflict_found(cast):
    hers, _person = a_case(cast.worker)
    his = open_case(cast.second_worker, kind="violence")
    for who, case, role in ((cast.worker, hers, "alleged"), (cast.second_worker, his, "client")):
        person = record_person(who, case.folder, given_name="Juris", family_name="Izdomu-Testa")
        add_party(who, case, person=person, role=role)
    said = {"state": "others", "why": "Cits cilvēks", "seen_version": 1}
    decided = {"it was decided": lambda: decide_conflict(cast.supervisor, cast.supervisor(Conflict).get(), **said)}
    return Scene(cast.data_protection.user, decided, hers.folder)


def an_offer(cast):
    case, _person = a_case(cast.worker)
    return offer_transfer(cast.worker, case, to=cast.stranger_office, summary="Vajag citur.", basis="consent")


@scene("transfer.waits")
def _transfer_waits(cast):
    offer = an_offer(cast)
    colleague = hire(cast.stranger_office, "Svesa Vadone", Role.SUPERVISOR)
    said = {"reason": "Nav vietu", "seen_version": 1}
    ways = {
        "it was taken back": lambda: withdraw_transfer(cast.worker, fresh(offer), **said),
        "a colleague answered": lambda: decline_transfer(colleague, fresh(offer), **said),
    }
    return Scene(cast.stranger.user, ways, offer.case.folder)


@scene("transfer.answered")
def _transfer_answered(cast):
    offer = an_offer(cast)
    decline_transfer(cast.stranger, fresh(offer), reason="Nav vietu", seen_version=1)
    return Scene(cast.worker.user, folder=offer.case.folder)


@scene("work.handed_over")
def _work_handed_over(cast):
    send_report(cast.officer, a_draft(cast.officer, cast, known_at_desk=True, to_user=cast.worker.user))
    end_membership(cast.administrator, cast.worker.membership)
    hand_over_work(cast.supervisor, cast.worker.user, to=cast.second_worker.user, cases=[], reports=True)
    return Scene(cast.data_protection.user)


@scene("work.left")
def _work_left(cast):
    case, _person = a_case(cast.worker)
    end_membership(cast.administrator, cast.worker.membership)
    again = {"user": cast.worker.user, "organisation": cast.office, "role": Role.CASE_WORKER}
    ways = {
        "it was handed over": lambda: hand_over(JOB, fresh(case), to=cast.second_worker.user),
        "they came back": lambda: Membership.objects.create(**again),
    }
    return Scene(cast.supervisor.user, ways)


def a_table(cast):
    coordinator, units = coordinator_of(cast), institutions(2)
    meeting = a_meeting(coordinator, *units)
    return coordinator, units, meeting, referred(cast.worker, meeting)


@scene("meeting.published")
def _meeting_published(cast):
    coordinator, units, meeting, _item = a_table(cast)
    published(coordinator, meeting)
    here = Meeting._base_manager.filter(pk=meeting.pk)

    def uninvited():
        theirs = Invitation._base_manager.get(meeting=meeting, unit=units[0].organisation)
        meetings.uninvite(coordinator, fresh(meeting), invitation=theirs, seen_version=theirs.version)

    def cancelled():
        meetings.cancel_meeting(coordinator, fresh(meeting), why="Nav kvoruma", seen_version=fresh(meeting).version)

    ways = {
        "the invitation was taken back": uninvited,
        "it was cancelled": cancelled,
        "it began": lambda: running_again(coordinator, meeting),
        "its hour is over": lambda: here.update(starts=timezone.now() - timedelta(hours=1)),
    }
    return Scene(units[0].user, ways)


def running_again(coordinator, meeting):
    moved = fresh(meeting)
    meetings.change_meeting(coordinator, moved, starts=timezone.now(), seen_version=moved.version)
    meetings.open_meeting(coordinator, fresh(meeting), seen_version=fresh(meeting).version)


@scene("meeting.handed_over")
def _meeting_handed_over(cast):
    coordinator, _units, meeting, _item = a_table(cast)
    other, third = (hire(cast.office, name, Role.COORDINATOR) for name in ("Otra Koordinatore", "Trešais Koordinators"))
    meetings.hand_meeting_over(coordinator, fresh(meeting), to=other.user, seen_version=fresh(meeting).version)

    def once_more():
        meetings.hand_meeting_over(cast.supervisor, fresh(meeting), to=third.user, seen_version=fresh(meeting).version)

    def cancelled():
        meetings.cancel_meeting(other, fresh(meeting), why="Nav kvoruma", seen_version=fresh(meeting).version)

    return Scene(other.user, {"it was handed over once more": once_more, "it was cancelled": cancelled})


@scene("meeting.outside")
def _meeting_outside(cast):
    case, _person = a_case(cast.worker)
    meeting = meetings.plan_meeting(
        cast.worker, kind="team", title="Sanāksme", starts=timezone.now() + DAY, case=fresh(case)
    )
    on = {"basis": "vital", "reason": WHY}
    invitation = meetings.invite(cast.supervisor, meeting, unit=cast.stranger_office, role=Role.CASE_WORKER, **on)

    def uninvited():
        seen = fresh(invitation).version
        meetings.uninvite(cast.worker, fresh(meeting), invitation=fresh(invitation), seen_version=seen)

    def cancelled():
        meetings.cancel_meeting(cast.worker, fresh(meeting), why="Nav kvoruma", seen_version=fresh(meeting).version)

    ways = {
        "the invitation was taken back": uninvited,
        "it was cancelled": cancelled,
        "a colleague leads the case": lambda: hand_over(cast.worker, fresh(case), to=cast.second_worker.user),
    }
    return Scene(cast.worker.user, ways, case.folder)


@scene("meeting.action_overdue")
def _meeting_action_overdue(cast):
    coordinator, units, meeting, item = a_table(cast)
    running(coordinator, meeting)
    mine = {"item": item, "owner": units[0].organisation, "user": units[0].user}
    act = meetings.set_action(units[0], meeting, what="Aizvest uz krīzes centru", due_on=today(), **mine)
    here = MeetingAction._base_manager.filter(pk=act.pk)
    here.update(set_on=today() - 9 * DAY, due_on=today() - DAY)
    meetings.chase_overdue(JOB)
    words = {"what": "Aizvest", "due_on": today() + DAY, "user": units[0].user}

    def done():
        meetings.finish_action(units[0], fresh(act), done_on=today(), note="Aizvesta", seen_version=fresh(act).version)

    ways = {
        "it was done": done,
        "it was put off": lambda: meetings.change_action(
            units[0], fresh(act), seen_version=fresh(act).version, **words
        ),
    }
    return Scene(units[0].user, ways, item.case.folder)


@scene(KIND)
def _due_today(cast):
    case, _person = a_case(cast.worker)
    task = add_task(cast.worker, case, what="Zvanīt", owner=cast.worker.user, due=today())
    tell_what_is_due()
    yesterday = Letter.objects.filter(kind__startswith=KIND)
    ways = {
        "it was done": lambda: finish_task(cast.worker, fresh(task)),
        "the night went by": lambda: yesterday.update(made_at=timezone.now() - DAY),
    }
    return Scene(cast.worker.user, ways, case.folder)


@contextmanager
def tried():
    """What is tried here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _day_and_mail(monkeypatch, settings):
    settings.SENDS_MAIL = True
    monkeypatch.setattr("tilts.day.tasks.MORNING", 0)
    monkeypatch.setattr("tilts.day.tasks.NIGHT", 24)


def sent(kind, to):
    """The letters of this kind that this person gets in one round of the postman."""
    mail.outbox.clear()
    send_waiting()
    with translation.override(to.language):
        subjects = {str(declared.subject) for name, declared in KINDS.items() if name.startswith(kind)}
    return [one for one in mail.outbox if one.to == [to.email] and one.subject in subjects]


def test_every_kind_says_while_it_is_true_and_has_its_scene():
    assert set(KINDS) == set(TRUE_WHILE)
    assert all(asked.__doc__ for asked in TRUE_WHILE.values())
    due = {f"{KIND}{number}" for number in range(1, MOST_TOLD + 1)}
    assert set(KINDS) - due == set(SCENES) - {KIND} and due < set(KINDS)


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_a_letter_leaves_while_it_is_true_and_not_afterwards(cast, kind):
    told = SCENES[kind](cast)
    for name, happens in told.ways().items():
        with tried():
            happens()
            assert sent(kind, told.to) == [], name
            theirs = Letter.objects.filter(kind__startswith=kind, to=told.to)
            assert set(theirs.values_list("state", "failure", "attempts")) == {(LetterState.PAST, "", 0)}, name
    assert len(sent(kind, told.to)) == 1
    assert Letter.objects.filter(kind__startswith=kind, to=told.to).get().state == LetterState.SENT


def test_who_left_the_organisation_still_hears_that_their_account_was_touched(cast):
    ask_link(cast.administrator, cast.worker.user)
    Membership.objects.filter(user=cast.worker.user).update(ends=timezone.now())
    assert len(sent("account.touched", cast.worker.user)) == 1


def test_of_several_letters_only_those_that_hold_leave_and_lead_to_their_page(cast):
    over, waits = (
        send_report(cast.officer, a_draft(cast.officer, cast, known_at_desk=True, to_user=cast.worker.user))
        for _time in range(2)
    )
    pass_on(cast.worker, over, desk=cast.office, to_user=cast.second_worker.user)
    [letter] = sent("report.named", cast.worker.user)
    assert f"/doorstep/{waits.pk}/" in letter.body
    assert Letter.objects.get(about=over.pk, to=cast.worker.user).state == LetterState.PAST


def test_when_one_of_two_things_was_done_the_next_round_says_the_new_number(cast):
    case, _person = a_case(cast.worker)
    done, _other = (
        add_task(cast.worker, case, what=what, owner=cast.worker.user, due=today()) for what in ("Zvanīt", "Rakstīt")
    )
    tell_what_is_due()
    finish_task(cast.worker, done)
    assert sent(KIND, cast.worker.user) == []
    assert tell_what_is_due() == 1
    assert len(sent(f"{KIND}1", cast.worker.user)) == 1
    assert set(Letter.objects.values_list("kind", "state")) == {(f"{KIND}2", "past"), (f"{KIND}1", "sent")}


def test_what_was_not_sent_is_told_as_such_and_is_no_failure(cast, enter):
    report = a_report(cast.officer, cast)
    take_up(cast.second_worker, report)
    send_waiting()
    page = enter(cast.administrator.user).get("/letters/").content.decode()
    assert "not sent: no longer true" in page and "given up</p>" not in page
    assert "Send what was given up again" not in page and str(report.pk) not in page


def test_a_letter_says_nothing_of_anybody(cast):
    """The row holds a kind, a page and a record; what leaves is the text of its kind and the address."""
    assert {one.name for one in Letter._meta.get_fields()} == {
        "id", "to", "kind", "about", "path", "state", "made_at", "next_at", "attempts", "failure", "sent_at",
    }  # fmt: skip
    with pytest.raises(ValueError, match="page of this site"):
        post(None, to=cast.worker.user, kind="report.waiting", about=cast.office.pk, path="/cases/?q=Anna")
