"""Load the local governments of Latvia since 2009."""

import csv
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REGISTER = Path(__file__).resolve().parent.parent / "data" / "territories.csv"


def load(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Write every row of the register; keys to successors are checked at the end of the transaction."""
    territory = apps.get_model("places", "Territory")
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    territory.objects.using(schema.connection.alias).bulk_create(
        territory(
            code=row["code"],
            name_lv=row["name_lv"],
            name_en=row["name_en"],
            kind=row["kind"],
            valid_from=row["valid_from"],
            valid_before=row["valid_before"] or None,
            successor_id=row["successor"] or None,
        )
        for row in rows
    )


def unload(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Take the rows away again, each before its successor."""
    rows = apps.get_model("places", "Territory").objects.using(schema.connection.alias)
    while rows.filter(predecessors=None).delete()[0]:
        pass


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("places", "0001_create_tables")]

    operations = [migrations.RunPython(load, unload)]
