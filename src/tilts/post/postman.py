"""The postman: takes letters that are due, sends them, and says how it went.

A letter is taken (for `LEASE`) in a short transaction, sent outside any, and then marked. Whoever is cut off between
sending and marking sends it again: a letter may come twice, with the same Message-ID, and is never lost. Several
letters of one kind to one person become one. What a letter says is asked once more when it is taken: what no longer
holds, or no longer concerns its reader, does not leave, and is told as such.
"""

import smtplib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from tilts.access.actor import acting
from tilts.access.models import User
from tilts.access.reach import Reach
from tilts.kit.jobs import quietly
from tilts.post.kinds import KINDS
from tilts.post.models import Letter, LetterState
from tilts.post.truth import is_true

LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=10)
"""One letter of a kind to one person in this time, unless it is urgent."""
DELAYS = (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440)
"""Minutes until the next attempt; after the last the letter is given up."""
KEPT = timedelta(days=30)
BATCH = 200
JOB = Reach(purpose="job")


@dataclass(frozen=True)
class Bundle:
    """The letters of one kind to one person that go as one."""

    to: User
    kind: str
    letters: tuple[Letter, ...]

    @property
    def ids(self) -> list[UUID]:
        """Which rows these are."""
        return [letter.pk for letter in self.letters]

    @property
    def path(self) -> str:
        """Where it leads: the page, or the first page of the site where there are several."""
        paths = {letter.path for letter in self.letters}
        return paths.pop() if len(paths) == 1 else ""


def send_waiting() -> int:
    """Send every letter that is due; how many people-and-kinds were written to. Without a server, letters wait."""
    if not settings.SENDS_MAIL:
        return 0
    sent = 0
    with _Server() as server:
        for bundle in _due():
            if not server.is_down and (taken := _take(bundle)):
                sent += _deliver(server, taken)
    return sent


def forget_sent() -> int:
    """Delete letters that were sent, or found to be true no longer, long ago; how many."""
    long_ago = timezone.now() - KEPT
    over = Q(state=LetterState.SENT, sent_at__lt=long_ago) | Q(state=LetterState.PAST, next_at__lt=long_ago)
    with transaction.atomic(), acting(JOB):
        return Letter.objects.filter(over).delete()[0]


def _due() -> list[Bundle]:
    """What is due, oldest first, together by person and kind."""
    with transaction.atomic(), acting(JOB):
        rows = Letter.objects.filter(state=LetterState.WAITING, next_at__lte=timezone.now())
        together: dict[tuple[UUID, str], list[Letter]] = {}
        for letter in rows.select_related("to").order_by("made_at", "pk")[:BATCH]:
            together.setdefault((letter.to_id, letter.kind), []).append(letter)
    return [Bundle(letters[0].to, kind, tuple(letters)) for (_to, kind), letters in together.items()]


def _take(bundle: Bundle) -> Bundle | None:
    """Take the letters that still hold, if nobody else has and the person was not written to a moment ago."""
    now = timezone.now()
    with transaction.atomic(), acting(JOB):
        rows = Letter.objects.filter(pk__in=bundle.ids, state=LetterState.WAITING, next_at__lte=now)
        if bundle.kind not in KINDS:
            rows.update(state=LetterState.GIVEN_UP, failure="unknown kind")
            return None
        if held := _held_until(bundle, now):
            rows.update(next_at=held)
            return None
    try:
        true = replace(bundle, letters=tuple(letter for letter in bundle.letters if is_true(letter)))
    except Exception as failed:  # whatever is wrong with one question, the letters of other kinds go
        _mark_failed(bundle, _kind_of(failed), for_good=False)
        return None
    with transaction.atomic(), acting(JOB):
        rows.exclude(pk__in=true.ids).update(state=LetterState.PAST, next_at=now, failure="")
        taken = rows.filter(pk__in=true.ids).update(next_at=now + LEASE)
    return true if taken and taken == len(true.letters) else None


def _held_until(bundle: Bundle, now: datetime) -> datetime | None:
    if KINDS[bundle.kind].urgent:
        return None
    sent = Letter.objects.filter(to=bundle.to, kind=bundle.kind, state=LetterState.SENT, sent_at__gt=now - PAUSE)
    last = sent.order_by("-sent_at").first()
    return last.sent_at + PAUSE if last and last.sent_at else None


def _deliver(server: "_Server", bundle: Bundle) -> int:
    """Send one bundle and mark it; 1 if it was sent."""
    try:
        server.send(_message(bundle))
    except Exception as failed:  # whatever is wrong with one letter, the others go
        _mark_failed(bundle, _kind_of(failed), for_good=_is_for_good(failed))
        return 0
    with transaction.atomic(), acting(JOB):
        rows = Letter.objects.filter(pk__in=bundle.ids)
        rows.update(state=LetterState.SENT, sent_at=timezone.now(), failure="")
    return 1


def _mark_failed(bundle: Bundle, failure: str, *, for_good: bool) -> None:
    now = timezone.now()
    with transaction.atomic(), acting(JOB):
        for letter in bundle.letters:
            letter.attempts += 1
            letter.failure = failure
            if for_good or letter.attempts > len(DELAYS):
                letter.state = LetterState.GIVEN_UP
            else:
                letter.next_at = now + timedelta(minutes=DELAYS[letter.attempts - 1])
            letter.save(update_fields=["attempts", "failure", "state", "next_at"])


def _kind_of(failed: Exception) -> str:
    """The kind of failure and the server's code; never its text, which may repeat addresses."""
    codes = {failed.smtp_code} if isinstance(failed, smtplib.SMTPResponseException) else _refusals(failed)
    return " ".join([type(failed).__name__, *map(str, sorted(codes))])[:80]


def _refusals(failed: Exception) -> set[int]:
    if not isinstance(failed, smtplib.SMTPRecipientsRefused):
        return set()
    return {code for code, _text in failed.recipients.values()}


def _is_for_good(failed: Exception) -> bool:
    """Whether trying again is of no use: the recipient or the letter itself was refused with a 5xx."""
    if isinstance(failed, smtplib.SMTPDataError):
        return failed.smtp_code >= 500
    codes = _refusals(failed)
    return bool(codes) and min(codes) >= 500


def _message(bundle: Bundle) -> EmailMessage:
    """Subject and text in the language of the one who reads it, and a link; nothing else."""
    kind = KINDS[bundle.kind]
    with override(bundle.to.language):
        said = [str(kind.body), f"{settings.ADDRESS}{bundle.path or '/'}"]
        said.append(_("This message says nothing about anybody. Nobody reads answers to it."))
        return EmailMessage(
            subject=str(kind.subject),
            body="\n\n".join(said) + "\n",
            to=[bundle.to.email],
            headers={
                "Message-ID": f"<{bundle.letters[-1].pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )


class _Server:
    """One connection for all letters of a round; after it cannot be had, the rest of the round waits."""

    def __init__(self) -> None:
        self.is_down = False
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> "_Server":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand one message over; raises what smtplib raises."""
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
        except (smtplib.SMTPException, OSError):
            self.is_down = True
            self._hang_up()
            raise
        try:
            self._connection.send_messages([message])
        except (smtplib.SMTPException, OSError):
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except (smtplib.SMTPException, OSError):
            return


@task()
@quietly
def send_letters() -> int:
    """Send what waits, as soon as the act that wrote it is committed."""
    return send_waiting()
