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
        ("places", "0001_create_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("police", "police"),
                            ("court", "court"),
                            ("orphans_court", "Orphan's and Custody Court"),
                            ("social_service", "social service office"),
                            ("crisis_centre", "crisis centre"),
                            ("shelter", "shelter"),
                            ("school", "school"),
                            ("kindergarten", "kindergarten"),
                            ("family_doctor", "family doctor"),
                            ("hospital", "hospital"),
                            ("probation", "State Probation Service"),
                            ("prosecutor", "prosecutor's office"),
                            ("municipality", "municipality"),
                            ("ngo", "non-governmental organisation"),
                            ("state_agency", "state agency"),
                            ("other", "other institution"),
                        ],
                        max_length=30,
                    ),
                ),
                ("contact", tilts.sealing.fields.SealedTextField(blank=True)),
                (
                    "ends",
                    models.DateField(blank=True, help_text="from this day one no longer works with them", null=True),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
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
                "ordering": ["name", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                ("what", models.CharField(max_length=200)),
                ("for_whom", models.CharField(blank=True, max_length=200)),
                ("languages", models.CharField(blank=True, max_length=120)),
                ("price", models.CharField(blank=True, max_length=120)),
                (
                    "capacity",
                    models.CharField(
                        choices=[("free", "there is room"), ("full", "no room"), ("unknown", "not known")],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("capacity_on", models.DateField(blank=True, help_text="on which day that was asked", null=True)),
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
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="directory.partner"
                    ),
                ),
            ],
            options={
                "ordering": ["what", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("voided_why", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("agreement", "cooperation agreement"), ("order", "order"), ("law", "law")],
                        max_length=20,
                    ),
                ),
                ("signed_on", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                ("zones", models.JSONField(blank=True, default=list)),
                ("for_meetings", models.BooleanField(default=False)),
                (
                    "number",
                    models.CharField(blank=True, help_text="where the document is found: its number", max_length=100),
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
                    "with_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="directory.partner",
                    ),
                ),
            ],
            options={
                "ordering": ["-signed_on", "id"],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every_row", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField(default="0001-01-01")),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.territory"
                    ),
                ),
            ],
            options={
                "ordering": ["territory", "starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends", None), ("ends__gt", models.F("starts")), _connector="OR"),
                        name="desk_in_order",
                        violation_error_message="A desk cannot end before it starts.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="partner",
            index=models.Index(fields=["organisation", "name"], name="partner_of_organisation"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["organisation", "with_organisation"], name="agreement_between"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", True), ("with_organisation__isnull", False)),
                    models.Q(("partner__isnull", False), ("with_organisation__isnull", True)),
                    _connector="OR",
                ),
                name="agreement_with_one",
                violation_error_message="Say with whom: a partner, or an organisation that works here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gt", models.F("signed_on")), _connector="OR"),
                name="agreement_ends_after_signing",
                violation_error_message="An agreement cannot end before it was signed.",
            ),
        ),
    ]
