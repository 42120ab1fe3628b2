"""Grants that were given before learn whether they go elsewhere."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.db.models.functions import Coalesce


def mark(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Whoever acts for the folder's own organisation is not from elsewhere; a guest is."""
    rows = apps.get_model("access", "Grant").objects.using(schema.connection.alias)
    whose = rows.annotate(whose=Coalesce("to_unit_id", "at_id"))
    at_home = whose.filter(whose=F("folder__organisation_id")).order_by().values("pk")
    rows.exclude(pk__in=at_home).update(elsewhere=True)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("access", "0006_mark_grants_from_elsewhere")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
