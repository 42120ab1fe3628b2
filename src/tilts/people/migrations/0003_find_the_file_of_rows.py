"""Rows about persons that were written before they remembered their file learn which one it was."""

from datetime import timedelta
from typing import Any

from django.db import migrations

VERBS = {
    "ContactWay": "contact.added",
    "Address": "address.added",
    "PersonCode": "code.added",
    "Standing": "standing.set",
    "HouseholdMember": "household.joined",
    "Relation": "relation.added",
}
AROUND = timedelta(seconds=5)
"""So far the trace of a verb lies from the row that it wrote."""


def find(apps: Any, _editor: Any) -> None:
    """The only file of the person; of several the one whose trace tells of the writing; else the most closed one."""
    for name, verb in VERBS.items():
        table = apps.get_model("people", name)
        for row in table._base_manager.filter(folder=None).iterator():
            table._base_manager.filter(pk=row.pk).update(folder=_file_of(apps, row, verb))


def _file_of(apps: Any, row: Any, verb: str) -> Any:
    links = apps.get_model("people", "FolderPerson").objects.filter(
        person=row.person_id, folder__organisation=row.organisation_id
    )
    # a restricted file first, then the one in which the person was placed first
    files = list(links.order_by("-folder__restricted", "pk").values_list("folder", flat=True))
    if len(files) > 1:
        near = row.created_at - AROUND, row.created_at + AROUND
        trace = apps.get_model("access", "AuditEntry").objects.filter(kind=verb, record__in=files, at__range=near)
        files = [*trace.values_list("record", flat=True)[:1], *files]
    return files[0] if files else _register(apps, row)


def _register(apps: Any, row: Any) -> Any:
    """Of somebody who stands in no file: where imported registers lie, into which nobody is let by this."""
    rows = apps.get_model("access", "Folder").objects
    of = {"organisation_id": row.organisation_id, "kind": "register"}
    return (rows.filter(**of).order_by("id").first() or rows.create(**of)).pk


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("people", "0002_rows_know_their_file"), ("access", "0002_keep_trace_append_only")]

    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
