"""The same form sent twice is written once: a double click, a page sent again after going back, a line that broke.

Each showing of a form carries a key of its own (`ui`: the tag `csrf_token`). The first verb of a form that comes takes
the key in its own transaction, so of two at once the second waits, and what was refused may be sent again. The door
answers a second sending as it answered the first: the same address, the same words. The same key with other words is
no second sending: somebody went back and wrote on; that is neither written nor lost, but shown.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tilts.access.models import Sending
from tilts.access.proof import page_before
from tilts.sealing.keys import ring
from tilts.ui.once import DRAWN, ONCE

TWICE = _("This was sent twice. It is written once.")
KEPT = timedelta(days=3)
"""How long a form is known again: over a weekend."""
NOT_WORDS = {"csrfmiddlewaretoken", ONCE, DRAWN}
PATIENCE = 20
"""How often one looks whether the first sending has its answer, where it is still at work."""


class SentBefore(Exception):
    """This form was sent before, and what it asked for is done."""

    def __init__(self, first: Sending) -> None:
        super().__init__("sent before")
        self.first = first


@dataclass
class Coming:
    """A form that is being answered."""

    user: Any
    key: str
    words: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    taken: bool = False

    def take(self) -> None:
        """Take the key, in the transaction that is open; `SentBefore` where somebody has it."""
        self.taken = True
        mine = Sending(id=self.id, user=self.user, key=self.key, words=self.words)
        Sending.objects.bulk_create([mine], ignore_conflicts=True)
        held = Sending.objects.get(user=self.user, key=self.key)
        if held.pk != self.id:
            raise SentBefore(held)

    def keep(self, request: HttpRequest, answer: HttpResponseBase, before: int) -> None:
        """Keep what came of it; a form that is shown once more was not done with, and may come again."""
        held = Sending.objects.filter(pk=self.id).first() if self.taken else None
        if held is None:
            return
        if answer.status_code != 302:
            held.delete()
            return
        held.there = answer.headers["Location"]
        held.told = {"words": [[one.level, str(one.message)] for one in _waiting(request)[before:]]}
        held.save()


_coming: ContextVar[Coming | None] = ContextVar("coming", default=None)


def take_sending() -> None:
    """A verb begins: the form it is done for is taken, once for each sending."""
    coming = _coming.get()
    if coming is not None:
        coming.take()


@contextmanager
def sending(request: HttpRequest) -> Iterator[Coming | None]:
    """Answer a form in this block; `SentBefore` where it came before."""
    coming = _of(request)
    if coming is not None:
        first = Sending.objects.filter(user=coming.user, key=coming.key).first()
        if first is not None:
            raise SentBefore(first)
    token = _coming.set(coming)
    try:
        yield coming
    finally:
        _coming.reset(token)


def answer_kept(request: HttpRequest, coming: Coming | None, view: Any) -> HttpResponseBase:
    """What `view()` answers, kept for the second time."""
    before = len(_waiting(request)) if coming else 0
    answer: HttpResponseBase = view()
    if coming is None:
        return answer
    with transaction.atomic():
        coming.keep(request, answer, before)
    return answer


def _of(request: HttpRequest) -> Coming | None:
    once = request.POST.get(ONCE, "") if request.method == "POST" else ""
    if not once:
        return None
    sent = f"{once} {request.path}"
    return Coming(request.user, hashlib.sha256(sent.encode()).hexdigest(), _words(request))


def _words(request: HttpRequest) -> str:
    """A keyed hash of all that was sent; it says nothing to whoever reads the table."""
    files = [(name, file.name, file.size) for name in request.FILES for file in request.FILES.getlist(name)]
    typed = [(name, values) for name, values in request.POST.lists() if name not in NOT_WORDS]
    return ring().search_hash(f"sent {json.dumps([sorted(typed), sorted(files)])}").hex()[:64]


def _waiting(request: HttpRequest) -> list[Any]:
    """What is to be said on the next page; it stays to be said."""
    storage: Any = messages.get_messages(request)
    found = list(storage)
    for one in found:  # only what was not looked at yet would be turned into words when it is stored
        one.message = str(one.message)
    storage.used = False
    return found


def answer_again(request: HttpRequest, first: Sending) -> HttpResponse:
    """The answer of the first sending; where the words are others, those, and what may be done with them."""
    first = _finished(first)
    there = first.there or page_before(request) or "/"
    if first.words != _words(request):
        return _written_on(request, first, there)
    waiting = {str(one.message) for one in _waiting(request)}
    told = [(level, text) for level, text in first.told.get("words", []) if text not in waiting]
    for level, text in told:
        messages.add_message(request, level, text)
    if not waiting:
        messages.info(request, str(TWICE))
    return redirect(there)


def _finished(first: Sending) -> Sending:
    """The first sending with its answer: behind a long door it may still be at work."""
    for _look in range(PATIENCE):
        if first.there:
            break
        time.sleep(0.1)
        first.refresh_from_db()
    return first


def _written_on(request: HttpRequest, first: Sending, there: str) -> HttpResponse:
    """Somebody went back, changed the words and sent them: they are shown, and may be sent as a thing of their own."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in NOT_WORDS for value in values]
    words = {"at": first.at, "there": there, "fields": typed, "files": bool(request.FILES)}
    return render(request, "access/sent_before.html", words, status=409)


def forget_sendings() -> int:
    """Forms that were sent long ago are forgotten; how many."""
    gone, _each = Sending.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return gone
