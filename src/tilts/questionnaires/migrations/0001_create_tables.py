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
            name="Questionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60)),
                ("title_lv", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("use", models.CharField(choices=[("doorstep", "at the door"), ("full", "in a talk")], max_length=20)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "id"],
            },
        ),
        migrations.CreateModel(
            name="QuestionnaireVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("source", models.TextField(help_text="readable XLSForm")),
                ("xform", models.TextField(help_text="the same, converted once when published")),
                ("scoring", models.JSONField(default=dict)),
                ("licence", models.CharField(max_length=100)),
                ("source_note", models.TextField(blank=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="questionnaires.questionnaire",
                    ),
                ),
            ],
            options={
                "ordering": ["questionnaire", "-number"],
            },
        ),
        migrations.CreateModel(
            name="Answers",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("complete", "complete")], default="draft", max_length=10
                    ),
                ),
                ("coded", models.JSONField(db_column="values", default=dict, help_text="answers that are counted")),
                ("texts", tilts.sealing.fields.SealedJSONField(blank=True, help_text="answers in words")),
                ("sources", models.JSONField(default=dict)),
                ("comments", tilts.sealing.fields.SealedJSONField(blank=True)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("filled_on", models.DateField(default=django.utils.timezone.localdate)),
                ("answered", models.PositiveSmallIntegerField(default=0)),
                ("unknown", models.PositiveSmallIntegerField(default=0)),
                ("total_yes", models.PositiveSmallIntegerField(default=0)),
                (
                    "computed_level",
                    models.CharField(
                        blank=True,
                        choices=[("standard", "standard risk"), ("medium", "medium risk"), ("high", "high risk")],
                        max_length=10,
                    ),
                ),
                (
                    "professional_level",
                    models.CharField(
                        blank=True,
                        choices=[("standard", "standard risk"), ("medium", "medium risk"), ("high", "high risk")],
                        max_length=10,
                    ),
                ),
                ("professional_reason", tilts.sealing.fields.SealedTextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "filled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "questionnaire_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="questionnaires.questionnaireversion",
                    ),
                ),
            ],
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation", None)),
                fields=("code",),
                name="questionnaire_code_once_shipped",
                violation_error_message="Tilts brings a questionnaire with this code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                fields=("organisation", "code"),
                name="questionnaire_code_once_in_organisation",
                violation_error_message="There is a questionnaire with this code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "number"),
                name="questionnaire_version_number_once",
                violation_error_message="There is a version with this number already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_from", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="questionnaire_version_ends_after_start",
                violation_error_message="A version cannot end before it starts.",
            ),
        ),
        migrations.AddIndex(
            model_name="answers",
            index=models.Index(fields=["folder", "state", "filled_on"], name="answers_of_folder"),
        ),
        migrations.AddIndex(
            model_name="answers",
            index=models.Index(fields=["organisation", "filled_on"], name="answers_of_day"),
        ),
        migrations.AddConstraint(
            model_name="answers",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("completed_at", None), ("state", "draft")),
                    models.Q(("completed_at__isnull", False), ("state", "complete")),
                    _connector="OR",
                ),
                name="complete_answers_have_their_moment",
                violation_error_message="Say when the questionnaire was finished.",
            ),
        ),
    ]
