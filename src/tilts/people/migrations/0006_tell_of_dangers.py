"""Ways to reach somebody that are not safe are told of as those will be that are written from now on."""

from typing import Any

from django.db import migrations

TOLD = ("organisation_id", "person_id", "channel", "value_hash")


def tell(apps: Any, _editor: Any) -> None:
    """One row for each way that is not safe and was not taken back."""
    danger = apps.get_model("people", "Danger").objects
    ways = apps.get_model("people", "ContactWay")._base_manager.filter(safe=False, voided_at=None)
    for way in ways.iterator():
        danger.get_or_create(way_id=way.pk, defaults={name: getattr(way, name) for name in TOLD})


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("people", "0005_dangers_of_ways")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
