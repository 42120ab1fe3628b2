import uuid

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_proof_of_addresses"),
        ("people", "0006_tell_of_dangers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lending",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("kind", models.CharField(help_text="of which table the row is", max_length=60)),
                ("row", models.UUIDField(help_text="the row that is lent")),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("name", "name"),
                            ("contact", "contact"),
                            ("address", "address"),
                            ("codes", "codes"),
                            ("services", "services"),
                        ],
                        help_text="where the row is read",
                        max_length=12,
                    ),
                ),
                ("reason", tilts.sealing.fields.SealedTextField(help_text="on which basis, in a sentence")),
                (
                    "folder",
                    models.ForeignKey(
                        help_text="the file in which the row lies",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.folder",
                    ),
                ),
                (
                    "lent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        help_text="the file to which it is lent",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.folder",
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
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("row", "to"),
                        name="row_lent_once",
                        violation_error_message="This is lent to that file already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to", models.F("folder")), _negated=True),
                        name="lent_to_another_file",
                        violation_error_message="This is written in that file: there is nothing to lend.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
    ]
