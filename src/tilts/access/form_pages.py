"""Pages that ask for one thing and do it: a form, a verb, back to where one was.

A view finds what the page is about and gives an `Entry`; the rest is the same everywhere: the door of the verb's own
name, the rule before a form is shown, the verb's sentence at its field (422), a late writer's text, a second sending of
the same form. A view that does more than that is an ordinary function behind a `door`.
"""

import functools
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tilts.access.actions import kind_of
from tilts.access.doors import Request, View, allowed, door, page
from tilts.access.told import go_on, told

TWICE_WITHIN = 24 * 3600
"""For how many seconds a form that comes again is known."""


@dataclass
class Entry:
    """What one page of a form is about, and what it says."""

    record: Any
    """What the verb is done with and its rule is asked about; `None` where it needs no record."""
    form: forms.Form
    """The form, with `request.POST or None`."""
    title: str | Promise
    """The heading; also the button, unless `submit` says otherwise."""
    back: str
    """The address to which one goes afterwards, and without it."""
    said: str | Promise = ""
    """What the next page says once it is done."""
    submit: str | Promise = ""
    lead: str | Promise = ""
    """A line below the heading: which case, which step."""
    words: str | Promise = ""
    """A paragraph above the form: what happens."""
    without: Collection[str] = ()
    """Fields of the form that the verb does not take."""
    values: Mapping[str, Any] | None = None
    """What the verb is given, where it is not what was typed."""
    then: Callable[[Any], str] | None = None
    """Where one goes instead of `back`, from what the verb gave."""
    more: dict[str, Any] = field(default_factory=dict)
    """What else a template of its own needs."""

    def typed(self) -> dict[str, Any]:
        """What the verb is given; the version under the name by which verbs ask for it."""
        if self.values is not None:
            return dict(self.values)
        data = {name: value for name, value in self.form.cleaned_data.items() if name not in self.without}
        return data | {"seen_version": data.pop("version")} if "version" in data else data


def form_page(  # noqa: PLR0913 - what a door may be told, and what a form may
    verb: Callable[..., Any],
    *,
    template: str = "ui/form_page.html",
    fresh: bool = False,
    asked: Iterable[str] = (),
    record_of: Callable[..., UUID | None] | None = None,
    at: str | None = None,
    late: Collection[str | Promise] = (),
) -> Callable[[Callable[..., Entry]], View]:
    """Make a view that gives an `Entry` the page that does `verb`; `fresh`, `asked`, `record_of` as at a `door`.

    A refusal that names no field of its own stands at the field `at`, else above the form. `late` are the rule's own
    sentences for whoever began to write in time: they too stand above the form, and the text stays.
    """
    kind = kind_of(verb)

    def hang(find: Callable[..., Entry]) -> View:
        @door(kind, fresh=fresh, asked=asked, record_of=record_of)
        @functools.wraps(find)
        def view(request: Request, **address: Any) -> HttpResponse:
            entry = find(request, **address)
            _allowed(request, kind, entry, late)
            if request.method == "POST" and entry.form.is_valid() and (there := _done(request, verb, entry, at, late)):
                return redirect(there)
            if "version" in entry.form.fields and "version" not in entry.form.initial:
                entry.form.initial["version"] = getattr(entry.record, "version", 0)
            words = {name: getattr(entry, name) for name in ("form", "title", "back", "submit", "lead", "words")}
            status = 422 if entry.form.errors else 200
            return page(request, template, status, **words, **entry.more)

        return view

    return hang


def _allowed(request: Request, kind: str, entry: Entry, late: Collection[str | Promise]) -> None:
    """As `allowed`, but whoever sends a form that was begun in time gets it back with the text."""
    if request.method == "POST" and late and request.reach.may(kind, entry.record).sentence in late:
        return
    allowed(request, kind, entry.record)


def _done(
    request: Request, verb: Callable[..., Any], entry: Entry, at: str | None, late: Collection[str | Promise]
) -> str:
    """Do it and say where to go; nowhere where it was refused."""
    result, given = None, entry.typed()
    about = () if entry.record is None else (entry.record,)
    with told(entry.form, at, shut=late), transaction.atomic():
        if is_second_sending(request):
            messages.info(request, _("This was sent twice. It is written once."))
            return entry.back
        result = verb(request.reach, *about, **given)
    go_on(entry.form, *about, *given.values())
    if entry.form.errors:
        return ""
    if entry.said:
        messages.success(request, str(entry.said))
    return entry.then(result) if entry.then else entry.back


def is_second_sending(request: Request) -> bool:
    """Whether this very form, with these very words, came before: a double click, a page sent again after going back.

    The token against forgery is masked anew for each page, so it tells one showing of a form from another. Asked in the
    transaction that writes: what was refused may be sent again.
    """
    if "csrfmiddlewaretoken" not in request.POST:
        return False
    sent = (request.path, sorted((name, tuple(values)) for name, values in request.POST.lists()))
    return not cache.add(f"sent:{hashlib.sha256(repr(sent).encode()).hexdigest()}", 1, TWICE_WITHIN)
