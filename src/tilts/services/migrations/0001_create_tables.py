import datetime
import uuid
from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tilts.sealing.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_create_tables"),
        ("people", "0001_create_tables"),
        ("projects", "0001_create_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "specialism",
                    models.CharField(
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
                ("day", models.DateField(db_index=True)),
                ("starts_at", models.TimeField(blank=True, null=True)),
                ("minutes", models.PositiveIntegerField()),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("phone", "by phone"),
                            ("online", "online"),
                            ("outreach", "on a visit"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("held", "held"), ("no_show", "did not come"), ("cancelled", "cancelled")],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("topic", tilts.sealing.fields.SealedTextField(blank=True)),
                ("partner", models.CharField(blank=True, max_length=200)),
                ("interpreter_language", models.CharField(blank=True, max_length=20)),
                ("register_key", models.CharField(blank=True, editable=False, max_length=80)),
                ("register_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "folder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.folder",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.site",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
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
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="services.session",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SessionAttribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.DecimalField(decimal_places=4, default=Decimal("1"), max_digits=5)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attributions", to="services.session"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.budgetline",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="projects.project"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                models.F("folder"),
                models.OrderBy(models.F("day"), descending=True),
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce("starts_at", models.Value(datetime.time(12, 0))),
                    descending=True,
                ),
                models.F("id"),
                name="sessions_of_folder_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["organisation", "day"], name="services_se_organis_fb6cbd_idx"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                name="session_minutes_within_a_day",
                violation_error_message="The length must be between 1 minute and 24 hours.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                condition=models.Q(("register_key", ""), _negated=True),
                fields=("organisation", "register_key"),
                name="session_register_key_once",
                violation_error_message="A consultation with this key of the register is here already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("session", "person"),
                name="person_once_in_session",
                violation_error_message="This person takes part already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionattribution",
            constraint=models.UniqueConstraint(
                fields=("act", "project"),
                name="session_once_in_project",
                violation_error_message="This consultation is charged to this project already.",
            ),
        ),
    ]
