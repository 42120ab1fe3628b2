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
        ("sharing", "0002_doer_of_referral"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "sent",
                    tilts.sealing.fields.SealedJSONField(
                        blank=True, default=dict, help_text="what its page shows: titles and texts"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("code_hash", models.CharField(blank=True, editable=False, max_length=128)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("ends", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, help_text="for the first time", null=True)),
                ("opened_last", models.DateTimeField(blank=True, null=True)),
                (
                    "signed",
                    tilts.sealing.fields.SealedTextField(blank=True, help_text="who answered there, as they wrote it"),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "forgotten_at",
                    models.DateTimeField(blank=True, help_text="when it was forgotten who answered", null=True),
                ),
                (
                    "given_by",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sharing.referral"
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
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("voided_at", None)),
                        fields=("referral",),
                        name="one_living_link_of_a_referral",
                        violation_error_message="Somebody gave them another link at this moment. Look at the referral.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
    ]
