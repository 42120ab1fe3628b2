"""Are the chains of the trace whole? Walked by number, streaming, against their ends here and those sent off.

A fault is found by whoever has the key, however clever the one who wrote the table was without it. What kind of fault
it is, is said as well as it can be known afterwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tilts.access.audit import COVERED, link
from tilts.access.models import AuditEntry, AuditHead
from tilts.trace.heads import SentHeads

BATCH = 2000
MOST_PLACES = 20
"""How many broken places of one chain are told apart; the rest are counted."""
NUMBER = COVERED.index("number")


class Fault(models.TextChoices):
    """What is wrong at one place of a chain; the label is a sentence about entries `number` to `last`."""

    EDITED = "edited", _("Entry %(number)d was changed, or is not the one that was written here.")
    MISSING = "missing", _("Entries %(number)d to %(last)d are missing.")
    SWAPPED = "swapped", _("Entry %(number)d was swapped with another.")
    INSERTED = "inserted", _("Entry %(number)d was put in by somebody without the key.")
    TAIL_CUT = "tail_cut", _("The end is cut off from entry %(number)d on.")
    HEAD_DIFFERS = "head_differs", _("The last entry %(number)d is not the one at which the chain ended.")
    SENT_DIFFERS = "sent_differs", _("Entry %(number)d is not the one that was sent off.")
    SENT_GONE = "sent_gone", _("The end at entry %(number)d was sent off, but it is not there any more.")


@dataclass(frozen=True)
class Place:
    """One broken place: what is wrong, from which number to which."""

    fault: Fault
    number: int
    last: int

    def __str__(self) -> str:
        return str(self.fault.label) % {"number": self.number, "last": self.last}


@dataclass
class ChainReport:
    """One chain: how many entries were read, where it is broken, how many broken places more there are."""

    chain: UUID
    entries: int = 0
    places: list[Place] = field(default_factory=list)
    more: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.places

    def add(self, fault: Fault, number: int, last: int | None = None) -> None:
        """Note a broken place, or count it where there are many."""
        if len(self.places) < MOST_PLACES:
            self.places.append(Place(fault, number, number if last is None else last))
        else:
            self.more += 1


@dataclass(frozen=True)
class _Broken:
    """A row whose mac does not fit where it stands."""

    values: tuple[Any, ...]
    before: str
    mac: str

    @property
    def number(self) -> int:
        return int(self.values[NUMBER])

    def fits(self, before: str, number: int) -> bool:
        values = list(self.values)
        values[NUMBER] = number
        return link(before, values) == self.mac


class _Walk:
    """One walk along a chain."""

    def __init__(self, chain: UUID, sent: dict[int, str] | None) -> None:
        self.report = ChainReport(chain)
        self.sent = sent or {}
        self.asks_sent = sent is not None
        self.number = 0
        self.before = ""
        self.verified = ""
        self.shift = 0
        self.after_gap = False
        self.broken: list[_Broken] = []

    def take(self, row: tuple[Any, ...]) -> None:
        """One entry more."""
        values, mac = row[:-1], row[-1]
        number = values[NUMBER]
        if number != self.number + 1:
            self.report.add(Fault.MISSING, self.number + 1, number - 1)
            self.after_gap = True
        here = _Broken(values, self.before, mac)
        if self.after_gap or here.fits(self.before, number - self.shift):
            self.verified = mac
        else:
            self._fails(here)
        if self.sent.get(number, mac) != mac:
            self.report.add(Fault.SENT_DIFFERS, number)
        self.number, self.before, self.after_gap = number, mac, False
        self.report.entries += 1

    def _fails(self, here: _Broken) -> None:
        """Not what was written here; if it fits one place earlier, the one before it was put in between."""
        if self.broken and self.broken[-1].number == self.number:
            swapped = self.broken[-1].fits(here.mac, here.number - self.shift)
            if not swapped and here.fits(self.verified, here.number - self.shift - 1):
                self.shift += 1
                self.verified = here.mac
                self.report.add(Fault.INSERTED, self.broken.pop().number)
                return
        if len(self.broken) < MOST_PLACES:
            self.broken.append(here)
        else:
            self.report.more += 1

    def end(self, head: AuditHead | None, beyond: int) -> ChainReport:
        """What the end tells: here, and where it was sent to."""
        self._say_what_is_broken()
        report, number = self.report, self.number
        if beyond:
            report.add(Fault.INSERTED, number + 1, number + beyond)
        if head and number < head.number:
            report.add(Fault.TAIL_CUT, number + 1, head.number)
        elif head and head.mac != self.before:
            report.add(Fault.HEAD_DIFFERS, number)
        self._ask_where_it_was_sent(head)
        report.places.sort(key=lambda place: place.number)
        return report

    def _ask_where_it_was_sent(self, head: AuditHead | None) -> None:
        last_sent = max(self.sent, default=0)
        if last_sent > self.number:
            self.report.add(Fault.TAIL_CUT, self.number + 1, last_sent)
        if head and self.asks_sent and head.sent_number > last_sent:
            self.report.add(Fault.SENT_GONE, head.sent_number)

    def _say_what_is_broken(self) -> None:
        macs = {one.mac for one in self.broken} | {one.before for one in self.broken}
        faults = [(one, _moved(one, self.broken, macs)) for one in self.broken]
        innocent = [one for one, fault in faults if fault is None]
        for one, fault in faults:
            # what only follows a moved entry is not told, unless nothing else is
            if fault or len(innocent) == len(faults):
                self.report.add(fault or Fault.EDITED, one.number)


def _moved(one: _Broken, others: list[_Broken], macs: set[str]) -> Fault | None:
    """Swapped if it fits at another's place; none if it fits where it stands, after an entry that was moved."""
    if any(one.fits(mac, one.number) for mac in macs):
        return None
    places = {other.number for other in others} - {one.number}
    if any(one.fits(mac, number) for number in places for mac in macs):
        return Fault.SWAPPED
    return Fault.EDITED


def _chains(sent: SentHeads) -> list[UUID]:
    kept = AuditEntry.objects.order_by().values_list("chain", flat=True).distinct()
    return sorted({*AuditHead.objects.values_list("chain", flat=True), *kept, *sent.by_chain})


def verify(sent: SentHeads | None = None, chains: Iterable[UUID] | None = None) -> Iterator[ChainReport]:
    """A report of every chain (or of these), one after another; `sent` is none where nothing is sent off."""
    known = sent or SentHeads()
    for chain in _chains(known) if chains is None else chains:
        yield verify_chain(chain, known.by_chain.get(chain, {}) if sent else None)


def verify_chain(chain: UUID, sent: dict[int, str] | None) -> ChainReport:
    """Walk one chain to its end; entries that colleagues write meanwhile are walked too."""
    walk = _Walk(chain, sent)
    rows = AuditEntry.objects.filter(chain=chain).order_by("number").values_list(*COVERED, "mac")
    head = _head(chain)
    while True:
        goal = head.number if head else 0
        for row in rows.filter(number__gt=walk.number, number__lte=goal).iterator(chunk_size=BATCH):
            walk.take(row)
        beyond = rows.filter(number__gt=goal).count()
        before, head = head, _head(chain)
        if head is None or before is None or head.number == before.number:
            return walk.end(head, beyond)


def _head(chain: UUID) -> AuditHead | None:
    return AuditHead.objects.filter(chain=chain).first()
