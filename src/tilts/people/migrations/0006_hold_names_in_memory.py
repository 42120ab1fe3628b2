"""The keyed pieces of names go; names are found in memory, and what changed is told."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_mark_grants"),
        ("people", "0005_say_what_is_refused"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameChanges",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="access.organisation",
                    ),
                ),
                ("steps", models.JSONField(default=list)),
            ],
        ),
        migrations.DeleteModel(
            name="NameKey",
        ),
    ]
