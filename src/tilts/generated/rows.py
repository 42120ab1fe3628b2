"""Rows that wait to be written together, and the trace that the verbs would have left."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from tilts.access.audit import COVERED, link
from tilts.access.causes import because_of
from tilts.access.models import AuditEntry, AuditHead, Folder, Grant, Organisation, User
from tilts.access.relationships import RELATIONSHIPS
from tilts.generated.draw import Draw

M = TypeVar("M", bound=Model)
AT_ONCE = 2_000
"""Rows of one table in one statement, at most."""


class Rows:
    """What is written next: rows by table, and entries by chain of the trace."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Any]] = {}
        self._heads: dict[UUID, AuditHead] = {}

    def add(self, row: M) -> M:
        """Keep a row for the next `write`."""
        self._rows.setdefault(type(row), []).append(row)
        return row

    def let_in(self, draw: Draw, folder: Folder, kind: str, starts: datetime, basis: str, **to: Any) -> Grant:
        """A grant as `access.actions.let_in` writes it; `to` says to whom, because of what, and what else differs."""
        to |= because_of(to.pop("because", None))
        zones = to.pop("zones", None) or RELATIONSHIPS[kind]
        told = {f"zone_{zone}": level for zone, level in zones.items()}
        return self.add(Grant(id=draw.id(), folder=folder, kind=kind, starts=starts, basis=basis, **to, **told))

    def trace(self, draw: Draw, kind: str, at: datetime, who: User, of: Organisation, role: str, record: Model) -> None:
        """The entry that the verb of this kind leaves."""
        self.add(
            AuditEntry(
                id=draw.id(),
                chain=of.pk,
                at=at,
                kind=kind,
                user=who.pk,
                organisation=of.pk,
                role=role,
                record=record.pk,
                record_kind=record._meta.label_lower,
            )
        )

    def write(self) -> None:
        """Write what waits. Must stand inside a transaction."""
        self._close_chains(self._rows.get(AuditEntry, []))
        for model, rows in self._rows.items():
            model._base_manager.bulk_create(rows, batch_size=AT_ONCE)
        self._rows = {}

    def _close_chains(self, entries: list[AuditEntry]) -> None:
        for entry in entries:
            head = self._heads.get(entry.chain) or self._head(entry.chain)
            entry.number = head.number = head.number + 1
            entry.mac = head.mac = link(head.mac, (getattr(entry, name) for name in COVERED))
        for head in self._heads.values():
            head.save()

    def _head(self, chain: UUID) -> AuditHead:
        held = AuditHead.objects.select_for_update().filter(chain=chain).first()
        self._heads[chain] = held or AuditHead(chain=chain)
        return self._heads[chain]
