"""The registry of what is held of a person: each room says it once, in its `holdings.py`.

From these declarations come the copy that a person may ask for, the erasure with its proof, the keeping time and what
stops a release. A room says which of its tables it answers for (`tables`): a house test finds one that nobody does.

A holding reads through `rows`, a function from a table to its rows: the reach of whoever prepares a copy, or all rows
of the organisation where two people have agreed that something leaves or goes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from tilts.kit.redaction import strike

Words = str | Promise
Rows = Callable[[Any], Any]


@dataclass(frozen=True)
class Subject:
    """Whom it is about.

    `folders` are the files in which the person stands; `own` those that are about nobody else who is still here, so
    that their texts go with the person. From the other files only `words` (names, ways to reach) are struck out.
    A file without a person in the register (a report that was sent back) has no `person`.
    """

    organisation: UUID
    person: UUID | None = None
    folders: frozenset[UUID] = frozenset()
    own: frozenset[UUID] = frozenset()
    words: tuple[str, ...] = ()
    born: date | None = None


@dataclass(frozen=True)
class Piece:
    """One thing that is held; with a `key` it is a free text, which somebody looks through before it leaves."""

    label: Words
    text: str
    day: date | None = None
    key: str = ""
    folder: UUID | None = None
    for_themselves: bool = False
    """Given to the person alone, never to a parent or somebody else who asks for them."""


@dataclass(frozen=True)
class Gone:
    """One record that was emptied, or taken away, and of what kind it was."""

    kind: str
    record: UUID | None


@dataclass(frozen=True)
class Start:
    """The event from which a keeping time runs: which class, of what, since when (None: it has not happened yet)."""

    event: str
    what: str
    day: date | None


@dataclass(frozen=True)
class Texts:
    """Free texts of a table whose rows lie in a folder: shown, corrected, emptied or struck out alike.

    `folder` and `day` are columns of the table; `fields` the columns of text, or of texts by question (a dictionary).
    """

    table: Any
    label: Words
    fields: tuple[str, ...]
    folder: str
    day: str = ""
    shown: bool = True
    within: Callable[[Any, Subject], Any] | None = None
    """Which rows are meant, where a folder (an imported register) holds rows of many people."""
    mine: Callable[[Any, Subject], bool] | None = None
    """Whether a row is about the subject alone, where its folder is not."""

    def rows(self, rows: Rows, subject: Subject) -> Iterable[Any]:
        """The rows in the subject's folders."""
        if self.within:
            return list(self.within(rows(self.table), subject))
        return list(rows(self.table).filter(**{f"{self.folder}__in": subject.folders}).order_by("pk"))

    def pieces(self, rows: Rows, subject: Subject) -> Iterable[Piece]:
        """Every text, with a key by which a decision about it is kept."""
        for row in self.rows(rows, subject):
            day = getattr(row, self.day, None) if self.day else None
            for field in self.fields:
                for name, text in texts_in(getattr(row, field)):
                    key = f"{self.table._meta.label_lower}:{row.pk}:{field}{name and ':' + name}"
                    yield Piece(self.label, text, day, key, getattr(row, self.folder))

    def empty(self, rows: Rows, subject: Subject) -> Iterable[Gone]:
        """Empty the texts of the subject's own files; strike the subject's words out of the others."""
        for row in self.rows(rows, subject):
            mine = getattr(row, self.folder) in subject.own or bool(self.mine and self.mine(row, subject))
            if _write(row, self.fields, None if mine else subject.words):
                yield Gone(self.table._meta.label_lower, row.pk)


def texts_in(value: Any) -> Iterable[tuple[str, str]]:
    """The texts of a field, by the name of the question where there are several."""
    if isinstance(value, dict):
        return [(str(name), text) for name, text in value.items() if isinstance(text, str) and text]
    return [("", value)] if value else []


def _write(row: Any, fields: Sequence[str], words: Sequence[str] | None) -> bool:
    changed = []
    for field in fields:
        before = getattr(row, field)
        after = _left(before, words)
        if after != before:
            setattr(row, field, after)
            changed.append(field)
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def _left(value: Any, words: Sequence[str] | None) -> Any:
    """What is left of a text: nothing without `words`, else the text with those struck out."""
    if isinstance(value, dict):
        kept = {} if words is None else value
        return {name: strike(text, words or ()) if isinstance(text, str) else text for name, text in kept.items()}
    return "" if words is None else strike(value, words)


def _none(*_asked: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Holding:
    """What one room holds of a person. Whatever is not said is nothing."""

    key: str
    title: Words
    tables: tuple[Any, ...]
    """The tables that this room answers for."""
    texts: tuple[Texts, ...] = ()
    facts: Callable[[Rows, Subject], Iterable[Piece]] = _none
    """What is written, other than free texts."""
    empty: Callable[[Rows, Subject], Iterable[Gone]] = _none
    """Empty what `texts` does not name."""
    stays: Words = ""
    """What is left after an erasure, and why, in a sentence."""
    folders: Callable[[Rows, frozenset[UUID]], Iterable[UUID]] = _none
    """Folders that belong to these folders (a report joined to a case)."""
    own: Callable[[Rows, Subject], Iterable[UUID]] = _none
    """Which of the subject's folders are about nobody else who is still here."""
    against: Callable[[Rows, Subject], Iterable[UUID]] = _none
    """Folders in which the subject stands only as somebody accused, or beside: their own copy never tells of them."""
    others: Callable[[Rows, Subject], Iterable[str]] = _none
    """Names of other people in the subject's folders, to be taken out of a copy."""
    stops: Callable[[Rows, Subject, UUID | None, str], Iterable[Words]] = _none
    """Why this adult (a person here, or a name) should not be given the child's file."""
    edges: Callable[[Rows, Subject, date], Iterable[date]] = _none
    """Days of counted acts that fall in a year in which the person born on that day passes an age that is counted."""
    starts: Callable[[Rows, Subject], Iterable[Start]] = _none
    """From which events the keeping time of this subject runs."""
    due: Callable[[Rows, UUID, dict[str, date]], Iterable[tuple[UUID | None, UUID | None]]] = _none
    """Persons, or folders without a person, whose event lies on or before its day: (person, folder)."""

    def pieces(self, rows: Rows, subject: Subject) -> list[Piece]:
        """All that this room holds and may be shown to the person."""
        found = list(self.facts(rows, subject))
        for texts in self.texts:
            found += texts.pieces(rows, subject) if texts.shown else ()
        return found

    def emptied(self, rows: Rows, subject: Subject) -> list[Gone]:
        """Empty it all; what was emptied."""
        gone = [one for texts in self.texts for one in texts.empty(rows, subject)]
        return gone + list(self.empty(rows, subject))


HOLDINGS: dict[str, Holding] = {}


def holding(key: str, title: Words, *, tables: Iterable[Any], **more: Any) -> Holding:
    """Declare what a room holds; each key once."""
    if key in HOLDINGS:
        raise ValueError(f"the holding {key} is declared twice")
    HOLDINGS[key] = Holding(key, title, tuple(tables), **more)
    return HOLDINGS[key]
