import uuid
from decimal import Decimal

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
        ("cases", "0001_create_tables"),
        ("places", "0001_create_tables"),
        ("projects", "0001_create_tables"),
        ("questionnaires", "0001_create_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DoorstepReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("number", models.CharField(max_length=40)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("form", "filled in here"),
                            ("e_address", "e-address"),
                            ("email", "e-mail"),
                            ("phone", "phone"),
                            ("paper", "paper"),
                        ],
                        default="form",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being filled in"),
                            ("sent", "waiting"),
                            ("taken_up", "taken up"),
                            ("returned", "returned"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField(blank=True, null=True)),
                ("happened_on", models.DateField(blank=True, null=True)),
                ("sender_kind", models.CharField(blank=True, max_length=30)),
                (
                    "known_at_desk",
                    models.BooleanField(help_text="may anyone at this desk know the parties?", null=True),
                ),
                ("person_name", tilts.sealing.fields.SealedTextField(blank=True)),
                ("person_phone", tilts.sealing.fields.SealedTextField(blank=True)),
                ("phone_is_safe", models.BooleanField(null=True)),
                ("address", tilts.sealing.fields.SealedTextField(blank=True)),
                ("alleged_name", tilts.sealing.fields.SealedTextField(blank=True)),
                ("account", tilts.sealing.fields.SealedTextField(blank=True)),
                ("children_present", models.BooleanField(null=True)),
                ("separation_from", models.DateTimeField(blank=True, null=True)),
                ("separation_until", models.DateTimeField(blank=True, null=True)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("high", "high risk"), ("medium", "medium risk"), ("standard", "standard risk")],
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("contacted_at", models.DateTimeField(blank=True, null=True)),
                ("return_reason", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "folder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.territory",
                    ),
                ),
                (
                    "to_user",
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
                "ordering": ["-sent_at", "-created_at"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("instrument", models.CharField(max_length=60)),
                ("filled_on", models.DateField(db_index=True)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("high", "high risk"), ("medium", "medium risk"), ("standard", "standard risk")],
                        max_length=10,
                    ),
                ),
                ("newly_known", models.BooleanField(null=True)),
                (
                    "answers",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="questionnaires.answers"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "filled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.folder"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="risk.doorstepreport",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.territory",
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
                "ordering": ["-filled_on", "-created_at"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="QuestionnaireAttribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.DecimalField(decimal_places=4, default=Decimal("1"), max_digits=5)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attributions",
                        to="risk.questionnaire",
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
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="doorstepreport",
            index=models.Index(fields=["desk", "state", "-sent_at"], name="risk_doorst_desk_id_81b143_idx"),
        ),
        migrations.AddConstraint(
            model_name="doorstepreport",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"),
                name="report_number_once_in_organisation",
                violation_error_message="Another report got this number at the same moment. Send it once more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="doorstepreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("sent_at__isnull", False), _connector="OR"),
                name="sent_report_has_its_moment",
                violation_error_message="Say when the report was sent.",
            ),
        ),
    ]
