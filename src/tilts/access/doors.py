"""Doors: the one decorator a view wears.

A door asks for a login, asks the rule, commits the read's trace first, and only then lets the view run in its own
transaction. A GET cannot write: READ ONLY on PostgreSQL, `query_only` on SQLite. Unknown and out of reach give the
same 404; within reach but not allowed gives 403 with a sentence.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tilts.access.actor import acting
from tilts.access.audit import write_entry_first
from tilts.access.reach import NotAllowed, Reach, Refused
from tilts.access.standing import GLASS, MAY_STAND_SO, NOWHERE, Purpose, Standing, standing


class Request(HttpRequest):
    """A request that came through a door: it carries its reach, and how that stands to the record of the address."""

    reach: Reach
    standing: Standing
    purpose_said: str


View = Callable[..., HttpResponse]
READS = ("GET", "HEAD", "OPTIONS")


@contextmanager
def _read_only() -> Iterator[None]:
    """One snapshot in which a write raises; rolled back at the end, for there is nothing to keep."""
    if connection.vendor == "sqlite":
        mode, connection.transaction_mode = connection.transaction_mode, None  # type: ignore[attr-defined]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = ON")
                try:
                    yield
                finally:
                    # straight to the driver: after a refused write Django lets no more queries through
                    connection.connection.execute("PRAGMA query_only = OFF")
        finally:
            connection.transaction_mode = mode  # type: ignore[attr-defined]
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _refuse(request: Request, kind: str, record: UUID | None, sentence: str) -> HttpResponse:
    write_entry_first(request.reach, kind, record, outcome="refused")
    return render(request, "403.html", {"sentence": sentence or _("Your role does not include this.")}, status=403)


def _enter(request: Request, view: View, kind: str, record: UUID | None, kwargs: dict[str, Any]) -> HttpResponse:
    block = _read_only() if request.method in READS else transaction.atomic()
    try:
        with block, acting(request.reach):
            return view(request, **kwargs)
    except (ObjectDoesNotExist, Http404, ValidationError) as missing:
        write_entry_first(request.reach, kind, record, outcome="refused")
        raise Http404 from missing
    except Refused as refusal:
        return _refuse(request, kind, record, str(refusal.sentence))


def _stand(request: Request, record: UUID | None) -> str:
    """Put the standing on the request; what lies in the trace of this look as its basis."""
    request.standing, request.purpose_said = NOWHERE, ""
    if record is None or not request.reach.is_one_of(*MAY_STAND_SO):
        return ""
    with _read_only(), acting(request.reach):
        request.standing = standing(request.reach, record)
    if request.standing.glass_until:
        return GLASS
    said = request.session.get("purpose", "") if request.standing.needs_purpose else ""
    request.purpose_said = str(Purpose(said).label) if said in Purpose.values else ""
    return str(said)


def _asks_purpose(request: Request) -> bool:
    return request.standing.needs_purpose and not request.standing.glass_until and not request.purpose_said


def _to_purpose(request: Request) -> HttpResponse:
    """The page where a supervisor says why they read; then back to what they asked for."""
    there = request.get_full_path() if request.method in READS else request.path
    return redirect(f"{reverse('access:purpose')}?{urlencode({'next': there})}")


def door(name: str, *, fresh: bool = False) -> Callable[[View], View]:
    """Let a view be entered by those whose rule `name` says yes; `name` is also the kind of the trace.

    `fresh` doors ask again who it is, unless that was proved a moment ago.
    """

    def hang(view: View) -> View:
        @functools.wraps(view)
        def entered(request: Request, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            record = kwargs.get("id")
            decision = request.reach.may(name)
            if not decision:
                return _refuse(request, name, record, str(decision.sentence))
            basis = _stand(request, record)
            if _asks_purpose(request):
                return _to_purpose(request)
            write_entry_first(request.reach, name, record, basis=basis)
            if request.method in READS:
                request.reach = request.reach.reading()
            return _enter(request, view, name, record, kwargs)

        entered.door, entered.fresh = name, fresh  # type: ignore[attr-defined]
        return entered

    return hang


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
    """Render now, inside the door: outside it the rows are no longer within reach."""
    return render(request, template, context, status=status)
