"""Letters, through a real mail server on the loopback: what they say, when they wait, that none is lost."""

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override
from tests.cast import a_draft, a_report

from tilts.access.models import AuditEntry
from tilts.access.reach import NotAllowed
from tilts.kit.mailserver import BadServer, read_server
from tilts.post.actions import send_again
from tilts.post.kinds import KINDS, LetterKind
from tilts.post.mail import post
from tilts.post.models import Letter, LetterState
from tilts.post.postman import DELAYS, LEASE, PAUSE, forget_sent, send_waiting
from tilts.post.truth import TRUE_WHILE
from tilts.risk.actions import pass_on, send_report

pytestmark = pytest.mark.django_db


class Post:
    """A mail server that keeps what it takes, and refuses as it is told."""

    def __init__(self):
        self.taken = []
        self.refuse_to = ""
        self.refuse_data = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.refuse_to:
            return self.refuse_to
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refuse_data:
            return self.refuse_data
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"

    @property
    def letters(self):
        return [message_from_bytes(content, policy=policy.default) for _to, content in self.taken]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def office_mail(settings):
    """The settings of an office that sends mail; nobody listens yet."""
    port = free_port()
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in read_server(f"smtp://127.0.0.1:{port}?from=tilts@office.example").as_settings.items():
        setattr(settings, name, value)
    settings.ADDRESS = "https://tilts.office.example"
    return SimpleNamespace(port=port)


@pytest.fixture
def server(office_mail):
    """A mail server that listens."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=office_mail.port)
    controller.start()
    yield handler
    controller.stop()


def for_good(_reach, _letter):
    """What a letter says is true whatever happens."""
    return True


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """Kinds of letters of the tests: true for good, and one that does not say while it is."""
    for kind, urgent in (("test.news", False), ("test.urgent", True)):
        monkeypatch.setitem(KINDS, kind, LetterKind(f"Tilts: {kind}", f"This is {kind}.", urgent))
        monkeypatch.setitem(TRUE_WHILE, kind, for_good)
    monkeypatch.setitem(KINDS, "test.silent", LetterKind("Tilts: silence", "Nothing."))


def news(to, kind="test.news", path=""):
    """A letter to somebody."""
    return post(None, to=to, kind=kind, about=to.pk, path=path)


def later(**ago):
    """Let time pass for every letter."""
    for letter in Letter.objects.all():
        letter.next_at -= timedelta(**ago)
        letter.sent_at = letter.sent_at and letter.sent_at - timedelta(**ago)
        letter.save()


def test_a_report_that_comes_is_told_to_the_desk_without_a_word_about_it(cast, server):
    a_report(cast.officer, cast, person_name="Klucismarta Zvaigzne", account="KLUCIS-teksts", address="KLUCIS iela 1")
    assert send_waiting() == 3
    colleagues = {cast.worker.user.email, cast.second_worker.user.email, cast.supervisor.user.email}
    assert {to for tos, _content in server.taken for to in tos} == colleagues
    for (_to, raw), letter in zip(server.taken, server.letters, strict=True):
        for text in (raw.decode(), str(letter.items()), letter.get_content()):
            assert "klucis" not in text.lower()
            assert "Zvaigzne" not in text
    letter = server.letters[0]
    assert letter["From"] == "tilts@office.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@office.example>")
    lines = letter.get_content().splitlines()
    assert lines[2] == "https://tilts.office.example/inbox/"
    assert len(lines) == 5


def test_no_header_tells_which_machine_or_program_sent_it(cast, server):
    news(cast.worker.user, path="/inbox/")
    send_waiting()
    allowed = {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
    }
    assert set(server.letters[0].keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"} == allowed


@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_kind_is_written_in_the_language_of_the_one_who_reads_it(cast, server, monkeypatch, language):
    user = cast.worker.user
    for kind in KINDS:
        monkeypatch.setitem(TRUE_WHILE, kind, for_good)
    user.language = language
    user.save()
    for kind in KINDS:
        news(user, kind=kind)
    assert send_waiting() == len(KINDS)
    letters = {letter["Subject"]: letter.get_content() for letter in server.letters}
    with override(language):
        for kind in KINDS.values():
            assert str(kind.subject).startswith("Tilts: ")
            assert str(kind.body) in letters[str(kind.subject)]


def test_a_report_sent_by_name_is_told_to_that_person_alone(cast, server):
    report = a_draft(cast.officer, cast)
    report.to_user, report.desk = cast.second_worker.user, cast.office
    report.save()
    send_report(cast.officer, report)
    send_waiting()
    assert [tos for tos, _content in server.taken] == [[cast.second_worker.user.email]]
    assert f"/doorstep/{report.pk}/" in server.letters[0].get_content()


def test_a_report_passed_on_to_a_person_is_told_to_them_and_not_to_who_passed_it(cast, server):
    report = a_report(cast.officer, cast)
    Letter.objects.all().delete()
    pass_on(cast.worker, report, desk=cast.office, to_user=cast.second_worker.user)
    send_waiting()
    assert [tos for tos, _content in server.taken] == [[cast.second_worker.user.email]]


def test_a_report_of_long_ago_is_no_news(cast):
    send_report(cast.officer, a_draft(cast.officer, cast), sent_at=timezone.now() - timedelta(days=3))
    assert not Letter.objects.exists()


def test_nobody_is_told_of_what_they_did_themselves(cast):
    assert post(cast.worker, to=cast.worker.user, kind="test.news", about=cast.office.pk) is None
    assert not Letter.objects.exists()


def test_what_is_taken_back_was_never_posted(cast, server):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        news(cast.worker.user)
        raise ZeroDivisionError
    assert send_waiting() == 0
    assert server.taken == []


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example", "/cases/?q=Anna", "/a b", "a"])
def test_a_letter_leads_only_to_a_page_of_ours_and_carries_no_words(cast, path):
    with pytest.raises(ValueError, match="page of this site"):
        news(cast.worker.user, path=path)


@pytest.mark.parametrize("kind", ["gossip", "test.silent"])
def test_a_kind_that_is_unknown_or_does_not_say_while_it_is_true_is_an_error(cast, kind):
    with pytest.raises(LookupError):
        news(cast.worker.user, kind=kind)


def test_without_a_server_letters_wait(cast, settings):
    settings.SENDS_MAIL = False
    news(cast.worker.user)
    assert send_waiting() == 0
    assert Letter.objects.get().state == LetterState.WAITING


def test_while_the_server_is_down_letters_wait_and_then_go_once(cast, office_mail):
    for who in (cast.worker, cast.second_worker):
        news(who.user)
    assert send_waiting() == 0
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 1], "one try tells that it is down"
    assert {one.failure for one in Letter.objects.exclude(attempts=0)} == {"ConnectionRefusedError"}
    later(minutes=DELAYS[0])
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=office_mail.port)
    controller.start()
    try:
        assert send_waiting() == 2
        assert send_waiting() == 0
        later(days=3)
        assert send_waiting() == 0
    finally:
        controller.stop()
    assert len(handler.taken) == 2
    assert {one.state for one in Letter.objects.all()} == {LetterState.SENT}


@pytest.mark.parametrize("refusal", ["451 try again later", "421 too busy"])
def test_a_refusal_for_now_is_tried_again_with_growing_delays_and_then_given_up(cast, server, refusal):
    server.refuse_to = refusal
    letter = news(cast.worker.user)
    waits = []
    for _attempt in range(len(DELAYS) + 1):
        before = timezone.now()
        assert send_waiting() == 0
        letter.refresh_from_db()
        waits.append(round((letter.next_at - before).total_seconds() / 60))
        later(days=2)
    assert waits[:-1] == list(DELAYS)
    assert letter.state == LetterState.GIVEN_UP
    assert letter.failure == f"SMTPRecipientsRefused {refusal[:3]}"
    assert send_waiting() == 0


@pytest.mark.parametrize(("where", "name"), [("refuse_to", "SMTPRecipientsRefused"), ("refuse_data", "SMTPDataError")])
def test_a_refusal_for_good_is_given_up_at_once_and_its_text_not_kept(cast, server, where, name):
    setattr(server, where, "550 no such klucis user")
    letter = news(cast.worker.user)
    other = news(cast.second_worker.user)
    assert send_waiting() == 0
    for one in (letter, other):
        one.refresh_from_db()
        assert (one.state, one.failure) == (LetterState.GIVEN_UP, f"{name} 550")


def test_one_bad_letter_does_not_stop_the_others(cast, server):
    bad = news(cast.worker.user)
    cast.worker.user.email = "some\nbody@balvi-sd.example"
    cast.worker.user.save()
    news(cast.second_worker.user)
    assert send_waiting() == 1
    bad.refresh_from_db()
    assert bad.attempts == 1


def test_several_of_a_kind_become_one_letter_and_the_next_waits_ten_minutes(cast, server):
    for number in range(3):
        news(cast.worker.user, path=f"/doorstep/{number}/")
    assert send_waiting() == 1
    lines = server.letters[0].get_content().splitlines()
    assert lines[2] == "https://tilts.office.example/", "several pages: the first page of the site"
    news(cast.worker.user, path="/doorstep/4/")
    assert send_waiting() == 0
    waiting = Letter.objects.get(state=LetterState.WAITING)
    assert timedelta(minutes=9) < waiting.next_at - timezone.now() <= PAUSE
    later(minutes=10)
    assert send_waiting() == 1
    assert len(server.taken) == 2


def test_an_urgent_letter_is_not_held_back(cast, server):
    for _time in range(2):
        news(cast.supervisor.user, kind="test.urgent")
        assert send_waiting() == 1
    assert len(server.taken) == 2


def test_one_question_that_cannot_be_answered_does_not_stop_the_others(cast, server, monkeypatch):
    monkeypatch.setitem(TRUE_WHILE, "test.urgent", lambda reach, letter: 1 // 0)
    stuck = news(cast.worker.user, kind="test.urgent")
    news(cast.worker.user)
    assert send_waiting() == 1
    stuck.refresh_from_db()
    assert (stuck.state, stuck.attempts, stuck.failure) == (LetterState.WAITING, 1, "ZeroDivisionError")


def test_sent_letters_are_forgotten_after_a_month(cast, server):
    news(cast.worker.user)
    send_waiting()
    assert forget_sent() == 0
    past = news(cast.second_worker.user)
    Letter.objects.filter(pk=past.pk).update(state=LetterState.PAST)
    later(days=31)
    assert forget_sent() == 2


CUT_OFF = """
import os, signal
import django
django.setup()
import tilts.config.urls
from django.core.mail.backends import smtp
from tilts.post import postman
sent = smtp.EmailBackend.send_messages
def and_die(self, messages):
    sent(self, messages)
    os.kill(os.getpid(), signal.SIGKILL)
smtp.EmailBackend.send_messages = and_die
postman.send_waiting()
"""


@pytest.mark.django_db(transaction=True)
def test_a_postman_killed_between_sending_and_marking_sends_again_with_the_same_id(cast, server, office_mail):
    address = connection.settings_dict
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lives in this process; the kill is tried on PostgreSQL")
    url = f"postgres://{address['USER']}:{address['PASSWORD']}@{address['HOST']}:{address['PORT']}/{address['NAME']}"
    report = send_report(cast.officer, a_draft(cast.officer, cast, known_at_desk=True, to_user=cast.worker.user))
    letter = Letter.objects.get(about=report.pk)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tilts.config.settings",
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{office_mail.port}?from=tilts@office.example",
    }
    killed = subprocess.run([sys.executable, "-c", CUT_OFF], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING
    assert send_waiting() == 0, "it is still taken"
    later(minutes=LEASE.seconds // 60)
    assert send_waiting() == 1
    assert len(server.taken) == 2
    assert len({one["Message-ID"] for one in server.letters}) == 1


def test_the_administrator_sees_what_waits_and_sends_again(cast, server, enter):
    server.refuse_to = "550 no"
    news(cast.worker.user, path="/inbox/")
    send_waiting()
    browser = enter(cast.administrator.user)
    assert "given up" in browser.get("/").content.decode()
    shown = browser.get("/letters/").content.decode()
    assert cast.worker.user.name in shown
    assert "SMTPRecipientsRefused 550" in shown
    assert "/inbox/" not in shown.split("<main")[1], "where a letter leads is nobody else's business"
    server.refuse_to = ""
    answer = browser.post("/letters/again/", follow=True)
    assert "1 letter waits to be sent again." in answer.content.decode()
    assert send_waiting() == 1
    assert AuditEntry.objects.filter(kind="letters.sent_again").exists()


def test_only_administrators_see_letters_and_only_those_of_their_colleagues(cast, enter):
    news(cast.stranger.user)
    for who in cast.everybody():
        expected = 200 if who == cast.administrator else 403
        assert enter(who.user).get("/letters/").status_code == expected
    assert cast.stranger.user.name not in enter(cast.administrator.user).get("/letters/").content.decode()
    with pytest.raises(NotAllowed):
        send_again(cast.worker)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://mail.example?from=a@b.example", ("mail.example", 25, "", "", False, False)),
        ("smtps://u%40x:p%3Aw@mail.example?from=a@b.example", ("mail.example", 465, "u@x", "p:w", False, True)),
        ("starttls://a@b.example", None),
        ("starttls://u:p@mail.example:2525?from=a@b.example", ("mail.example", 2525, "u", "p", True, False)),
    ],
)
def test_the_address_of_the_mail_server_is_read(url, told):
    if told is None:
        with pytest.raises(BadServer, match="from"):
            read_server(url)
        return
    one = read_server(url)
    assert (one.host, one.port, one.user, one.password, one.starttls, one.tls) == told


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "smtp://u:geheim@mail.example:port", "mail.example"])
def test_a_wrong_address_is_refused_without_repeating_the_password(url):
    with pytest.raises(BadServer) as refused:
        read_server(url)
    assert "geheim" not in str(refused.value)
