import uuid

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_create_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("title", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statement", "statement or report"),
                            ("decision", "decision or court paper"),
                            ("medical", "medical paper"),
                            ("photo", "photograph"),
                            ("consent", "consent"),
                            ("agreement", "agreement"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("services", "services and course of the case"),
                            ("name", "names and persons"),
                            ("contact", "safe ways to reach"),
                            ("address", "addresses"),
                            ("codes", "personal codes and numbers"),
                            ("risk", "danger and risk"),
                            ("privileged", "my own notes"),
                            ("admin", "organisation of the case"),
                        ],
                        default="services",
                        max_length=20,
                    ),
                ),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            ("image/jpeg", "JPEG"),
                            ("image/png", "PNG"),
                            ("image/webp", "WebP"),
                            ("text/plain", "text"),
                            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"),
                            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
                            ("application/vnd.oasis.opendocument.text", "ODT"),
                            ("application/vnd.oasis.opendocument.spreadsheet", "ODS"),
                            ("application/vnd.etsi.asic-e+zip", "EDOC"),
                        ],
                        max_length=80,
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="bytes of what is kept")),
                ("digest", models.CharField(blank=True, help_text="keyed hash of what is kept", max_length=64)),
                ("signed", models.BooleanField(default=False, help_text="bears signatures and is kept byte for byte")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("quarantine", "waits for the virus scanner"),
                            ("clean", "examined"),
                            ("refused", "refused"),
                            ("erased", "erased"),
                        ],
                        default="quarantine",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="code of why it was refused", max_length=40)),
                ("day", models.DateField()),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                ("file", models.CharField(blank=True, help_text="random name under the data folder", max_length=32)),
                ("key", models.CharField(blank=True, help_text="id of the key that sealed the file", max_length=20)),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["-day", "-created_at", "id"],
                "indexes": [
                    models.Index(fields=["folder", "-day"], name="documents_d_folder__b7e291_idx"),
                    models.Index(
                        condition=models.Q(("state", "quarantine")), fields=["state"], name="documents_that_wait"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), ("state__in", ("refused", "erased"))),
                            models.Q(("state__in", ("quarantine", "clean")), models.Q(("file", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="document_has_its_file_or_none",
                        violation_error_message="A document that is kept has its file.",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
    ]
