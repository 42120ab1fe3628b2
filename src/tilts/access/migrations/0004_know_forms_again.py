import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_keep_what_is_typed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(
                        help_text="hash of the form's own key and the address it is sent to", max_length=64
                    ),
                ),
                ("words", models.CharField(help_text="keyed hash of all that was sent", max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("there", models.TextField(blank=True, help_text="the address to which it led")),
                ("told", tilts.sealing.fields.SealedJSONField(blank=True, help_text="what was said there")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["at"], name="access_send_at_0e3b10_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "key"),
                        name="each_form_is_sent_once",
                        violation_error_message="This was sent twice. It is written once.",
                    )
                ],
            },
        ),
    ]
