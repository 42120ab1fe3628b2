import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_keep_trace_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("path", models.CharField(help_text="the address of the page, ids and all", max_length=300)),
                ("typed", tilts.sealing.fields.SealedJSONField(default=dict)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "membership",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "membership", "path"),
                        name="draft_once_for_a_page",
                        violation_error_message="What you typed on this page is kept already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("membership", None)),
                        fields=("user", "path"),
                        name="draft_once_for_a_page_of_a_guest",
                        violation_error_message="What you typed on this page as a guest is kept already.",
                    ),
                ],
            },
        ),
    ]
