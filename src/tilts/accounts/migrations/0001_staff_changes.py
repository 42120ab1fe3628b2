import uuid

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0005_proof_of_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hire", "begin to work here"),
                            ("role", "another role"),
                            ("link", "link for a new password"),
                            ("reset", "second factor taken off"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for a second person"),
                            ("released", "released"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("declined", "declined by the person"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("case_worker", "social worker"),
                            ("specialist", "specialist"),
                            ("supervisor", "supervisor"),
                            ("operator", "helpline operator"),
                            ("mentor", "mentor or volunteer"),
                            ("police", "police officer"),
                            ("coordinator", "meeting coordinator"),
                            ("participant", "meeting participant"),
                            ("project_manager", "project manager"),
                            ("data_protection", "data protection officer"),
                            ("administrator", "system administrator"),
                            ("funder", "funder's viewer"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "profession",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("social_worker", "social worker"),
                            ("psychologist", "psychologist"),
                            ("lawyer", "lawyer"),
                            ("family_assistant", "family assistant"),
                            ("mentor", "mentor"),
                            ("other", "other specialist"),
                        ],
                        max_length=30,
                    ),
                ),
                ("made_account", models.BooleanField(default=False, help_text="the account was made for it")),
                (
                    "to_installation",
                    models.BooleanField(
                        default=False, help_text="nobody here may release it: data protection of the installation does"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "exception",
                    models.TextField(
                        blank=True, help_text="why nobody else could release it; names no client", max_length=1000
                    ),
                ),
                ("link_at", models.DateTimeField(help_text="when a link for a password was shown last", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="access.site",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ["-asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "released"))),
                        fields=("organisation", "user", "kind"),
                        name="one_staff_change_waits",
                        violation_error_message="The same was asked for already and waits. Look at the list of colleagues.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by", None),
                            models.Q(
                                models.Q(("released_by", models.F("asked_by")), _negated=True),
                                models.Q(("released_by", models.F("user")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="staff_change_released_by_another",
                        violation_error_message="Somebody else must release this: neither who asked nor whom it is about.",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
    ]
