"""The trace is only ever added to: triggers on the embedded database."""

from typing import Any

from django.db import migrations

from tilts.access.append_only import keep_append_only, let_go


def keep(apps: Any, schema_editor: Any) -> None:
    keep_append_only(schema_editor.connection)


def drop(apps: Any, schema_editor: Any) -> None:
    let_go(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_create_tables")]

    operations = [migrations.RunPython(keep, drop)]
