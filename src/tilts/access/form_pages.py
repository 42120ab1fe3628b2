"""Pages that ask for one thing and do it: a form, a verb, back to where one was.

A view finds what the page is about and gives an `Entry`; the rest is the same everywhere: the door of the verb's own
name, the rule before a form is shown, the verb's sentence at its field (422), a late writer's text. A view that does
more than that is an ordinary function behind a `door`.
"""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from tilts.access.actions import kind_of
from tilts.access.doors import Request, View, allowed, door, page
from tilts.access.told import go_on, pressed, told

SHOWN = ("form", "title", "back", "submit", "lead", "words", "items", "other")


@dataclass
class Entry:
    """What one page of a form is about, and what it says."""

    record: Any
    """What the verb is done with and its rule is asked about; `None` where it needs no record."""
    form: forms.Form
    """The form, with `request.POST or None`."""
    title: str | Promise
    """The heading."""
    back: str
    """The address to which one goes afterwards, and without it."""
    said: str | Promise | Callable[[Any], str] = ""
    """What the next page says once it is done, also from what the verb gave."""
    submit: str | Promise = ""
    """The button, where it is not "Save", or the title of a form that asks nothing."""
    lead: str | Promise | Callable[[Request], str] = ""
    """A line below the heading: which case, which step; also in words for whoever reads it."""
    words: str | Promise = ""
    """A paragraph above the form: what happens."""
    items: Collection[str | Promise] = ()
    """And a list below it."""
    other: tuple[str, str | Promise] | None = None
    """Another way out beside the button: address and words."""
    without: Collection[str] = ()
    """Fields of the form that the verb does not take."""
    values: Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]] | None = None
    """What the verb is given, where it is not what was typed; or how it is made of what was typed."""
    also: Mapping[str, Any] = field(default_factory=dict)
    """What the verb is given beside what was typed."""
    then: str | Callable[[Any], str] = ""
    """Where one goes instead of `back`, also from what the verb gave."""
    faster: str | Promise = ""
    """What is said at `back` where a colleague has done it already: then there is nothing to send again."""
    more: dict[str, Any] = field(default_factory=dict)
    """What else a template of its own needs."""

    def typed(self) -> dict[str, Any]:
        """What the verb is given: `facts()` of the form or what was typed, the version under the name verbs ask for."""
        if isinstance(self.values, Mapping):
            return {**self.values, **self.also}
        data = self.form.facts() if hasattr(self.form, "facts") else self.form.cleaned_data
        given = {name: value for name, value in data.items() if name not in {"version", *self.without}}
        if "version" in self.form.cleaned_data and "version" not in self.without:
            given["seen_version"] = self.form.cleaned_data["version"] or 0
        return {**(self.values(given) if self.values else given), **self.also}

    def shown(self, request: Request, template: str = "ui/form_page.html") -> HttpResponse:
        """The page with the form; 422 with what is wrong."""
        if "version" in self.form.fields and "version" not in self.form.initial:
            self.form.initial["version"] = getattr(self.record, "version", 0)
        words = {name: getattr(self, name) for name in SHOWN}
        if callable(self.lead):
            words["lead"] = self.lead(request)
        return page(request, template, 422 if self.form.errors else 200, **words, **self.more)


@dataclass
class Press:
    """What one button does; the button itself stands on another page."""

    record: Any
    back: str
    """The address of that page: there it is said how it went."""
    said: str | Promise = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What the verb is given beside the record."""
    faster: str | Promise = ""
    """What is said where a colleague has done it already, in words of its own."""


def form_page(  # noqa: PLR0913 - what a door may be told, and what a form may
    verb: Callable[..., Any],
    *,
    template: str = "ui/form_page.html",
    fresh: bool = False,
    asked: Iterable[str] = (),
    record_of: Callable[..., UUID | None] | None = None,
    at: str | None = None,
    late: Collection[str | Promise] = (),
) -> Callable[[Callable[..., Entry | HttpResponse]], View]:
    """Make a view that gives an `Entry` the page that does `verb`; `fresh`, `asked`, `record_of` as at a `door`.

    A view that finds nothing to ask gives the answer itself: what was asked for is done, go there.
    A refusal that names no field of its own stands at the field `at`, else above the form. `late` are the rule's own
    sentences for whoever began to write in time: they too stand above the form, and the text stays.
    """
    kind = kind_of(verb)

    def hang(find: Callable[..., Entry | HttpResponse]) -> View:
        @door(kind, fresh=fresh, asked=asked, record_of=record_of)
        @functools.wraps(find)
        def view(request: Request, **address: Any) -> HttpResponse:
            entry = find(request, **address)
            if isinstance(entry, HttpResponse):
                return entry
            _bind(request, entry.form)
            allowed_or_late(request, kind, entry.record, late)
            if request.method == "POST" and entry.form.is_valid() and (there := _done(request, verb, entry, at, late)):
                return redirect(there)
            return entry.shown(request, template)

        return view

    return hang


def button(
    verb: Callable[..., Any], *, fresh: bool = False, record_of: Callable[..., UUID | None] | None = None
) -> Callable[[Callable[..., Press]], View]:
    """Make a view that gives a `Press` the address of a button that does `verb`; a look at it goes back."""
    kind = kind_of(verb)

    def hang(find: Callable[..., Press]) -> View:
        @door(kind, fresh=fresh, record_of=record_of)
        @functools.wraps(find)
        def view(request: Request, **address: Any) -> HttpResponse:
            press = find(request, **address)
            allowed(request, kind, press.record)
            if request.method == "POST":
                _press(request, verb, press)
            return redirect(press.back)

        return view

    return hang


def _press(request: Request, verb: Callable[..., Any], press: Press) -> None:
    """Do it, and say on the next page how it went."""
    about = () if press.record is None else (press.record,)
    with transaction.atomic():
        if not pressed(request, press.said, verb, request.reach, *about, faster=press.faster, **press.values):
            transaction.set_rollback(True)  # what was refused may be pressed again


def _bind(request: Request, form: forms.Form) -> None:
    """A form that was sent is bound, also one without a word in it: a button."""
    if request.method == "POST" and not form.is_bound:
        form.data, form.is_bound = request.POST, True


def allowed_or_late(request: Request, kind: str, record: Any, late: Collection[str | Promise]) -> None:
    """As `allowed`, but whoever sends a form that was begun in time gets it back with the text."""
    if request.method == "POST" and late and request.reach.may(kind, record).sentence in late:
        return
    allowed(request, kind, record)


def _done(
    request: Request, verb: Callable[..., Any], entry: Entry, at: str | None, late: Collection[str | Promise]
) -> str:
    """Do it and say where to go; nowhere where it was refused."""
    result, given = None, entry.typed()
    about = () if entry.record is None else (entry.record,)
    with told(entry.form, at, shut=late), transaction.atomic():
        result = verb(request.reach, *about, **given)
    if entry.faster and getattr(entry.form, "was_second", False):
        entry.form.errors.clear()
        messages.warning(request, str(entry.faster))
        return entry.back
    go_on(entry.form, *about, *given.values())
    if entry.form.errors:
        return ""
    if said := entry.said(result) if callable(entry.said) else entry.said:
        messages.success(request, str(said))
    return (entry.then(result) if callable(entry.then) else entry.then) or entry.back
