"""The trace: every look, refusal and change leaves a row that names the record, never its content.

Each row is a link of its organisation's chain: its `mac` is keyed and covers the row and the link before it. The row of
`AuditHead` is the queue of that organisation's writers; nobody waits for a stranger.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tilts.access.models import AuditEntry, AuditHead
from tilts.access.models.trace import NOBODY
from tilts.access.prepared import look_up
from tilts.access.reach import Reach
from tilts.kit.text import fold
from tilts.sealing.keys import ring

COVERED = (
    "id",
    "chain",
    "number",
    "at",
    "kind",
    "outcome",
    "user",
    "organisation",
    "role",
    "record",
    "record_kind",
    "purpose",
    "basis",
    "fields",
    "asked",
    "takes_back",
)
"""The columns that a link covers, in this order: all but the mac itself."""

_write = json.JSONEncoder(default=str, separators=(",", ":"), ensure_ascii=False).encode


def link(before: str, values: Iterable[Any]) -> str:
    """The mac of a row (its `COVERED` values) after the row with the mac `before`.

    A moment is told in UTC to the microsecond, an id in its usual letters: what either database gives back is equal to
    what was written.
    """
    told = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return ring().trace_mac(_write([before, *told]).encode()).hex()


def hash_of_question(question: str) -> str:
    """What the trace keeps of a search: equal questions are seen to be equal, and no more; empty for none."""
    words = fold(question)
    return ring().search_hash(f"asked {words}")[:16].hex() if words else ""


def write_entry(reach: Reach, kind: str, record: Any = None, **more: Any) -> AuditEntry:
    """One row, in whatever transaction is open. `record` is a model instance, an id or nothing."""
    return append(_entry(reach, kind, record, **more))


def _entry(reach: Reach, kind: str, record: Any, **more: Any) -> AuditEntry:
    is_id = isinstance(record, UUID)
    return AuditEntry(
        chain=reach.organisation.id if reach.organisation else NOBODY,
        at=timezone.now(),
        kind=kind,
        user=reach.user.id if reach.user else None,
        organisation=reach.organisation.id if reach.organisation else None,
        role=reach.role,
        purpose=reach.purpose,
        record=record if is_id else getattr(record, "pk", None),
        record_kind="" if is_id or record is None else record._meta.label_lower,
        **more,
    )


def append(entry: AuditEntry) -> AuditEntry:
    """Close the chain over one more row; holds the queue of its organisation until the transaction ends."""
    _append_all([entry])
    return entry


def _append_all(entries: list[AuditEntry]) -> None:
    """Close a chain over more rows of it.

    Three statements, however many: the head is read and held, the entries are written, the head is moved.
    """
    head = _head(entries[0].chain)
    for entry in entries:
        entry.number = head.number = head.number + 1
        entry.mac = head.mac = link(head.mac, (getattr(entry, name) for name in COVERED))
    AuditEntry.objects.bulk_create(entries)
    head.save(update_fields=["number", "mac"])


def _head(chain: UUID) -> AuditHead:
    """The end of a chain, held; a first one is begun."""
    if held := look_up(held_head, chain=chain):
        return held[0]
    AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
    return look_up(held_head, chain=chain)[0]


def held_head(*, chain: UUID) -> QuerySet[AuditHead]:
    """The end of a chain, locked until the transaction ends; one at most."""
    return AuditHead.objects.select_for_update().filter(chain=chain)


def write_entry_first(reach: Reach, kind: str, record: Any, outcome: str = "done", **more: Any) -> AuditEntry:
    """One row committed in a short transaction of its own, before a byte of the record is shown."""
    with transaction.atomic():
        return write_entry(reach, kind, record, outcome=outcome, **more)


def write_looks_first(reach: Reach, kind: str, bases: Mapping[UUID, str], **more: Any) -> None:
    """The same for several records that one page shows, each with the basis on which it is shown."""
    entries = [_entry(reach, kind, record, basis=basis, **more) for record, basis in bases.items()]
    if entries:
        with transaction.atomic():
            _append_all(entries)
