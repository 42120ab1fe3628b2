"""The trace: every look, refusal and change leaves a row that names the record, never its content.

Each row is a link of its organisation's chain: its `mac` is keyed and covers the row and the link before it. The row of
`AuditHead` is the queue of that organisation's writers; nobody waits for a stranger.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tilts.access.keys import ring
from tilts.access.models import AuditEntry, AuditHead
from tilts.access.models.trace import NOBODY
from tilts.access.reach import Reach

COVERED = (
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
)
"""The columns that a link covers, in this order."""


def link(before: str, values: Iterable[Any]) -> str:
    """The mac of a row (its `COVERED` values) after the row with the mac `before`."""
    told = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    message = json.dumps([before, *told], default=str, separators=(",", ":"), ensure_ascii=False)
    return ring().trace_mac(message.encode()).hex()


def write_entry(reach: Reach, kind: str, record: Any = None, **more: Any) -> AuditEntry:
    """One row, in whatever transaction is open. `record` is a model instance, an id or nothing."""
    is_id = isinstance(record, UUID)
    entry = AuditEntry(
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
    return append(entry)


def append(entry: AuditEntry) -> AuditEntry:
    """Close the chain over one more row; holds the queue of its organisation until the transaction ends."""
    head = _head(entry.chain)
    entry.number = head.number + 1
    entry.mac = link(head.mac, (getattr(entry, name) for name in COVERED))
    entry.save(force_insert=True)
    head.number, head.mac = entry.number, entry.mac
    head.save(update_fields=["number", "mac"])
    return entry


def _head(chain: UUID) -> AuditHead:
    """The end of a chain, held; a first one is begun."""
    held = AuditHead.objects.select_for_update()
    head = held.filter(chain=chain).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        head = held.get(chain=chain)
    return head


def write_entry_first(reach: Reach, kind: str, record: UUID | None, outcome: str = "done", **more: Any) -> None:
    """One row committed in a short transaction of its own, before a byte of the record is shown."""
    with transaction.atomic():
        write_entry(reach, kind, record, outcome=outcome, **more)
