"""What a backup proves: every row, every link of the trace, every figure of every report, told in one snapshot and
compared with what came back."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tilts.access.actor import acting
from tilts.access.audit import COVERED, link
from tilts.access.models import AuditEntry, AuditHead
from tilts.access.reach import Reach, unscoped
from tilts.kit.figures import Figure
from tilts.kit.periods import Period
from tilts.projects.models import Project, Target
from tilts.reports.planned import figures_of, report_on

REASON = "backup: every report is counted again"
JOB = Reach(purpose="job")
SPAN = 2**128


def tables() -> dict[str, list[Any]]:
    """How many rows every table has, and a digest of them all, whatever their order."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        told = _of_postgres if connection.vendor == "postgresql" else _of_sqlite
        return {name: told(cursor, connection.ops.quote_name(name)) for name in names}


def _of_postgres(cursor: Any, table: str) -> list[Any]:
    hashed = "('x' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric"
    cursor.execute(f"SELECT count(*), coalesce(sum({hashed}), 0) FROM {table} t")
    count, digest = cursor.fetchone()
    return [count, str(digest)]


def _of_sqlite(cursor: Any, table: str) -> list[Any]:
    count, digest = 0, 0
    cursor.execute(f"SELECT * FROM {table}")
    while rows := cursor.fetchmany(1000):
        for row in rows:
            count += 1
            digest += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=16).digest(), "big")
    return [count, f"{digest % SPAN:x}"]


def _told(figure: Figure) -> str:
    return f"{figure.state.value} {figure.value}"


def figures(day: date) -> dict[str, list[str]]:
    """Every figure of every project's report, from its first day to this one."""
    found = {}
    for project in unscoped(Project, reason=REASON).select_related("organisation").order_by("code"):
        last = max(min(day, project.ends), project.starts)
        targets = unscoped(Target, reason=REASON).filter(project=project).select_related("site").order_by("pk")
        period = Period.of(project.starts, last)
        report = report_on(Reach(purpose="counting"), project, period, targets, today=day)
        found[project.code] = [_told(one) for one in figures_of(report)]
    return found


def heads() -> dict[str, list[Any]]:
    """The end of every chain of the trace."""
    return {str(head.chain): [head.number, head.mac] for head in AuditHead.objects.order_by("chain")}


def broken_chains() -> list[str]:
    """The chains of the trace that do not hold, from their first link to the head."""
    ends: dict[UUID, tuple[int, str]] = {}
    broken = set()
    for entry in AuditEntry.objects.order_by("chain", "number").iterator(chunk_size=2000):
        number, mac = ends.get(entry.chain, (0, ""))
        values = (getattr(entry, name) for name in COVERED)
        if entry.number != number + 1 or link(mac, values) != entry.mac:
            broken.add(entry.chain)
        ends[entry.chain] = (entry.number, entry.mac)
    for head in AuditHead.objects.all():
        if ends.pop(head.chain, (0, "")) != (head.number, head.mac):
            broken.add(head.chain)
    return sorted(map(str, broken | set(ends)))


def migrations() -> list[str]:
    """How far the database has come."""
    return sorted(".".join(one) for one in MigrationRecorder(connection).applied_migrations())


def unknown_migrations(manifest: dict[str, Any]) -> list[str]:
    """What this version of Tilts does not know: the backup is of a newer one."""
    known = {".".join(one) for one in (MigrationLoader(None).disk_migrations or {})}
    return sorted(set(manifest["migrations"]) - known)


NEEDED = ("plan.0001_create_tables",)
"""What every backup has since the migrations began anew: one without has tables that no way leads from."""


def lacking_migrations(manifest: dict[str, Any]) -> list[str]:
    """What a backup lacks that is from before the migrations began anew; none where it tells of no tables."""
    return sorted(set(NEEDED) - set(manifest["migrations"])) if manifest["migrations"] else []


@dataclass(frozen=True)
class Compared:
    """One thing that was compared: what was told, and whether it is so."""

    sentence: str
    holds: bool


def compare_rows(manifest: dict[str, Any]) -> Compared:
    """Every table against the manifest."""
    with transaction.atomic(), acting(JOB):
        now = tables()
    then = manifest["tables"]
    wrong = sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
    rows = sum(count for count, _digest in then.values())
    told = f"rows: {len(then) - len(wrong)} of {len(then)} tables equal, {rows} rows"
    return Compared(told + (f"; not equal: {', '.join(wrong)}" if wrong else ""), not wrong)


def compare_trace(manifest: dict[str, Any]) -> Compared:
    """Every chain of the trace, link by link, and its head against the manifest."""
    with transaction.atomic(), acting(JOB):
        now, broken = heads(), broken_chains()
    then = manifest["heads"]
    wrong = sorted({*broken, *(chain for chain in {*now, *then} if now.get(chain) != then.get(chain))})
    entries = sum(number for number, _mac in then.values())
    return Compared(f"trace: {len(then) - len(wrong)} of {len(then)} chains hold, {entries} entries", not wrong)


def compare_figures(manifest: dict[str, Any]) -> Compared:
    """Every report counted again, against the manifest."""
    with transaction.atomic(), acting(JOB):
        now = figures(date.fromisoformat(manifest["day"]))
    then = manifest["figures"]
    wrong = sorted(code for code in {*now, *then} if now.get(code) != then.get(code))
    told = f"figures: {len(then) - len(wrong)} of {len(then)} reports equal, {sum(map(len, then.values()))} figures"
    return Compared(told + (f"; not equal: {', '.join(wrong)}" if wrong else ""), not wrong)
