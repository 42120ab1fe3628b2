"""Ends of the chains, sent off the machine: what was cut from a chain since is found by them.

`TILTS_AUDIT_HEADS` is a file, or a folder, on another machine. Each line tells a moment, a chain, a number and a mac,
and is signed with the key of the trace, so that nobody without it can put a line of their own there.
"""

import json
import os
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tilts.access.models import AuditHead
from tilts.sealing.keys import ring

FILE_NAME = "tilts-audit-heads.jsonl"


class HeadsFile(Exception):
    """The file of the heads cannot be written or read; the message is a sentence."""


@dataclass
class SentHeads:
    """What was sent off: for each chain the macs by number; lines with a wrong signature, and torn ones."""

    by_chain: dict[UUID, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    foreign: list[int] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)


def heads_file() -> Path | None:
    """Where the heads are sent; none where nothing was set."""
    if not settings.AUDIT_HEADS:
        return None
    path = Path(settings.AUDIT_HEADS)
    return path / FILE_NAME if path.is_dir() else path


def signature(told: list[Any]) -> str:
    """The keyed signature of a line."""
    return ring().trace_mac(json.dumps(["head", *told]).encode()).hex()


def _line(moment: str, head: AuditHead) -> str:
    told = [moment, str(head.chain), head.number, head.mac]
    names = ("moment", "chain", "number", "mac")
    return json.dumps({**dict(zip(names, told, strict=True)), "signature": signature(told)})


def send_heads() -> int:
    """Send off the ends that moved since the last time; how many. `HeadsFile` where the file cannot be written.

    Called by the server every minute and by `tilts audit heads`.
    """
    path = heads_file()
    if path is None:
        return 0
    now = timezone.now()
    moved = list(AuditHead.objects.filter(number__gt=F("sent_number")).order_by("chain"))
    _write(path, "".join(_line(now.isoformat(), head) + "\n" for head in moved))
    for head in moved:
        AuditHead.objects.filter(chain=head.chain).update(sent_number=head.number, sent_at=now)
    return len(moved)


def _write(path: Path, lines: str) -> None:
    """Add the lines in one go, on the disk before we go on; a line that was torn before is closed first."""
    try:
        with path.open("a+b") as file:
            end = file.seek(0, os.SEEK_END)
            if end:
                file.seek(end - 1)
                lines = lines if file.read(1) == b"\n" or not lines else "\n" + lines
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as wrong:
        raise HeadsFile(
            _("The ends of the trace cannot be sent off: “%(file)s” cannot be written (%(why)s).")
            % {"file": path, "why": wrong.strerror}
        ) from wrong


def sent_heads() -> SentHeads | None:
    """Everything that was sent off; none where nothing is sent. `HeadsFile` where the file cannot be read."""
    found, path = SentHeads(), heads_file()
    if path is None:
        return None
    try:
        if not path.exists():
            return found
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                _read(found, number, line)
    except OSError as wrong:
        raise HeadsFile(
            _("The ends of the trace that were sent off cannot be read: “%(file)s” (%(why)s).")
            % {"file": path, "why": wrong.strerror}
        ) from wrong
    return found


def _read(found: SentHeads, number: int, line: str) -> None:
    try:
        told = json.loads(line)
        values = [told[name] for name in ("moment", "chain", "number", "mac")]
        chain, ours = UUID(told["chain"]), told["signature"] == signature(values)
    except (ValueError, KeyError, TypeError, AttributeError):
        found.torn.append(number)
        return
    if ours:
        found.by_chain[chain][int(told["number"])] = told["mac"]
    else:
        found.foreign.append(number)
