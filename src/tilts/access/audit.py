"""The trace: every look, refusal and change leaves a row that names the record, never its content."""

from typing import Any
from uuid import UUID

from django.db import transaction

from tilts.access.models import AuditEntry
from tilts.access.reach import Reach


def write_entry(reach: Reach, kind: str, record: Any = None, **more: Any) -> AuditEntry:
    """One row, in whatever transaction is open. `record` is a model instance, an id or nothing."""
    is_id = isinstance(record, UUID)
    return AuditEntry.objects.create(
        kind=kind,
        user=reach.user.id if reach.user else None,
        organisation=reach.organisation.id if reach.organisation else None,
        role=reach.role,
        purpose=reach.purpose,
        record=record if is_id else getattr(record, "pk", None),
        record_kind="" if is_id or record is None else record._meta.label_lower,
        **more,
    )


def write_entry_first(reach: Reach, kind: str, record: UUID | None, outcome: str = "done") -> None:
    """One row committed in a short transaction of its own, before a byte of the record is shown."""
    with transaction.atomic():
        write_entry(reach, kind, record, outcome=outcome)
