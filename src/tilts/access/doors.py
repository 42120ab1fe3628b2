"""Doors: the one decorator a view wears.

A door asks for a login, asks the rule, commits the read's trace first, and only then lets the view run in its own
transaction. A GET cannot write: READ ONLY on PostgreSQL, a read-only connection on SQLite. Unknown and out of reach
give the same 404; within reach but not allowed gives 403 with a sentence.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.actor import acting, looking
from tilts.access.audit import hash_of_question, write_entry_first, write_looks_first
from tilts.access.constraints import in_sentences
from tilts.access.drafts import begin_with, keep_what_came
from tilts.access.heard import Named, names_heard
from tilts.access.held import AGAIN, ChangedMeanwhile, begins_anew
from tilts.access.held import look as look_once
from tilts.access.models import AuditEntry
from tilts.access.named import NAMED, Shown, files_shown
from tilts.access.proof import ask_again, away_to, is_fresh, put_aside
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.access.sendings import Coming, SentBefore, answer_again, answer_kept, sending
from tilts.access.standing import MAY_STAND_SO, NOWHERE, Purpose, Standing, basis_of, standing
from tilts.kit.panels import panels_for


class Request(HttpRequest):
    """A request that came through a door: it carries its reach, and how that stands to the record of the address."""

    reach: Reach
    door: str
    """The name of the door: that of the rule which is asked."""
    standing: Standing
    purpose_said: str


View = Callable[..., HttpResponseBase]
READS = ("GET", "HEAD", "OPTIONS")


@contextmanager
def _read_only(reach: Reach) -> Iterator[None]:
    """One snapshot in which a write raises; rolled back at the end, for there is nothing to keep."""
    if connection.vendor == "sqlite":
        with connection.reading():  # type: ignore[attr-defined]
            yield
        return
    with transaction.atomic():
        try:
            with looking(reach):
                yield
        finally:
            transaction.set_rollback(True)


@dataclass
class _Look:
    """One passing of a door: who, by which name, at which record; its entry in the trace once that is written."""

    request: Request
    kind: str
    record: UUID | None
    asked: str = ""
    basis: str = ""
    entry: AuditEntry | None = None

    def write(self, outcome: str = "done") -> None:
        """Commit it to the trace; a refusal after the door takes back the look that was written before."""
        taken_back = self.entry.id if self.entry else None
        self.entry = write_entry_first(
            self.request.reach,
            self.kind,
            self.record,
            outcome,
            asked=self.asked,
            basis=self.basis,
            takes_back=taken_back,
        )

    def refuse(self, sentence: str, *, typed: Iterable[str] = ()) -> HttpResponse:
        """403 with a sentence, once the refusal is in the trace; what was typed comes back to whoever typed it."""
        self.write("refused")
        words = {"sentence": sentence or _("Your role does not include this."), "typed": list(typed)}
        return render(self.request, "403.html", words, status=403)

    def stand(self) -> None:
        """Put the standing to the record on the request; it is the basis of this look."""
        request = self.request
        request.standing, request.purpose_said = NOWHERE, ""
        if self.record is None or not request.reach.is_one_of(*MAY_STAND_SO):
            return
        # grants and walls are under no policy of the database: it need not know who asks
        request.standing = standing(request.reach, self.record)
        self.basis = basis_of(request.standing, self.said)
        request.purpose_said = str(Purpose(self.basis).label) if self.basis in Purpose.values else ""

    @property
    def said(self) -> str:
        """Why somebody reads as a supervisor in this session, once they said it."""
        return str(self.request.session.get("purpose", ""))

    @property
    def needs_purpose(self) -> bool:
        """Whether a supervisor has yet to say why they read."""
        return self.request.standing.asks_purpose and not self.request.purpose_said

    def files(self, heard: Named) -> Shown | None:
        """The other files of which the answer shows something; nothing is shown before a purpose is said."""
        if not heard:
            return None
        shown = files_shown(self.request.reach, heard, besides=self.record)
        if shown.needs_purpose and self.said not in Purpose.values:
            raise PurposeFirst
        return shown

    def tell(self, shown: Shown) -> None:
        """Commit an entry for each of these files to the trace: a look into it, or that a name of it was shown."""
        bases = {file: basis_of(standing, self.said) for file, standing in shown.standings.items()}
        named = {file: basis for file, basis in bases.items() if file not in shown.opened}
        opened = {file: basis for file, basis in bases.items() if file in shown.opened}
        write_looks_first(self.request.reach, self.kind, opened)
        write_looks_first(self.request.reach, NAMED, named, fields=[self.kind])


class PurposeFirst(Exception):
    """The answer would show a name to a supervisor who has not said why they read; what the view did is undone."""


def _to_purpose(request: Request) -> HttpResponse:
    """The page where a supervisor says why they read; then on with what they asked for."""
    there = request.get_full_path() if request.method in READS else request.path
    if request.method == "POST":
        put_aside(request)
    return away_to(request, f"{reverse('access:purpose')}?{urlencode({'next': there})}")


@contextmanager
def reading(request: Request) -> Iterator[None]:
    """For a long view: a short look at the rows within reach, in which nothing can be written."""
    with _read_only(request.reach):
        yield


def also_seen(request: Request, kind: str, records: Iterable[UUID]) -> None:
    """A page that shows several files says so in the trace of each, before a byte of it is sent (in a `long` view)."""
    write_looks_first(request.reach, kind, dict.fromkeys(records, ""))


@contextmanager
def _room(request: Request) -> Iterator[None]:
    """The transaction in which a view runs."""
    if request.method in READS:
        with _read_only(request.reach):
            yield
        return
    with transaction.atomic(), acting(request.reach):
        yield


def _answered(
    look: _Look, coming: Coming | None, view: Callable[[], HttpResponseBase], long: bool
) -> tuple[HttpResponseBase, Shown | None]:
    """What the view answers, and the files of which that shows something."""
    with names_heard() as heard:
        answer = answer_kept(look.request, coming, view)
    with reading(look.request) if long and heard else nullcontext():
        return answer, look.files(heard)


def _enter(look: _Look, view: View, kwargs: dict[str, Any], long: bool) -> HttpResponseBase:
    for tried in range(AGAIN + 1):
        try:
            with look_once(once_more=not long and tried < AGAIN):
                return _entered(look, view, kwargs, long)
        except (ChangedMeanwhile, OperationalError) as fault:
            if long or tried == AGAIN or not begins_anew(fault):
                raise
    raise AssertionError  # the last time it is answered or raised


def _entered(look: _Look, view: View, kwargs: dict[str, Any], long: bool) -> HttpResponseBase:
    request = look.request
    try:
        with sending(request) as coming, in_sentences(), nullcontext() if long else _room(request):
            answer, shown = _answered(look, coming, functools.partial(view, request, **kwargs), long)
        if shown:
            look.tell(shown)
        return answer
    except SentBefore as again:
        return answer_again(request, again.first)
    except PurposeFirst:
        return _to_purpose(request)
    except (ObjectDoesNotExist, Http404, ValidationError) as missing:
        look.write("refused")
        gone = Http404()
        gone.typed = _sentences(request)  # type: ignore[attr-defined]
        raise gone from missing
    except Refused as refusal:
        return look.refuse(str(refusal.sentence), typed=_sentences(request))


def _sentences(request: Request) -> list[str]:
    """What was typed in words: the door was shut while somebody wrote, and the text is still theirs."""
    return [text for texts in request.POST.lists() for text in texts[1] if len(text.split()) > 1]


def _question(request: Request, names: Iterable[str]) -> str:
    """The hash of what was typed into these fields; nothing is kept of a page that was only opened."""
    typed = request.POST if request.method == "POST" else request.GET
    return hash_of_question(" ".join(typed.get(name, "") for name in names))


def _before(look: _Look, fresh: bool) -> HttpResponse | None:
    """What stands between the actor and the record: the rule, a fresh proof, a purpose to say."""
    decision = look.request.reach.may(look.kind)
    if not decision:
        return look.refuse(str(decision.sentence))
    if fresh and not is_fresh(look.request):
        return ask_again(look.request)
    look.stand()
    return _to_purpose(look.request) if look.needs_purpose else None


def door(
    name: str,
    *,
    fresh: bool = False,
    long: bool = False,
    asked: Iterable[str] = (),
    record_of: Callable[..., UUID | None] | None = None,
) -> Callable[[View], View]:
    """Let a view be entered by those whose rule `name` says yes; `name` is also the kind of the trace.

    The trace names the record by the `id` of the address, or by what `record_of(reach, **kwargs)` makes of another
    address: what lies in a file is traced as a look into that file, and needs its purpose. `asked` are the fields of a
    search: their keyed hash is traced, so that who asks the same again is seen. `fresh` doors ask again who it is,
    unless that was proved a moment ago; nothing typed is lost by it. A `long` view (one that examines a file) holds no
    transaction while it works: it looks under `reading(request)`, and its actions open their own.
    """

    def hang(view: View) -> View:
        @functools.wraps(view)
        def entered(request: Request, **kwargs: Any) -> HttpResponseBase:
            request.door = name
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if request.method in READS:
                request.reach = request.reach.reading()
            look = _Look(request, name, kwargs.get("id"), _question(request, asked))
            if record_of and request.reach.may(name):
                with transaction.atomic(), acting(request.reach):
                    look.record = record_of(request.reach, **kwargs)
            if stopped := _before(look, fresh):
                return stopped
            look.write()
            return _enter(look, view, kwargs, long)

        entered.door, entered.fresh, entered.keeps_typed = name, fresh, "q" not in asked  # type: ignore[attr-defined]
        return entered

    return hang


def _to_sign_in(request: Request) -> HttpResponse:
    """The session has ended: what was typed waits behind the next sign-in, for whoever typed it."""
    if request.method == "POST" and keep_what_came(request):
        messages.info(request, _("What you typed is kept. Sign in, look at it and send it."))
    return redirect_to_login(request.get_full_path())


def lent_page(name: str, *, fresh: bool = False) -> Callable[[View], View]:
    """The door of a library's page: login, rule and fresh proof as ours; transactions and traces are its own."""

    def hang(view: View) -> View:
        @functools.wraps(view)
        def entered(request: Request, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return _before(_Look(request, name, None), fresh) or view(request, **kwargs)

        entered.door, entered.fresh, entered.lent = name, fresh, True  # type: ignore[attr-defined]
        return entered

    return hang


def outside(*of: str) -> Callable[[View], View]:
    """Stamp a page that is entered though the session is locked (`lock`) or has no second factor (`second_factor`)."""

    def hang(view: View) -> View:
        view.outside = of  # type: ignore[attr-defined]
        return view

    return hang


def stands_outside(view: View, of: str) -> bool:
    """Whether a view is open to everybody, or stamped as standing outside."""
    return str(getattr(view, "door", "")).startswith("open: ") or of in getattr(view, "outside", ())


def allowed(request: Request, name: str, record: Any) -> Any:
    """The record, if the rule `name` lets this actor do that with it; else 403 before a form is shown."""
    decision = request.reach.may(name, record=record)
    if not decision:
        raise NotAllowed(decision.sentence)
    return record


def open_page(reason: str) -> Callable[[View], View]:
    """Stamp a page that needs no login, with the reason why."""

    def hang(view: View) -> View:
        view.door = f"open: {reason}"  # type: ignore[attr-defined]
        return view

    return hang


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render now, inside the door: outside it the rows are no longer within reach.

    A form of which something was typed and not sent begins with it. What rooms lend to every page (the bar of a case)
    is drawn where the frame asks for it.
    """
    begin_with(request, context)
    context.setdefault("above", lambda: [html for lent in panels_for("page") if (html := lent.show(request, None))])
    return render(request, template, context, status=status)
