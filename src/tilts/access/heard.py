"""What an answer shows of whom, told while it is drawn: the door hears it, and writes it down before a byte is sent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Model


@dataclass
class Named:
    """What was named while somebody listened."""

    folders: set[UUID] = field(default_factory=set)
    """Files in which one knows them, where the page knew."""
    opened: set[UUID] = field(default_factory=set)
    """Files of which more than a name is shown."""
    bearers: dict[type[Model], set[UUID]] = field(default_factory=lambda: defaultdict(set))
    """Of the others, whose name it is."""

    def __bool__(self) -> bool:
        """Whether anything was shown."""
        return bool(self.folders or self.opened or self.bearers)


_heard: ContextVar[Named | None] = ContextVar("named", default=None)


def name_shown(bearer: Model | None = None, *, folder: UUID | None = None) -> None:
    """A name is about to be shown: of whom, or in which file one knows it."""
    heard = _heard.get()
    if heard is None:
        return
    if folder is not None:
        heard.folders.add(folder)
    elif bearer is not None:
        heard.bearers[type(bearer)].add(bearer.pk)


def looked_into(folders: Iterable[UUID]) -> None:
    """More than names of these files is about to be shown, written down or handed over."""
    heard = _heard.get()
    if heard is not None:
        heard.opened.update(folders)


@contextmanager
def names_heard() -> Iterator[Named]:
    """Hear whose names are shown until the block ends."""
    heard = Named()
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)
