"""A partner outside answers by a link: what was sent and nothing else, and nothing at all once it is over."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.cast import a_case
from tests.sharing.test_referrals import TOKEN, day, told
from tests.walk_urls import text_of

from tilts.access.actor import JOB, acting
from tilts.access.models import AuditEntry
from tilts.access.reach import NotAllowed, unscoped
from tilts.directory.actions import keep_partner
from tilts.kit.jobs import JOBS
from tilts.kit.passes import MOST_WRONG
from tilts.people.actions import keep_contact, record_consent, withdraw_consent
from tilts.people.models import Person
from tilts.post.models import Letter
from tilts.sharing.actions import accept_referral, answer_by_link, end_link, give_link, refer
from tilts.sharing.links import by_link
from tilts.sharing.models import PartnerLink, Referral
from tilts.sharing.tasks import NAMED_FOR, tend_links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
UNSAFE = "+371 20000009"
CLOSED = "This link and this code open nothing now."


class World:
    """A referral to a partner outside on a consent, its link, and the partner's browser."""

    def __init__(self, cast, **facts):
        self.cast = cast
        self.case, self.person = a_case(cast.worker, given=TOKEN)
        keep_contact(
            self.case.folder, self.person, channel="phone", value="+371 20000004", safe=True, caution="pēc sešiem"
        )
        keep_contact(self.case.folder, self.person, channel="phone", value=UNSAFE, safe=False)
        self.partner = keep_partner(cast.worker, name="Krīžu centrs", kind="crisis_centre")
        self.consent = record_consent(
            cast.worker, self.case.folder, person=self.person, zones=["name", "contact"], with_whom="Krīžu centrs",
            day=day(), way="spoken",
        )  # fmt: skip
        on = {"basis": "consent", "consent": self.consent, "reason": "", "summary": "Ar diviem bērniem"}
        self.referral = refer(cast.worker, self.case, **told(self.partner, **on | facts))
        self.given = give_link(cast.worker, self.referral)
        self.browser = Client(HTTP_ACCEPT_LANGUAGE="en")

    @property
    def address(self):
        return f"/partner/{self.given.token}/"

    def enter(self, code=None, address=""):
        cache.clear()  # the limits have a test of their own
        return self.browser.post(address or self.address, {"code": code or self.given.code})

    def answer(self, what, **more):
        opened = re.search(r'name="opened" value="([^"]+)"', text_of(self.enter())).group(1)
        told_us = {"opened": opened, "answer": what, "words": "", "signed": "Rita, vadītāja"}
        return self.browser.post(self.address, told_us | more)

    def again(self):
        self.referral.refresh_from_db()
        return self.referral

    def link(self):
        with transaction.atomic(), acting(JOB):
            return PartnerLink._base_manager.get(pk=self.given.link.pk)


@pytest.fixture
def world(cast):
    return World(cast)


def test_the_link_shows_what_was_sent_and_nothing_else_as_often_as_one_likes(world):
    assert text_of(world.browser.get(world.address)).count(TOKEN) == 0
    page = text_of(world.enter())
    for sent in (
        TOKEN,
        "Krīzes istaba",
        "Ar diviem bērniem",
        "+371 20000004",
        "Pēc sešiem.",
        "Balvu sociālais dienests",
    ):
        assert sent in page, sent
    for kept in (UNSAFE, world.case.code, str(world.case.pk), str(world.referral.pk)):
        assert kept not in page, kept
    assert "opened before" not in page and "opened before" in text_of(world.enter(world.given.code.lower()))
    assert TOKEN not in world.given.token and world.given.token not in str(vars(world.link()))
    opened = AuditEntry.objects.filter(kind="referral.link_opened", record=world.referral.pk)
    assert opened.count() == 2 and set(opened.values_list("organisation", "user")) == {(world.cast.office.pk, None)}


def test_received_accepted_and_done_reach_the_sender(world, enter):
    assert world.answer("seen").status_code == 200 and world.again().state == "seen"
    assert "Your answer is written down." in text_of(world.answer("accepted"))
    assert (world.again().state, world.referral.answered_by) == ("accepted", None)
    missing = world.answer("done")
    assert missing.status_code == 422 and "in a sentence" in text_of(missing) and world.again().state == "accepted"
    assert "Thank you" in text_of(world.answer("done", words="Uzņēma uz divām naktīm."))
    assert (world.again().state, world.referral.outcome) == ("done", "Uzņēma uz divām naktīm.")
    page = text_of(enter(world.cast.worker.user).get(f"/referrals/{world.referral.pk}/"))
    assert "Rita, vadītāja" in page and "Uzņēma uz divām naktīm." in page
    assert Letter.objects.filter(kind="referral.answered", to=world.cast.worker.user).exists()
    kinds = list(AuditEntry.objects.filter(record=world.referral.pk).values_list("kind", flat=True))
    assert kinds.count("referral.link_answered") == 3
    over = world.enter()
    assert over.status_code == 422 and CLOSED in text_of(over) and TOKEN not in text_of(over)


def test_a_no_has_a_reason_and_the_same_answer_twice_is_said_and_written_once(world):
    opened = re.search(r'name="opened" value="([^"]+)"', text_of(world.enter())).group(1)
    no = {"opened": opened, "answer": "declined", "words": "Nav vietas.", "signed": "Rita"}
    assert "Thank you" in text_of(world.browser.post(world.address, no))
    assert (world.again().state, world.referral.reason) == ("declined", "Nav vietas.")
    late = world.browser.post(world.address, no)
    assert late.status_code == 422 and "Nav vietas." in text_of(late) and TOKEN not in text_of(late)
    assert AuditEntry.objects.filter(kind="referral.link_answered").count() == 1


def closing(world):
    """Everything by which a link is over, each from a world of its own."""
    cast, now = world.cast, timezone.now()
    rows = unscoped(PartnerLink, reason="tests").filter(pk=world.given.link.pk)
    people = unscoped(Person, reason="tests").filter(pk=world.person.pk)
    return {
        "consent withdrawn": lambda: withdraw_consent(cast.worker, world.consent, seen_version=world.consent.version),
        "expired": lambda: rows.update(ends=now),
        "the sender ended it": lambda: end_link(cast.worker, world.again()),
        "another was given": lambda: give_link(cast.worker, world.again()),
        "last day over": lambda: unscoped(Referral, reason="tests").update(until=day(-1)),
        "data only kept": lambda: people.update(restricted_at=now),
        "guessed": lambda: [world.enter("WRONG222") for _try in range(MOST_WRONG)],
    }


WAYS = ("consent withdrawn", "expired", "the sender ended it", "another was given", "last day over", "data only kept")
WAYS += ("guessed",)


def test_once_it_is_over_it_answers_as_one_that_never_was(cast):
    for way in WAYS:
        world = World(cast)
        open_page = text_of(world.enter())
        closing(world)[way]()
        over, unknown = world.enter(), world.enter(address="/partner/never-given/")
        shown = [
            re.sub(r'value="[^"]*"|nonce="[^"]*"|never-given|' + world.given.token, "", text_of(one))
            for one in (over, unknown)
        ]
        assert shown[0] == shown[1] and over.status_code == unknown.status_code == 422 and CLOSED in shown[0], way
        opened = re.search(r'name="opened" value="([^"]+)"', open_page).group(1)
        late = world.browser.post(
            world.address, {"opened": opened, "answer": "accepted", "words": "Jā", "signed": "Rita"}
        )
        assert late.status_code == 422 and TOKEN not in text_of(late) and "Jā" in text_of(late), way
        assert world.again().state in ("sent", "withdrawn"), way
        tend_links()
        kept = world.link()
        assert (kept.sent, kept.token_hash, kept.code_hash) == ({}, None, "") and kept.ended_at, way


def test_guessing_is_limited_from_one_address_and_for_one_link(world):
    answers = [world.browser.post(world.address, {"code": "WRONG222"}).status_code for _try in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_the_clock_reminds_once_ends_and_forgets(cast):
    world = World(cast)
    assert JOBS["sharing.links"].run is tend_links
    assert tend_links() == 0
    world.answer("seen")
    Referral._base_manager.filter(pk=world.referral.pk).update(sent_at=timezone.now() - timedelta(days=9))
    assert (tend_links(), tend_links()) == (1, 0)
    silent = Letter.objects.filter(kind="referral.partner_silent", to=cast.worker.user)
    assert silent.count() == 1
    PartnerLink._base_manager.filter(pk=world.given.link.pk).update(ends=timezone.now())
    assert tend_links() == 1 and world.link().signed == "Rita, vadītāja"
    PartnerLink._base_manager.filter(pk=world.given.link.pk).update(ended_at=timezone.now() - NAMED_FOR)
    assert tend_links() == 1 and world.link().signed == "" and tend_links() == 0


def test_who_may_give_a_link_and_nobody_with_an_account_acts_by_one(cast, world, enter):
    page = enter(cast.worker.user)
    there = f"/referrals/{world.referral.pk}/link/"
    assert "A link is open already." in text_of(page.get(there))
    made = text_of(page.post(there))
    assert "/partner/" in made and world.given.code not in made
    assert world.link().ended_at and CLOSED in text_of(world.enter())
    assert page.post(there + "end/").status_code == 302
    with transaction.atomic(), acting(JOB):
        assert not PartnerLink._base_manager.filter(ended_at=None).exists()
    for reach in (cast.psychologist, cast.second_worker, cast.stranger):
        with pytest.raises(NotAllowed):
            give_link(reach, world.again())
    with pytest.raises(NotAllowed):
        answer_by_link(cast.worker, world.again(), link=world.link(), answer="accepted", signed="x")
    accept_referral(cast.worker, world.again())
    assert by_link(world.referral).user is None
