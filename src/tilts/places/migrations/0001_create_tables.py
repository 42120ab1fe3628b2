import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("name_lv", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                ("kind", models.CharField(choices=[("city", "city"), ("county", "county")], max_length=10)),
                ("valid_from", models.DateField()),
                ("valid_before", models.DateField(blank=True, null=True)),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="places.territory",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_before", None), ("valid_before__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="territory_ends_after_it_starts",
                        violation_error_message="A territory ends after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("successor", None), ("valid_before", None)),
                            models.Q(("successor__isnull", False), ("valid_before__isnull", False)),
                            _connector="OR",
                        ),
                        name="territory_successor_when_it_ends",
                        violation_error_message="A territory that ended has a successor, another one has none.",
                    ),
                ],
            },
        ),
    ]
