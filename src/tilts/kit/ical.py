"""A calendar as RFC 5545 writes it: only moments and fixed words, times in UTC, lines folded at 75 octets."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 75
"""Octets of a line without its end; what follows begins with a space (RFC 5545, section 3.1)."""
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
STATUSES = ("CONFIRMED", "CANCELLED", "TENTATIVE")


@dataclass(frozen=True)
class Event:
    """One entry: a name that never changes, from when until when, what the calendar shows."""

    uid: str
    starts: datetime
    ends: datetime
    title: str
    changed: datetime
    sequence: int = 0
    status: str = "CONFIRMED"


def escaped(text: str) -> str:
    """A text as a value: backslash, semicolon, comma and line break are escaped, control characters dropped."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no letter is cut in two."""
    pieces, piece, octets = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE:
            pieces.append(piece)
            piece, octets = "", 1
        piece += letter
        octets += size
    return "\r\n ".join([*pieces, piece])


def moment(value: datetime) -> str:
    """A moment in UTC, so that no change of clocks is a question; one without a time zone is an error."""
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _event(event: Event) -> Iterable[str]:
    if event.status not in STATUSES:
        raise ValueError(f"no status {event.status}")
    return (
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{moment(event.changed)}",
        f"DTSTART:{moment(event.starts)}",
        f"DTEND:{moment(event.ends)}",
        f"SUMMARY:{escaped(event.title)}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{event.status}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    )


def calendar_text(name: str, events: Iterable[Event]) -> str:
    """The whole calendar; every line ends with CRLF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tilts//Calendar//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for event in events:
        lines += _event(event)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])
