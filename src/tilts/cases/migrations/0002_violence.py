import uuid

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_proof_of_addresses"),
        ("cases", "0001_create_tables"),
        ("people", "0007_rows_are_lent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Violence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("told_on", models.DateField(help_text="the day on which it was told")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("physical", "physical"),
                            ("sexual", "sexual"),
                            ("economic", "economic"),
                            ("emotional", "emotional"),
                            ("threats", "threats"),
                            ("control", "violent control"),
                            ("neglect", "neglect (of a child)"),
                            ("not_known", "not known"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "setting",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("family", "in the family"),
                            ("outside", "outside the family"),
                            ("not_known", "not known"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("partner", "spouse or partner"),
                            ("former_partner", "former spouse or partner"),
                            ("parent", "parent"),
                            ("child", "son or daughter"),
                            ("relative", "other relative"),
                            ("household", "lives in the same household"),
                            ("acquaintance", "acquaintance or neighbour"),
                            ("institution", "works at a school or a place of care"),
                            ("other_child", "another child"),
                            ("stranger", "stranger"),
                            ("not_known", "not known"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "alleged_sex",
                    models.CharField(
                        blank=True,
                        choices=[("m", "male"), ("f", "female"), ("x", "other"), ("not_known", "not known")],
                        max_length=12,
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="violence", to="access.folder"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="violence",
                        to="people.person",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["told_on", "created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("folder", "person", "kind", "setting", "relation", "alleged_sex"),
                        name="violence_told_once",
                        violation_error_message="This is written down already.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
    ]
